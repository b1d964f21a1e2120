import { OAuthError } from '@gatehouse/oauth-core';
import { noCredentials, otherMethods, refusedToken, upstreamFailed } from './refusal.js';

const failure = (code: string, name = 'Error'): Error =>
  Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:8080'), { code, name });

test.each([
  ['ECONNREFUSED', 502, 'cannot be reached'],
  ['ENOTFOUND', 502, 'cannot be reached'],
  ['EHOSTUNREACH', 502, 'cannot be reached'],
  ['ECONNRESET', 502, 'closed the connection before it answered'],
  ['UND_ERR_SOCKET', 502, 'closed the connection before it answered'],
  ['UND_ERR_HEADERS_OVERFLOW', 502, 'gave an answer that is not HTTP'],
  ['ERR_INVALID_CHAR', 502, 'gave an answer that is not HTTP'],
  ['UND_ERR_CONNECT_TIMEOUT', 504, 'did not accept a connection in time'],
  ['UND_ERR_HEADERS_TIMEOUT', 504, 'did not answer in time'],
  ['UND_ERR_BODY_TIMEOUT', 504, 'stopped in the middle of its answer'],
])('%s at the upstream is answered %i: it %s', (code, status, how) => {
  const refusal = upstreamFailed('Flickr photos', failure(code));
  expect(refusal).toMatchObject({ status, detail: `The service behind "Flickr photos" ${how}.` });
});

const aRoute = (
  changes: Partial<Parameters<typeof refusedToken>[1]> = {},
): Parameters<typeof refusedToken>[1] => ({
  scopes: ['photos'],
  acr: null,
  maxAgeSeconds: null,
  ...changes,
});

test('an answer that no parser reads is told as such', () => {
  const refusal = upstreamFailed('Flickr photos', failure('', 'HTTPParserError'));
  expect(refusal.detail).toContain('not HTTP');
});

test('no refusal says where the upstream is', () => {
  expect(JSON.stringify(upstreamFailed('Flickr photos', failure('ECONNREFUSED')))).not.toContain('10.1.2.3');
});

test('without credentials the challenge has no error code (RFC 6750 §3.1)', () => {
  const { status, headers } = noCredentials(['photos']);
  expect(status).toBe(401);
  expect(headers?.['WWW-Authenticate']).toBe('Bearer realm="Gatehouse", scope="photos"');
});

test('a missing scope is named in the challenge (RFC 6750 §3.1)', () => {
  const { status, headers } = refusedToken(
    new OAuthError('insufficient_scope', 'More.'),
    aRoute({ scopes: ['photos', 'albums'] }),
  );
  expect(status).toBe(403);
  expect(headers?.['WWW-Authenticate']).toContain('scope="photos albums"');
});

test('an invalid access token is not told which scopes would do (RFC 6750 §3.1)', () => {
  const { status, headers } = refusedToken(new OAuthError('invalid_token', 'No.'), aRoute());
  expect(status).toBe(401);
  expect(headers?.['WWW-Authenticate']).not.toContain('photos');
});

test('a sign-in that is not enough is told which one would be (RFC 9470 §3)', () => {
  const error = new OAuthError('insufficient_user_authentication', 'Too long ago.');
  const { status, headers } = refusedToken(error, aRoute({ acr: 'urn:gatehouse:acr:mfa', maxAgeSeconds: 0 }));
  expect(status).toBe(401);
  expect(headers?.['WWW-Authenticate']).toMatch(/, acr_values="urn:gatehouse:acr:mfa", max_age="0"$/);
});

test('a call with a proof is challenged in its own scheme, with the same demands (RFC 9449 §7.1, RFC 9470 §3)', () => {
  const error = new OAuthError('insufficient_user_authentication', 'Too long ago.');
  const { headers } = refusedToken(error, aRoute({ acr: 'urn:gatehouse:acr:mfa' }), undefined, true);
  expect(headers?.['WWW-Authenticate']).toMatch(/^DPoP .*acr_values="urn:gatehouse:acr:mfa".*, algs="/);
});

test('405 names the methods that there are (RFC 9110 §15.5.6)', () => {
  expect(otherMethods(['GET', 'HEAD']).headers).toEqual({ Allow: 'GET, HEAD' });
});
