import { isAdminScope } from '@gatehouse/scopes';
import { getParameter } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { ACR_PASSWORD } from '../openid/acr.js';
import type { PasswordCheck } from '../ports/passwords.js';
import { checkResources } from '../rfc8707-resource-indicators/resources.js';
import type { Grant, TokenRequest } from './grant.js';
import { findRequestedScopes } from './grant-scopes.js';
import { refuseDetails } from '../rfc9396-authorization-details/detail.js';
import { makeTokens } from './issue-tokens.js';
import type { TokenPlane } from './token-order.js';

/** One description for all: it must not tell who exists, nor whose password was right. */
export const WRONG = 'Wrong username or password, or an account that must sign in at our own page.';

/** Rights over Gatehouse itself need a sign-in at our own page. */
function findScopes({ client, parameters }: TokenRequest): readonly string[] {
  const requested = findRequestedScopes(client, parameters.get('scope'));
  const scopes = requested.filter((name) => !isAdminScope(name));
  if (scopes.length === 0)
    throw new OAuthError('invalid_scope', 'Name at least one scope that this grant may give.');
  return scopes;
}

/**
 * RFC 6749 §4.3: the resource owner's password, given to the client. Legacy: RFC 9700 §2.4 says that it "MUST NOT be
 * used"; it is here for applications that cannot be changed, off unless an operator switches it on for one of them.
 * There is no consent page, so what the operator allowed the client counts as allowed; a user with a second factor
 * cannot use it, for it would be a way around.
 * @param warn told of each use
 */
export function createPasswordGrant(
  plane: TokenPlane,
  passwords: PasswordCheck,
  warn: (clientId: string) => void,
): Grant {
  const { stores, world } = plane;
  return {
    type: 'password',
    parameters: ['username', 'password', 'scope', 'resource', 'authorization_details'],
    async handle(request) {
      const { client, directory, parameters, address } = request;
      warn(client.clientId);
      // RFC 9396 §7: what is asked for in detail is asked of a person, and no page is shown.
      if (parameters.has('authorization_details'))
        throw refuseDetails(
          'authorization_details need the consent of the end user, which a password is not: use the authorization code grant.',
        );
      const [username, password] = [
        getParameter(parameters, 'username'),
        getParameter(parameters, 'password'),
      ];
      const scopes = findScopes(request);
      const resources = checkResources(directory, client, parameters.get('resource'));
      const userId = await passwords.check(username, password, address);
      const authorizationId = await stores.subjects.authorize(
        world.randomId(),
        client,
        userId,
        { scopes, details: [] },
        'password',
      );
      if (authorizationId === undefined)
        throw new OAuthError('invalid_grant', WRONG, 'user disabled meanwhile');
      const now = world.now();
      const user = {
        grantId: world.randomId(),
        userId,
        authorizationId,
        authenticatedAt: now,
        details: { acr: ACR_PASSWORD, amr: ['pwd'] },
        refreshExpiresAt: now + client.refreshTokenLifetimeSeconds * 1000,
      };
      const { issued, response } = await makeTokens(plane, {
        grantType: 'password',
        client,
        directory,
        confirmation: request.confirmation,
        scopes,
        resources,
        user,
      });
      if (await stores.refreshTokens.begin(authorizationId, issued)) return response;
      throw new OAuthError('invalid_grant', WRONG, 'authorization revoked meanwhile');
    },
  };
}
