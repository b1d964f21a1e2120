import { hasRepeatedNames } from './repeated-names.js';

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
])('%s has a name twice: %p', (text, expected) => expect(hasRepeatedNames(text)).toBe(expected));
