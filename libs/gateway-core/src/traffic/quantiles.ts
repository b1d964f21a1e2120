import { LATENCY_BOUNDS_MS } from './call-counts.js';

/**
 * The latency that so much of the calls stay below, in milliseconds; between two bounds it is taken to grow evenly.
 * @param buckets one for each bound, and one for what is slower: of that, only the last bound is known
 * @param share from 0 to 1
 * @returns undefined: there was no call
 */
export function findQuantile(buckets: readonly number[], share: number): number | undefined {
  const total = buckets.reduce((sum, calls) => sum + calls, 0);
  if (total === 0) return undefined;
  let below = 0;
  let lower = 0;
  for (const [index, bound] of LATENCY_BOUNDS_MS.entries()) {
    const calls = buckets[index] ?? 0;
    if (calls > 0 && below + calls >= share * total) {
      return lower + ((share * total - below) / calls) * (bound - lower);
    }
    below += calls;
    lower = bound;
  }
  return lower;
}
