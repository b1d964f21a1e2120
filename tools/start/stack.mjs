/**
 * @typedef {object} Part
 * @property {string} name
 * @property {() => Promise<void>} stop waits until it has ended; idempotent
 * @property {() => void} [kill] at once
 */

/** What runs, in the order it was started; stopped in reverse, so that nothing loses what it stands on. */
export class Stack {
  /** @type {Part[]} */
  #parts = [];

  /** @param {Part} part */
  push(part) {
    this.#parts.push(part);
  }

  isEmpty() {
    return this.#parts.length === 0;
  }

  /**
   * @param {(name: string, work: () => Promise<void>) => Promise<void>} show
   */
  async stopAll(show) {
    for (const { name, stop } of this.#parts.toReversed()) {
      await show(name, stop).catch((error) =>
        console.error(`${name} could not be stopped: ${error.message}`),
      );
      this.#parts.pop();
    }
  }

  /** For a person who does not want to wait. */
  killAll() {
    for (const part of this.#parts.toReversed()) part.kill?.();
  }
}
