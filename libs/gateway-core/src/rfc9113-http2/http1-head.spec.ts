import { toHttp1Head } from './http1-head.js';

const HEAD = [':method', 'GET', ':scheme', 'https', ':path', '/a?b', ':authority', 'api.example'];

describe('the head of an HTTP/2 request (RFC 9113 §8.3)', () => {
  test('has its pseudo-header fields where HTTP/1.1 has them', () => {
    expect(toHttp1Head([...HEAD, 'accept', '*/*'])).toEqual({
      method: 'GET',
      target: '/a?b',
      host: 'api.example',
      rawHeaders: ['host', 'api.example', 'accept', '*/*'],
      bytes: 81,
    });
  });

  test.each([
    [
      ['host', 'api.example'],
      ['host', 'api.example'],
    ],
    [
      ['host', 'API.example'],
      ['host', 'api.example'],
    ],
    [
      ['host', 'other.example'],
      ['host', 'api.example', 'host', 'other.example'],
    ],
  ])('has one Host if it names the same as :authority: %j (§8.3.1)', (given, expected) => {
    expect(toHttp1Head([...HEAD, ...given]).rawHeaders).toEqual(expected);
  });

  test('may name its host in Host alone, and each of two is kept for whoever refuses them', () => {
    const head = HEAD.slice(0, 6);
    expect(toHttp1Head([...head, 'host', 'a.example']).host).toBe('a.example');
    expect(toHttp1Head([...head, 'host', 'a.example', 'host', 'a.example']).rawHeaders).toEqual([
      'host',
      'a.example',
      'host',
      'a.example',
    ]);
    expect(toHttp1Head(head)).toMatchObject({ host: undefined, rawHeaders: [] });
  });

  test('has one Cookie line (§8.2.3)', () => {
    expect(toHttp1Head([...HEAD, 'cookie', 'a=1', 'x', 'y', 'cookie', 'b=2']).rawHeaders).toEqual([
      'host',
      'api.example',
      'x',
      'y',
      'cookie',
      'a=1; b=2',
    ]);
  });

  test('of CONNECT has its authority as target (§8.5)', () => {
    expect(toHttp1Head([':method', 'CONNECT', ':authority', 'db:5432']).target).toBe('db:5432');
  });
});
