import { findPathProblem, normalizePath, parseRequestTarget } from './request-target.js';

describe('a request target', () => {
  test.each([
    ['/flickr/photos', '/flickr/photos', ''],
    ['/', '/', ''],
    ['/a/', '/a/', ''],
    ['/photos?size=1&from=/../x', '/photos', 'size=1&from=/../x'],
    ['/photos?', '/photos', ''],
    ['/photos?a=%2e%2e%2f', '/photos', 'a=%2e%2e%2f'],
    ['/caf%C3%A9', '/caf%C3%A9', ''],
    ['/.well-known/x', '/.well-known/x', ''],
    ['/a..b/...', '/a..b/...', ''],
    ["/it's/(a)/b@c,d:e=f+g!$&*", "/it's/(a)/b@c,d:e=f+g!$&*", ''],
  ])('is split and passed as sent: %s', (raw, path, query) => {
    expect(parseRequestTarget(raw, 'localhost')).toEqual({ path, query });
  });

  test.each([
    ['/a/../b', 'segment "." or ".."'],
    ['/a/..', 'segment "." or ".."'],
    ['/./a', 'segment "." or ".."'],
    ['/a/%2e%2E/b', 'segment "." or ".."'],
    ['/a/.%2e', 'segment "." or ".."'],
    ['/a%2fb', 'encoded slash'],
    ['/a%2Fb', 'encoded slash'],
    ['/a%5cb', 'encoded slash, backslash'],
    ['/a%3bb', 'semicolon'],
    ['/a%00', 'control'],
    ['/a%0d%0ab', 'control'],
    ['/a%7f', 'control'],
    ['/a%252e', 'percent sign or control'],
    ['//a', 'empty segment'],
    ['/a//b', 'empty segment'],
    ['/a\\b', 'must be percent-encoded'],
    ['/a;v=1', 'must be percent-encoded'],
    ['/a b', 'must be percent-encoded'],
    ['/a#b', 'must be percent-encoded'],
    ['/caf\u00e9', 'must be percent-encoded'],
    ['/a\u0000', 'must be percent-encoded'],
    ['/a%', 'encodes nothing'],
    ['/a%zz', 'encodes nothing'],
    ['/a%u002e', 'encodes nothing'],
    ['/a%c0%af', 'not percent-encoded UTF-8'],
    ['/a%ff', 'not percent-encoded UTF-8'],
    ['/a?b c', 'query'],
    ['/a?b#c', 'query'],
    ['/a?b\u00e9', 'query'],
  ])('is refused when readers could differ about it (RFC 3986 §6.2.2): %s', (raw, reason) => {
    expect(parseRequestTarget(raw, 'localhost')).toContain(reason);
  });

  test.each(['*', 'example.com:443', '', 'ftp://localhost/a', 'photos', '?a'])(
    'is refused when it is no path (RFC 9112 §3.2): "%s"',
    (raw) => {
      expect(parseRequestTarget(raw, 'localhost')).toContain('must be a path');
    },
  );

  test.each([
    ['http://localhost:4001/photos?a=1', '/photos', 'a=1'],
    ['HTTP://LocalHost:4001/photos', '/photos', ''],
    ['http://localhost:4001', '/', ''],
    ['http://localhost:4001?a=1', '/', 'a=1'],
  ])('may be absolute for the host of the Host header (RFC 9112 §3.2.2): %s', (raw, path, query) => {
    expect(parseRequestTarget(raw, 'localhost:4001')).toEqual({ path, query });
  });

  test.each(['http://evil.example/photos', 'http://localhost:4001@evil.example/', 'http:///photos'])(
    'is refused when it is absolute for another host (RFC 9112 §3.2.2): %s',
    (raw) => {
      expect(parseRequestTarget(raw, 'localhost:4001')).toContain('another host');
    },
  );

  test('is held to the same rules when it is absolute', () => {
    expect(parseRequestTarget('http://localhost/a/../b', 'localhost')).toContain('segment');
  });
});

test('paths that mean the same are normalised to one spelling (RFC 3986 §6.2.2)', () => {
  expect(normalizePath('/%66lickr/caf%c3%a9')).toBe(normalizePath('/flickr/caf%C3%A9'));
  expect(findPathProblem('/%66lickr')).toBeUndefined();
});
