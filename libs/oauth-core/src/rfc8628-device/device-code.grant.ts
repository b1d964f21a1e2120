import { getParameter } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { hashSecret } from '../kernel/secrets.js';
import type { DeviceApproval, DevicePoll } from '../ports/device-codes.js';
import type { Grant } from '../rfc6749-framework/grant.js';
import { narrowAuthorizationDetails } from '../rfc9396-authorization-details/granted.js';
import { makeTokens } from '../rfc6749-framework/issue-tokens.js';
import type { TokenPlane } from '../rfc6749-framework/token-order.js';

/** RFC 8628 §3.4 */
export const DEVICE_CODE_GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';

// One answer for all: whoever guesses codes learns nothing.
const refusal = (reason: string): OAuthError =>
  new OAuthError(
    'invalid_grant',
    'The device code is unknown, already used, or was issued to another client.',
    reason,
  );

/** What the person said. @throws OAuthError as RFC 8628 §3.5 has them, while they have said nothing, or no */
function getApproval({ code, isTooSoon }: DevicePoll, now: number): DeviceApproval {
  if (code.deniedAt !== null) {
    throw new OAuthError('access_denied', 'The end user refused. Do not ask again with this code.');
  }
  // One that was used is judged by the grant, however late it comes again.
  if (code.claimedAt === null && code.expiresAt <= now) {
    throw new OAuthError(
      'expired_token',
      'The device code has expired. Begin again, if the end user wants to.',
    );
  }
  if (code.approval !== null) return code.approval;
  if (isTooSoon) {
    const wait = `Wait ${code.intervalSeconds} seconds between two requests from now on.`;
    throw new OAuthError('slow_down', `${wait} The end user has not answered yet.`);
  }
  throw new OAuthError('authorization_pending', 'The end user has not answered yet. Ask again later.');
}

/**
 * RFC 8628 §3.4: the device asks again and again whether its user has answered. A code that is used twice revokes what
 * was issued for it, as an authorization code does: a device that lost the answer on the way has lost nothing more.
 */
export function createDeviceCodeGrant(plane: TokenPlane): Grant {
  const { stores, world } = plane;
  return {
    type: DEVICE_CODE_GRANT_TYPE,
    parameters: ['device_code', 'authorization_details'],
    async handle({ client, parameters, directory, confirmation }) {
      const deviceCodeHash = hashSecret(getParameter(parameters, 'device_code'));
      const poll = await stores.deviceCodes.poll(deviceCodeHash, client.clientId, world.now());
      if (poll === undefined) throw refusal('unknown device code, or of another client');
      const approval = getApproval(poll, world.now());
      const scopes = approval.scopes.filter((name) => client.allowedScopes.has(name));
      const { issued, response } = await makeTokens(plane, {
        grantType: DEVICE_CODE_GRANT_TYPE,
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
      if (await stores.deviceCodes.claim(poll.code, approval, issued)) return response;
      // The claim is over: this stays.
      await stores.revocations.revokeGrant(approval.grantId, 'code-reused');
      throw refusal('device code used again; its grant is revoked');
    },
  };
}
