import { findSeconds, parseCacheControl } from './cache-control.js';

const toObject = (...lines: string[]) => Object.fromEntries(parseCacheControl(lines));

it.each([
  ['max-age=60', { 'max-age': '60' }],
  ['Max-Age="60" ,, PUBLIC,', { 'max-age': '60', public: '' }],
  ['private="a, no-store", x="\\"no-store\\""', { private: 'a, no-store', x: '"no-store"' }],
  ['max-age=1, max-age=1, s-maxage=1, s-maxage=2', { 'max-age': '1', 's-maxage': null }],
  ['max-age=', { 'max-age': '' }],
  ['  ', {}],
])('%s is read as RFC 9111 §5.2 has it', (text, directives) => {
  expect(toObject(text)).toEqual(directives);
});

it('several lines are one list (RFC 9110 §5.3)', () => {
  expect(toObject('public', 'max-age=60')).toEqual({ public: '', 'max-age': '60' });
});

it.each([
  'max-age=60; public',
  'max-age="60',
  'max age=60',
  '=60',
  'max-age=6"0"',
  `a${' '.repeat(60_000)}"`,
])('what cannot be read is no-store: %.20s', (text) => {
  expect(toObject(text)).toEqual({ 'no-store': '' });
});

it.each([
  ['max-age=60', 60],
  ['max-age=99999999999999999999', 2_147_483_648],
  ['max-age=-1', 0],
  ['max-age=1.5', 0],
  ['max-age', 0],
  ['max-age=60, max-age=61', 0],
  ['public', undefined],
])('%s: %s s (RFC 9111 §1.2.2, §4.2.1)', (text, seconds) => {
  expect(findSeconds(parseCacheControl([text]), 'max-age')).toBe(seconds);
});
