import { findContrastWithWhite } from './brand-limits.js';

it.each([
  ['#ffffff', 1],
  ['#000000', 21],
  // The two neighbours of 4.5 that WCAG's own tools give as examples.
  ['#767676', 4.54],
  ['#777777', 4.48],
  ['#13674F', 6.82],
])('the contrast of %s with white is about %d', (color, ratio) => {
  expect(findContrastWithWhite(color)).toBeCloseTo(ratio, 1);
});

it.each(['', 'red', '#fff', '#13674', '#13674fa', '13674f'])('%j is no colour', (text) => {
  expect(findContrastWithWhite(text)).toBeUndefined();
});
