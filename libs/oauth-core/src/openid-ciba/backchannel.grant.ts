import { getParameter } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { hashSecret } from '../kernel/secrets.js';
import type { BackchannelApproval, BackchannelPoll } from '../ports/backchannel-requests.js';
import type { Grant } from '../rfc6749-framework/grant.js';
import { narrowAuthorizationDetails } from '../rfc9396-authorization-details/granted.js';
import { makeTokens } from '../rfc6749-framework/issue-tokens.js';
import type { TokenPlane } from '../rfc6749-framework/token-order.js';

/** OpenID Connect CIBA §10.1 */
export const BACKCHANNEL_GRANT_TYPE = 'urn:openid:params:grant-type:ciba';

// One answer for all: whoever guesses learns nothing.
const refusal = (reason: string): OAuthError =>
  new OAuthError(
    'invalid_grant',
    'The auth_req_id is unknown, already used, or was issued to another client.',
    reason,
  );

/** What the end user said. @throws OAuthError as CIBA §11 has them, while they have said nothing, or no */
function getApproval({ request, isTooSoon }: BackchannelPoll, now: number): BackchannelApproval {
  if (request.deniedAt !== null) {
    throw new OAuthError('access_denied', 'The end user refused. Do not ask again with this auth_req_id.');
  }
  // One that was used is judged by the grant, however late it comes again.
  if (request.claimedAt === null && request.expiresAt <= now) {
    throw new OAuthError(
      'expired_token',
      'The auth_req_id has expired. Begin again, if the end user wants to.',
    );
  }
  if (request.approval !== null) return request.approval;
  if (isTooSoon) {
    const wait = `Wait ${request.intervalSeconds} seconds between two requests from now on.`;
    throw new OAuthError('slow_down', `${wait} The end user has not answered yet.`);
  }
  throw new OAuthError('authorization_pending', 'The end user has not answered yet. Ask again later.');
}

/**
 * CIBA §10.1: a client asks whether its end user has answered. An auth_req_id that is used twice revokes what was issued
 * for it, as a device code does.
 */
export function createBackchannelGrant(plane: TokenPlane): Grant {
  const { stores, world } = plane;
  return {
    type: BACKCHANNEL_GRANT_TYPE,
    parameters: ['auth_req_id', 'authorization_details'],
    async handle({ client, parameters, directory, confirmation }) {
      const hash = hashSecret(getParameter(parameters, 'auth_req_id'));
      const poll = await stores.backchannelRequests.poll(hash, client.clientId, world.now());
      if (poll === undefined) throw refusal('unknown auth_req_id, or of another client');
      // CIBA §11: what is pushed is not fetched besides.
      if (poll.request.deliveryMode === 'push')
        throw new OAuthError(
          'unauthorized_client',
          'This client is registered for push: its tokens are sent to it.',
        );
      const approval = getApproval(poll, world.now());
      const scopes = approval.scopes.filter((name) => client.allowedScopes.has(name));
      const { issued, response } = await makeTokens(plane, {
        grantType: BACKCHANNEL_GRANT_TYPE,
        client,
        directory,
        confirmation,
        scopes,
        // RFC 9396 §6
        authorizationDetails: narrowAuthorizationDetails(
          directory,
          client,
          approval.details.authorizationDetails ?? [],
          parameters.get('authorization_details'),
        ),
        user: { ...approval, refreshExpiresAt: world.now() + client.refreshTokenLifetimeSeconds * 1000 },
      });
      if (await stores.backchannelRequests.claim(poll.request, approval, issued)) return response;
      // The claim is over: this stays.
      await stores.revocations.revokeGrant(approval.grantId, 'code-reused');
      throw refusal('auth_req_id used again; its grant is revoked');
    },
  };
}
