import type { Keys } from './cache-keys.js';

// Whoever comes beyond these goes to the upstream by itself.
const MAX_FOLLOWERS = 1_000;
// A client that takes its answer slowly keeps others waiting no longer than this.
const MAX_WAIT_MS = 3_000;

/** Calls that wait for what another one fetches: so many at most, and so long. */
export class Followers {
  private readonly waiting = new Map<Keys, () => void>();
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  /** @returns false: there are enough, or they have waited long enough */
  add(keys: Keys, goOn: () => void): boolean {
    if (this.isClosed || this.waiting.size >= MAX_FOLLOWERS) return false;
    this.waiting.set(keys, goOn);
    this.timer ??= setTimeout(() => this.giveUp(), MAX_WAIT_MS).unref();
    return true;
  }

  /** Lets all go on that do not wait for the right thing; left out: all. */
  release(isRight: (keys: Keys) => boolean = () => false): void {
    for (const [keys, goOn] of [...this.waiting]) {
      if (isRight(keys)) continue;
      this.waiting.delete(keys);
      goOn();
    }
    if (this.waiting.size > 0) return;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private giveUp(): void {
    this.isClosed = true;
    this.release();
  }
}
