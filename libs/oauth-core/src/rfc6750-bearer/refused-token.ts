import type { AccessToken } from '../kernel/access-token.js';
import { OAuthError } from '../kernel/oauth-error.js';

/** What can be wrong with an access token that is ours. */
export type TokenProblem = 'expired' | 'revoked' | 'its client is gone' | 'its client is disabled';

/**
 * RFC 6750 §3.1: an access token of ours that is not valid any more. What it says was verified before, and is for our own
 * records: the answer is the same as for one that never was.
 */
export class RefusedTokenError extends OAuthError {
  constructor(
    problem: TokenProblem,
    readonly accessToken: AccessToken,
  ) {
    const description =
      problem === 'expired' ? 'The access token has expired.' : 'The access token is no longer valid.';
    super('invalid_token', description, problem);
  }
}
