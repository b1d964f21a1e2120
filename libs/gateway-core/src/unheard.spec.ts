import { DEFAULT_POLICIES } from './policies.js';
import { buildApi } from './testing/builders.js';
import { findLongestBoundMs, findUnheardBoundMs } from './unheard.js';

const buildBounded = (unheardSeconds: number | null, isEnabled = true) =>
  buildApi({ isEnabled, policies: { ...DEFAULT_POLICIES, unheardSeconds } });

it.each([
  [null, 30, 30_000],
  [null, 0, Infinity],
  [10, 30, 10_000],
  [0, 30, Infinity],
])('an API that says %p on a node that says %p is bounded by %p ms', (own, nodeSeconds, expected) => {
  expect(findUnheardBoundMs(buildBounded(own), nodeSeconds)).toBe(expected);
});

it('the longest bound is that of the most patient API that is published, or of the node', () => {
  expect(findLongestBoundMs([], 30)).toBe(30_000);
  expect(findLongestBoundMs([buildBounded(10), buildBounded(60)], 30)).toBe(60_000);
  expect(findLongestBoundMs([buildBounded(10), buildBounded(0, false)], 30)).toBe(30_000);
  expect(findLongestBoundMs([buildBounded(0)], 30)).toBe(Infinity);
});
