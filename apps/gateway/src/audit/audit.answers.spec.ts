import { toCell } from './audit.answers.js';

it.each([
  ['plain', 'plain'],
  [7, '7'],
  [null, ''],
  ['a,b', '"a,b"'],
  ['say "no"', '"say ""no"""'],
  ['two\r\nlines', '"two\r\nlines"'],
  ['=1+1', "'=1+1"],
  ['@cmd', "'@cmd"],
  ['-1,2', `"'-1,2"`],
])('%j is %j in a file for spreadsheets, which runs nothing (RFC 4180 §2)', (value, cell) =>
  expect(toCell(value)).toBe(cell),
);
