import { run } from './load.mjs';

/** @typedef {import('./load.mjs').Load} Load */
/** @typedef {import('./load.mjs').Measurement} Measurement */
/** @typedef {{ perSecond: number, p50: number, p99: number, rounds: number[] }} Median */

const WARM_UP_SECONDS = 2;

/** @param {number[]} values */
export function getMedian(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/**
 * Measures several loads in turn, A B C A B C …, so that what else the machine does falls on all of them alike.
 * @param {Readonly<Record<string, Load>>} loads
 * @param {{ rounds: number, seconds: number, connections: number }} plan
 * @returns {Promise<Record<string, Median>>} the median of the rounds, by name
 * @throws {Error} when any answer is not a 200: a refusal is quick, and would look good
 */
export async function interleave(loads, { rounds, seconds, connections }) {
  /** @type {Map<string, Measurement[]>} */
  const measured = new Map();
  for (const load of Object.values(loads)) await run(load, { connections, seconds: WARM_UP_SECONDS });
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, load] of Object.entries(loads)) {
      const measurement = await run(load, { connections, seconds });
      if (measurement.failures > 0) throw new Error(`${name}: ${measurement.failures} answers were not 200`);
      measured.set(name, [...(measured.get(name) ?? []), measurement]);
    }
  }
  return Object.fromEntries(
    [...measured].map(([name, list]) => [
      name,
      {
        perSecond: getMedian(list.map((one) => one.perSecond)),
        p50: getMedian(list.map((one) => one.p50)),
        p99: getMedian(list.map((one) => one.p99)),
        rounds: list.map((one) => Math.round(one.perSecond)),
      },
    ]),
  );
}
