import { findStructureProblem } from './json-structure.js';

it.each([
  ['{"a":1,"a":2}', true],
  ['{"a":1,"\\u0061":2}', true],
  ['[{"b":{"a":1, "a" : 2}}]', true],
  ['{"__proto__":1,"__proto__":2}', true],
  ['{"a":{"a":1},"b":[{"a":1},{"a":1}]}', false],
  ['{"a":"a","b":"a","c":["a","a"]}', false],
  ['{"a\\"":1,"a":"\\\\","b":"{\\"a\\":1,"}', false],
  ['["a","a"]', false],
  ['"a"', false],
  ['1', false],
])('%s has a name twice: %p', (text, expected) =>
  expect(findStructureProblem(text)).toBe(expected ? 'must not have a name twice' : undefined),
);

it.each([
  [200, undefined],
  [201, 'must not be nested more than 200 deep'],
])('nested %i deep: %p', (depth, expected) => {
  expect(findStructureProblem('['.repeat(depth) + ']'.repeat(depth))).toBe(expected);
  // What is beside something is not in it.
  expect(findStructureProblem(`[${Array(depth).fill('{"a":[]}').join(',')}]`)).toBeUndefined();
});
