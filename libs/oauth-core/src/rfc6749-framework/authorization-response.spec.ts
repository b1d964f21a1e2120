import { OAuthError } from '../kernel/oauth-error.js';
import { ISSUER } from '../testing/index.js';
import { buildCodeResponse, buildErrorResponse } from './authorization-response.js';

const target = { redirectUri: 'https://print.example/callback', state: 'x&y=z #é' };
const parametersOf = (location: string): object => Object.fromEntries(new URL(location).searchParams);

describe('the answer of the authorization endpoint', () => {
  it('carries code, the very same state (RFC 6749 §4.1.2), and iss (RFC 9207 §2)', () => {
    const location = buildCodeResponse(ISSUER, target, 'the-code');
    expect(location.startsWith('https://print.example/callback?')).toBe(true);
    expect(parametersOf(location)).toEqual({ code: 'the-code', state: target.state, iss: ISSUER });
  });

  it.each([null, undefined])('carries no state when the request had none: %p', (state) => {
    expect(parametersOf(buildCodeResponse(ISSUER, { ...target, state }, 'c'))).toEqual({
      code: 'c',
      iss: ISSUER,
    });
  });

  it('keeps the query of the redirect URI (RFC 6749 §3.1.2 MUST)', () => {
    const location = buildCodeResponse(
      ISSUER,
      { ...target, redirectUri: 'https://print.example/cb?a=b' },
      'c',
    );
    expect(parametersOf(location)).toEqual({ a: 'b', code: 'c', state: target.state, iss: ISSUER });
  });

  it('carries the error, never its reason, with state and iss (RFC 6749 §4.1.2.1, RFC 9207 §2)', () => {
    const error = new OAuthError('access_denied', 'The end user refused.', 'for our log');
    expect(parametersOf(buildErrorResponse(ISSUER, target, error))).toEqual({
      error: 'access_denied',
      error_description: 'The end user refused.',
      state: target.state,
      iss: ISSUER,
    });
  });

  it('goes to a private-use scheme as it is (RFC 8252 §7.1)', () => {
    const location = buildCodeResponse(
      ISSUER,
      { redirectUri: 'com.example.app:/callback', state: null },
      'c',
    );
    expect(location).toBe(`com.example.app:/callback?code=c&iss=${encodeURIComponent(ISSUER)}`);
  });
});
