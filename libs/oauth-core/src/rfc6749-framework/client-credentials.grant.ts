import { OAuthError } from '../kernel/oauth-error.js';
import type { Grant } from './grant.js';
import { findRequestedScopes } from './grant-scopes.js';
import { checkResources } from '../rfc8707-resource-indicators/resources.js';
import { checkAuthorizationDetails } from '../rfc9396-authorization-details/check.js';
import { makeTokens } from './issue-tokens.js';
import type { TokenPlane } from './token-order.js';

/** RFC 6749 §4.4: a confidential client acts for itself. No refresh token (§4.4.3). */
export function createClientCredentialsGrant(plane: TokenPlane): Grant {
  return {
    type: 'client_credentials',
    parameters: ['scope', 'resource', 'authorization_details'],
    async handle({ client, parameters, directory, confirmation }) {
      // RFC 6749 §4.4: "MUST only be used by confidential clients"
      if (client.type !== 'confidential') {
        throw new OAuthError('unauthorized_client', 'A public client cannot use client_credentials.');
      }
      const named = parameters.get('authorization_details');
      const authorizationDetails = checkAuthorizationDetails(directory, client, named);
      const scopes = findRequestedScopes(client, parameters.get('scope'), authorizationDetails.length > 0);
      const resources = checkResources(directory, client, parameters.get('resource'));
      const { issued, response } = await makeTokens(plane, {
        grantType: 'client_credentials',
        client,
        directory,
        confirmation,
        scopes,
        resources,
        authorizationDetails,
      });
      if (issued.accessToken !== undefined) await plane.stores.accessTokens.insert(issued.accessToken);
      return response;
    },
  };
}
