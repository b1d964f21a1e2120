import { areTrailersWanted, cleanTrailers, findDeclaredTrailers, pickTrailers } from './trailers.js';

describe('trailers (RFC 9110 §6.5)', () => {
  test('reach the client in their spelling and order', () => {
    expect(cleanTrailers(['X-Checksum', 'abc', 'Server-Timing', 'db;dur=5'])).toEqual([
      ['X-Checksum', 'abc'],
      ['Server-Timing', 'db;dur=5'],
    ]);
  });

  test.each([
    'Transfer-Encoding',
    'Content-Length',
    'Content-Type',
    'Connection',
    'Trailer',
    'Host',
    'Set-Cookie',
    'Location',
    'Cache-Control',
    'Authorization',
    'WWW-Authenticate',
    'Access-Control-Allow-Origin',
    'X-Request-Id',
    'X-Gatehouse-User',
  ])('cannot be %s (RFC 9110 §6.5.1)', (name) => {
    expect(cleanTrailers([name, 'x'])).toEqual([]);
  });

  test.each([
    ['trailers', true],
    ['gzip;q=0.5, Trailers', true],
    ['gzip', false],
    ['xtrailers', false],
    [undefined, false],
  ])('are wanted by TE: %s? %s (RFC 9110 §10.1.4)', (te, expected) => {
    expect(areTrailersWanted(te)).toBe(expected);
  });
});

describe('trailers of a request (RFC 9110 §6.5, §6.6.2)', () => {
  const credentials = { apiKey: 'x-key', certificate: 'x-client-certificate' };

  test('are those that it declared, in their spelling', () => {
    const declared = findDeclaredTrailers('X-Checksum, x-signature', credentials);
    expect(declared).toEqual(new Set(['x-checksum', 'x-signature']));
    const raw = ['X-Checksum', 'abc', 'X-Other', 'no'];
    expect(pickTrailers(raw, declared ?? new Set())).toEqual([['X-Checksum', 'abc']]);
  });

  test.each([
    'Transfer-Encoding',
    'Content-Length',
    'Content-Type',
    'Host',
    'Authorization',
    'Cookie',
    'Connection',
    'TE',
    'Expect',
    'Range',
    'If-Match',
    'X-Gatehouse-User',
    'x_gatehouse_user',
    'X-Forwarded-For',
    'X-Request-Id',
    'X-HTTP-Method-Override',
    'X-Key',
    'x_client_certificate',
    '',
    'a b',
  ])('cannot be %s', (name) => {
    expect(findDeclaredTrailers(name, credentials)).toBeUndefined();
  });

  test('are none where nothing was declared', () => {
    expect(findDeclaredTrailers(undefined, credentials)).toBeUndefined();
  });
});
