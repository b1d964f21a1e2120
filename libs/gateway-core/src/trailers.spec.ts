import { areTrailersWanted, cleanTrailers } from './trailers.js';

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
