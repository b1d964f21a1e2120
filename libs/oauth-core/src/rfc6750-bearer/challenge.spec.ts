import { OAuthError } from '../kernel/oauth-error.js';
import { buildBearerChallenge } from './challenge.js';

describe('the challenge of a refusal (RFC 6750 §3)', () => {
  it('has no error code for a request without credentials (§3.1 SHOULD NOT)', () => {
    expect(buildBearerChallenge(undefined)).toBe('Bearer realm="Gatehouse"');
  });

  it('says what is wrong, and never the reason for our log', () => {
    const error = new OAuthError('invalid_token', 'The access token has expired.', 'secret reason');
    expect(buildBearerChallenge(error)).toBe(
      'Bearer realm="Gatehouse", error="invalid_token", error_description="The access token has expired."',
    );
  });

  it('says which scopes are needed', () => {
    const error = new OAuthError('insufficient_scope', 'More is needed.');
    expect(buildBearerChallenge(error, { scopes: ['photos', 'albums'] })).toMatch(/, scope="photos albums"$/);
  });

  it('cannot be broken out of by a quote, a backslash or a line break', () => {
    expect(buildBearerChallenge(undefined, { scopes: ['a"\\\r\nX: y'] })).toBe(
      `Bearer realm="Gatehouse", scope="a''''X: y"`,
    );
  });
});
