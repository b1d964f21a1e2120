import { parseTokenCredentials } from './credentials.js';

describe('the access token of a request (RFC 6750 §2.1)', () => {
  it.each(['Bearer abc.DEF-1_2~+/==', 'bearer abc.DEF-1_2~+/==', 'BEARER   abc.DEF-1_2~+/== '])(
    'is in the Authorization header: %p',
    (header) => {
      expect(parseTokenCredentials([header], '')).toEqual({ scheme: 'bearer', text: 'abc.DEF-1_2~+/==' });
    },
  );

  it.each([[[]], [['Basic YTpi']], [['Digest username="x"']]])('is not there in %p', (headers) => {
    expect(parseTokenCredentials(headers, 'page=1')).toBeUndefined();
  });

  it.each(['Bearer', 'Bearer ', 'Bearer a b', 'Bearer "a"', 'Bearer a,b', 'Bearer =a'])(
    'is refused when malformed: %p (RFC 6750 §3.1 invalid_request)',
    (header) => {
      expect(() => parseTokenCredentials([header], '')).toThrow(/^invalid_request/);
    },
  );

  it('is refused when the header comes twice: a proxy may have read the other one', () => {
    expect(() => parseTokenCredentials(['Bearer a', 'Bearer a'], '')).toThrow(
      /^invalid_request: .*more than once/,
    );
  });

  it.each([
    'access_token=abc',
    'a=1&access_token=abc',
    'access_token',
    'ACCESS_TOKEN=abc',
    'access_token=a&b=1',
  ])(
    'is refused in the query, where logs would keep it: %p (RFC 6750 §2.3 SHOULD NOT, RFC 9700 §4.3.2 MUST NOT)',
    (query) => {
      expect(() => parseTokenCredentials(['Bearer abc'], query)).toThrow(
        /^invalid_request: .*Authorization header/,
      );
    },
  );

  it('is not seen where a parameter only looks like it', () => {
    expect(parseTokenCredentials(['Bearer abc'], 'my_access_token=1&access_tokens=2')).toEqual({
      scheme: 'bearer',
      text: 'abc',
    });
  });

  it('may come after DPoP, which is another scheme (RFC 9449 §7.1)', () => {
    expect(parseTokenCredentials(['dPoP abc'], '')).toEqual({ scheme: 'dpop', text: 'abc' });
    expect(() => parseTokenCredentials(['DPoP a b'], '')).toThrow(/must be: DPoP, a space/);
  });
});
