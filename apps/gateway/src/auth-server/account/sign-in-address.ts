import { createHash, randomBytes } from 'node:crypto';
import { ACCOUNT_CLIENT_ID } from '../../platform/first-start.js';

/**
 * Where somebody signs in as at any application, and comes back to a page of ours. The code that comes along is of no use:
 * its verifier is gone, and the session is what the page needs.
 * @param page one of those that the account's client is registered with
 */
export function writeSignIn(
  issuer: string,
  page: string,
  more: Readonly<Record<string, string>> = {},
): string {
  const parameters = new URLSearchParams({
    response_type: 'code',
    client_id: ACCOUNT_CLIENT_ID,
    redirect_uri: issuer + page,
    scope: 'openid',
    code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  });
  return `${issuer}/oauth2/authorize?${parameters.toString()}`;
}
