import { OAuthError } from './oauth-error.js';

describe('OAuthError', () => {
  it('keeps quotes, backslashes and what is not ASCII out of the description (RFC 6749 §5.2)', () => {
    const error = new OAuthError('invalid_request', 'a "b" \\ c\r\nd é');
    expect(error.description).toBe("a 'b' ' c''d '");
  });

  it('keeps the reason for the log away from the description', () => {
    const error = new OAuthError('invalid_grant', 'for the client', 'for us');
    expect(error.description).toBe('for the client');
    expect(error.reason).toBe('for us');
  });

  it.each([
    ['invalid_request', 400],
    ['invalid_client', 401],
    ['invalid_grant', 400],
    ['unauthorized_client', 400],
    ['unsupported_grant_type', 400],
    ['invalid_scope', 400],
  ] as const)('%s is answered with %i (RFC 6749 §5.2)', (code, status) => {
    expect(new OAuthError(code, '').status).toBe(status);
  });

  it.each([
    ['invalid_token', 401],
    ['insufficient_scope', 403],
  ] as const)('%s is answered with %i (RFC 6750 §3.1)', (code, status) => {
    expect(new OAuthError(code, '').status).toBe(status);
  });
});
