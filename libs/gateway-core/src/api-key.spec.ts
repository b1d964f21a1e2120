import { type ApiKey, findApiKeyProblem, hashApiKey, isApiKeyText, makeApiKey } from './api-key.js';

const KEY: ApiKey = {
  id: 'key-1',
  applicationId: 'application-1',
  name: 'Night job',
  isEnabled: true,
  expiresAt: 2_000,
  origins: new Set(),
  scopes: new Set(['photos']),
};

test('a new key has the shape that scanners look for, and is another one each time', () => {
  const keys = Array.from({ length: 100 }, makeApiKey);
  for (const { text, hint } of keys) {
    expect(isApiKeyText(text)).toBe(true);
    expect(text.startsWith(`${hint}_`)).toBe(true);
  }
  expect(new Set(keys.map(({ text }) => hashApiKey(text))).size).toBe(100);
});

test('a key that was mistyped or cut off is none', () => {
  const { text } = makeApiKey();
  const last = text.at(-1) === '0' ? '1' : '0';
  for (const wrong of [
    '',
    'ghk_',
    text.slice(0, -1),
    text.slice(0, -1) + last,
    `${text} `,
    text.toUpperCase(),
  ])
    expect(isApiKeyText(wrong)).toBe(false);
});

test.each<[string, Partial<ApiKey>, boolean, boolean]>([
  ['a living key', {}, true, true],
  ['one without an end', { expiresAt: null }, true, true],
  ['a disabled one', { isEnabled: false }, true, false],
  ['one that ends now', { expiresAt: 1_000 }, true, false],
  ['one of a disabled application', {}, false, false],
])('%s', (_, change, isApplicationEnabled, counts) => {
  expect(findApiKeyProblem({ ...KEY, ...change }, isApplicationEnabled, 1_000) === undefined).toBe(counts);
});
