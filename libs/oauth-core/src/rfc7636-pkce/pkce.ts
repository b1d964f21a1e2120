import { hashSecret, isSameHash } from '../kernel/secrets.js';
import type { Form } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';

// RFC 7636 §4.1: code-verifier = 43*128unreserved
const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;
// RFC 7636 §4.2: base64url of a SHA-256
const CHALLENGE = /^[A-Za-z0-9\-_]{43}$/;

/**
 * RFC 7636 §4.3: the S256 challenge of an authorization request; every client must send one.
 * @throws OAuthError invalid_request
 */
export function checkCodeChallenge(parameters: Form): string {
  const challenge = parameters.get('code_challenge');
  if (challenge === undefined) {
    // RFC 7636 §4.4.1
    throw new OAuthError(
      'invalid_request',
      'code_challenge is missing: PKCE with S256 is required of every client.',
    );
  }
  if (parameters.get('code_challenge_method') !== 'S256') {
    // RFC 7636 §4.3: an absent method means plain, and plain is not offered.
    throw new OAuthError('invalid_request', 'code_challenge_method must be S256.');
  }
  if (!CHALLENGE.test(challenge)) {
    throw new OAuthError(
      'invalid_request',
      'code_challenge must be the base64url SHA-256 of the verifier: 43 characters.',
    );
  }
  return challenge;
}

/**
 * RFC 7636 §4.6: the verifier of a token request against the challenge of its code.
 * @throws OAuthError invalid_request when it is missing or malformed, invalid_grant when it does not match
 */
export function checkCodeVerifier(verifier: string | undefined, challenge: string): void {
  if (verifier === undefined) {
    throw new OAuthError(
      'invalid_request',
      'code_verifier is missing: the authorization request had a code_challenge.',
    );
  }
  if (!VERIFIER.test(verifier)) {
    throw new OAuthError('invalid_request', 'code_verifier must have 43 to 128 unreserved characters.');
  }
  if (!isSameHash(hashSecret(verifier), Buffer.from(challenge, 'base64url'))) {
    throw new OAuthError(
      'invalid_grant',
      'code_verifier does not match the code_challenge of the authorization request.',
    );
  }
}
