import {
  formatBytes,
  formatDate,
  formatDuration,
  formatMilliseconds,
  formatNumber,
  formatWait,
} from './format';

/** The page's language and the browser's, as a document has them. */
function setLanguages(page: string, browser: readonly string[]): void {
  Object.assign(globalThis, { document: { documentElement: { lang: page } } });
  Object.defineProperty(globalThis, 'navigator', { value: { languages: browser }, configurable: true });
}

const NOON = '2026-03-09T12:00:00Z';

it.each([
  ['en', ['en-US'], ['Mar 9, 2026', '1,234.5', '5 minutes', '1.5 kB', '2.35 s']],
  ['en', ['de', 'en-GB'], ['9 Mar 2026', '1,234.5', '5 minutes', '1.5 kB', '2.35 s']],
  ['de', ['en-US'], ['09.03.2026', '1.234,5', '5 Minuten', '1,5 kB', '2,35 s']],
  ['fr', ['fr-FR'], ['9 mars 2026', '1 234,5', '5 minutes', '1,5 ko', '2,35 s']],
  ['en', ['en-US@posix'], ['Mar 9, 2026', '1,234.5', '5 minutes', '1.5 kB', '2.35 s']],
])('writes in the language of the page (%s), as people with %j do', (page, browser, written) => {
  setLanguages(page, browser);
  const texts = [
    formatDate(NOON),
    formatNumber(1234.5),
    formatDuration(300),
    formatBytes(1500),
    formatMilliseconds(2345),
  ];
  expect(texts.map((text) => text.replaceAll(/\s/g, ' '))).toEqual(written);
});

it('chooses the largest unit that leaves no rest, and rounds a wait up to minutes', () => {
  setLanguages('en', []);
  expect([86_400, 5_400, 61, 1].map(formatDuration)).toEqual([
    '1 day',
    '90 minutes',
    '61 seconds',
    '1 second',
  ]);
  expect([0.2, 59, 61].map(formatWait)).toEqual(['1 second', '59 seconds', '2 minutes']);
  expect([0, 999, 3_100_000].map(formatBytes)).toEqual(['0 bytes', '999 bytes', '3.1 MB']);
  expect([0, 3.14159, 25.4].map(formatMilliseconds)).toEqual(['0\u00A0ms', '3.1\u00A0ms', '25\u00A0ms']);
});
