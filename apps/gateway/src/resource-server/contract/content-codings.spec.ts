import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { decodeContent, findCoding, KNOWN_CODINGS } from './content-codings.js';
import { unknownCoding, unlistedType } from './violations.js';

const CONTENT = Buffer.from('{"name":"bolt"}');

it.each([
  ['gzip', gzipSync(CONTENT)],
  ['X-Gzip', gzipSync(CONTENT)],
  ['deflate', deflateSync(CONTENT)],
  ['br', brotliCompressSync(CONTENT)],
  ['identity', CONTENT],
])('content in %s is undone for a look, x-gzip as gzip (RFC 9110 §8.4.1, §8.4.1.3)', async (name, bytes) => {
  const coding = findCoding([name]);
  expect(await decodeContent(bytes, coding ?? null, 100)).toEqual(CONTENT);
});

it.each([['zstd'], ['gzip, br'], ['toString']])('%s cannot be undone here', (text) =>
  expect(findCoding([text])).toBeUndefined(),
);

it('what is broken, or larger than it may be, is told as such', async () => {
  expect(await decodeContent(CONTENT, 'gzip', 100)).toBe('broken');
  expect(await decodeContent(gzipSync(CONTENT), 'gzip', 5)).toBe('too-large');
});

it('415 says which types there are (RFC 9110 §12.5.1), or which codings (RFC 9110 §12.5.3)', () => {
  expect(unlistedType(['application/json', 'text/csv'])).toMatchObject({
    status: 415,
    headers: { Accept: 'application/json, text/csv' },
  });
  expect(unknownCoding(KNOWN_CODINGS)).toMatchObject({
    status: 415,
    headers: { 'Accept-Encoding': 'gzip, deflate, br' },
  });
});
