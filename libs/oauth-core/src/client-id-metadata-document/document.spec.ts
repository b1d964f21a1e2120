import { findFreshSeconds } from './document.js';

it.each([
  ['max-age=600', 600],
  ['public, Max-Age=600', 600],
  ['max-age=1', 60],
  ['max-age=999999', 3600],
  ['no-store, max-age=600', 60],
  ['no-cache', 60],
  [null, 60],
])('a document with %s holds for %i s, within bounds (RFC 9111 §5.2.2.1)', (cacheControl, seconds) =>
  expect(findFreshSeconds(cacheControl, { least: 60, most: 3600 })).toBe(seconds),
);
