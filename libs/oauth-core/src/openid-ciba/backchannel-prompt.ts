import type { Client } from '../kernel/client.js';
import { NO_CLAIMS } from '../openid/claims-request.js';
import type { BackchannelRequest } from '../ports/backchannel-requests.js';
import type { AuthorizationRequest } from '../rfc6749-framework/authorization-request.js';

/** The page where people find who waits for their answer, below the issuer. */
export const BACKCHANNEL_PAGE = '/account/requests';

/**
 * OpenID Connect CIBA §8: what the person is asked: the same as by any application, but always, however often they have
 * allowed it before, and the answer goes to the client that waits.
 * @param now epoch milliseconds
 */
export function toBackchannelPrompt(
  issuer: string,
  request: Pick<
    BackchannelRequest,
    | 'id'
    | 'userId'
    | 'clientId'
    | 'scopes'
    | 'resources'
    | 'authorizationDetails'
    | 'acrValues'
    | 'bindingMessage'
  >,
  client: Client,
  now: number,
): AuthorizationRequest {
  const { id, userId, bindingMessage, authorizationDetails } = request;
  return {
    clientId: request.clientId,
    redirectUri: issuer + BACKCHANNEL_PAGE,
    isRedirectUriGiven: false,
    state: null,
    responseType: 'code',
    responseMode: 'query',
    scopes: request.scopes,
    codeChallenge: null,
    resources: request.resources,
    ...(authorizationDetails.length > 0 && { authorizationDetails }),
    nonce: null,
    // Whoever asks is not in the room: nothing is given unseen.
    prompts: ['consent'],
    maxAgeSeconds: client.defaultMaxAgeSeconds,
    loginHint: null,
    acrValues: request.acrValues,
    uiLocales: [],
    claims: NO_CLAIMS,
    idTokenHint: null,
    requestedAt: now,
    backchannel: { id, userId, bindingMessage },
  };
}
