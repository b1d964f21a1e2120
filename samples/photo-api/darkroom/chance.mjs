/**
 * Randomness that is the same each time, so that a picture can be drawn again.
 * @typedef {object} Chance
 * @property {(from: number, to: number) => number} between
 * @property {<T>(choices: readonly T[]) => T} pick
 * @property {(options?: { octaves?: number, roughness?: number }) => (x: number) => number} profile an endless jagged line: from x,
 *   whose large forms are one unit wide, to about -1..1
 */

/**
 * @param {number} seed
 * @returns {Chance}
 */
export function createChance(seed) {
  let state = seed;
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (from, to) => from + (to - from) * next(),
    pick: (choices) => {
      const choice = choices[Math.floor(next() * choices.length)];
      if (choice === undefined) throw new Error('Nothing to choose from.');
      return choice;
    },
    profile({ octaves = 6, roughness = 0.5 } = {}) {
      const layers = Array.from({ length: octaves }, (_, octave) => ({
        scale: 2 ** octave,
        weight: roughness ** octave,
        noise: valueNoise(Array.from({ length: 256 }, () => next() * 2 - 1)),
      }));
      const total = layers.reduce((sum, { weight }) => sum + weight, 0);
      return (x) =>
        (layers.reduce((sum, { scale, weight, noise }) => sum + weight * noise(x * scale), 0) / total) * 1.6;
    },
  };
}

/**
 * A smooth line through one random value per unit.
 * @param {number[]} values
 * @returns {(x: number) => number}
 */
function valueNoise(values) {
  const at = (/** @type {number} */ index) =>
    values[((index % values.length) + values.length) % values.length] ?? 0;
  return (x) => {
    const cell = Math.floor(x);
    const along = x - cell;
    const eased = along * along * (3 - 2 * along);
    return at(cell) + (at(cell + 1) - at(cell)) * eased;
  };
}
