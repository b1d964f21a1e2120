import { findUiLocale, parseAcceptLanguage } from './ui-locales.js';

it.each([
  [['de'], 'de'],
  [['de-CH-1996', 'fr'], 'de'],
  [['FR-ca'], 'fr'],
  [['pt-BR', 'fr'], 'fr'],
  [['de-x-private'], 'de'],
  [['x', '', '-', 'deutsch'], undefined],
  [[], undefined],
])('finds the language of %j (RFC 4647 §3.4)', (wanted, found) => {
  expect(findUiLocale(wanted)).toBe(found);
});

it.each([
  ['fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5', ['fr-CH', 'fr', 'en', 'de']],
  ['en;q=0.5, de', ['de', 'en']],
  ['de;q=0, en', ['en']],
  ['de;q=nonsense,,fr', ['fr']],
  [undefined, []],
])('reads the ranges of %j by their weight (RFC 9110 §12.5.4)', (header, ranges) => {
  expect(parseAcceptLanguage(header)).toEqual(ranges);
});
