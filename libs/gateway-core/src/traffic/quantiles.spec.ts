import { LATENCY_BOUNDS_MS } from './call-counts.js';
import { findQuantile } from './quantiles.js';

const bucketsWith = (calls: Readonly<Record<number, number>>): number[] =>
  Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, (_, index) => calls[index] ?? 0);

describe('quantiles of latencies', () => {
  it('lie within the bucket that they fall into', () => {
    // 90 calls up to 5 ms, 10 from 100 to 250 ms.
    const buckets = bucketsWith({ 0: 90, 5: 10 });
    expect(findQuantile(buckets, 0.5)).toBeCloseTo(2.78, 2);
    expect(findQuantile(buckets, 0.9)).toBe(5);
    expect(findQuantile(buckets, 0.95)).toBe(175);
    expect(findQuantile(buckets, 1)).toBe(250);
  });

  it('are at most the last bound, and there are none without calls', () => {
    expect(findQuantile(bucketsWith({ 11: 3 }), 0.5)).toBe(10_000);
    expect(findQuantile(bucketsWith({}), 0.5)).toBeUndefined();
    expect(findQuantile([], 0.99)).toBeUndefined();
  });
});
