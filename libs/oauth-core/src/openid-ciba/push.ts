import type { Client } from '../kernel/client.js';
import type { BackchannelApproval, BackchannelRequest } from '../ports/backchannel-requests.js';
import type { Directory } from '../ports/directory.js';
import type { IssuedTokens } from '../ports/stores.js';
import type { TokenResponse } from '../rfc6749-framework/grant.js';
import { makeTokens } from '../rfc6749-framework/issue-tokens.js';
import type { TokenPlane } from '../rfc6749-framework/token-order.js';
import { BACKCHANNEL_GRANT_TYPE } from './backchannel.grant.js';

/** OpenID Connect CIBA §10.3.1, in wire names. */
export interface PushedTokens extends TokenResponse {
  readonly auth_req_id: string;
}

/** OpenID Connect CIBA §12, in wire names. */
export interface PushedError {
  readonly auth_req_id: string;
  readonly error: 'access_denied' | 'expired_token';
  readonly error_description: string;
}

/**
 * CIBA §10.3.1: the tokens of an answer that is sent to the client, with an ID token that binds them to the request: the
 * client has asked nobody for them, and must be able to see that they belong together. Nothing is stored yet.
 * @throws OAuthError
 */
export async function makePush(
  plane: TokenPlane,
  directory: Directory,
  client: Client,
  approval: BackchannelApproval,
  authRequestId: string,
): Promise<{ readonly issued: IssuedTokens; readonly body: PushedTokens }> {
  const { issued, response } = await makeTokens(plane, {
    grantType: BACKCHANNEL_GRANT_TYPE,
    client,
    directory,
    // Nothing that the client proves comes with an answer that it has not fetched.
    confirmation: undefined,
    scopes: approval.scopes.filter((name) => client.allowedScopes.has(name)),
    user: { ...approval, refreshExpiresAt: plane.world.now() + client.refreshTokenLifetimeSeconds * 1000 },
    beside: { authRequestId },
  });
  return { issued, body: { auth_req_id: authRequestId, ...response } };
}

/** CIBA §12: why there are no tokens. */
export const describeUnanswered = (
  { deniedAt }: Pick<BackchannelRequest, 'deniedAt'>,
  authRequestId: string,
): PushedError =>
  deniedAt === null
    ? {
        auth_req_id: authRequestId,
        error: 'expired_token',
        error_description: 'The end user has not answered in time.',
      }
    : {
        auth_req_id: authRequestId,
        error: 'access_denied',
        error_description: 'The end user refused, or has taken it back.',
      };
