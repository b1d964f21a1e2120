import type { Client } from '../kernel/client.js';
import type { EndpointRequest } from '../kernel/endpoint-request.js';
import { type Form, parseForm } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { hashSecret } from '../kernel/secrets.js';
import type { BackchannelRequest } from '../ports/backchannel-requests.js';
import type { CurrentDirectory, Directory } from '../ports/directory.js';
import type { Stores } from '../ports/stores.js';
import type { ClientAuthentication } from '../rfc6749-framework/client-authentication.js';
import { findRequestedScopes } from '../rfc6749-framework/grant-scopes.js';
import { checkResources } from '../rfc8707-resource-indicators/resources.js';
import { checkAuthorizationDetails } from '../rfc9396-authorization-details/check.js';
import { BACKCHANNEL_GRANT_TYPE } from './backchannel.grant.js';
import { checkBindingMessage } from './binding-message.js';
import { checkNotificationToken } from './notification-token.js';
import { openBackchannelParameters, type SignedRequestOptions } from './signed-request.js';
import { checkUserHint, findHintedUser, type UserHint } from './user-hint.js';

/** OpenID Connect CIBA §7.3, in wire names. */
export interface BackchannelAuthenticationResponse {
  readonly auth_req_id: string;
  /** Seconds. */
  readonly expires_in: number;
  /** Seconds; absent where nobody polls. */
  readonly interval?: number;
}

/** What whoever tells the client of the answer needs. */
export interface BackchannelDelivery {
  readonly authRequestId: string;
  readonly notificationToken: string;
}

/** How often may be asked; both answer with the seconds to wait, 0 when it is free. */
export interface BackchannelLimits {
  /** Before a hint is looked up: whoever guesses who has an account is slowed. */
  takeGuess(clientId: string): Promise<number>;
  /** It was no guess. */
  giveGuessBack(clientId: string): Promise<void>;
  /** Before a person is asked. */
  takePrompt(userId: string, applicationId: string): Promise<number>;
}

export interface BackchannelAuthenticationOptions extends SignedRequestOptions {
  readonly authenticate: ClientAuthentication;
  /** How long a request waits that does not say. */
  readonly backchannelSeconds: number;
  readonly backchannelIntervalSeconds: number;
  readonly currentDirectory: CurrentDirectory;
  readonly stores: Stores;
  readonly limits: BackchannelLimits;
  readonly sealDelivery: (id: string, delivery: BackchannelDelivery) => Buffer;
  /** Tells the person that somebody asks, off the path of the request. */
  readonly announce: (request: BackchannelRequest) => void;
}

/** RFC 6749 §5.2, CIBA §7.1: who may ask this way at all. */
function checkClient(client: Client): void {
  if (!client.grantTypes.has(BACKCHANNEL_GRANT_TYPE))
    throw new OAuthError(
      'unauthorized_client',
      `This client is not registered for ${BACKCHANNEL_GRANT_TYPE}.`,
    );
  if (client.type !== 'confidential')
    throw new OAuthError('unauthorized_client', 'A public client cannot ask end users this way.');
  const { backchannelDeliveryMode: mode, backchannelNotificationEndpoint: endpoint } = client;
  if (mode !== 'poll' && endpoint === null)
    throw new OAuthError(
      'unauthorized_client',
      `This client is registered for ${mode}, but not where it is to be told. An operator can say so.`,
    );
  // Nothing that a client proves comes with a push: an access token would be bound to nothing.
  if (mode === 'push' && (client.dpopBoundAccessTokens || client.certificateBoundAccessTokens))
    throw new OAuthError(
      'unauthorized_client',
      'Access tokens of this client are bound to a key: it must poll, or be pinged.',
    );
}

const MAX_EXPIRY_SECONDS = 3600;
const MIN_EXPIRY_SECONDS = 10;

/** CIBA §7.1 `requested_expiry`: a wish, kept within bounds. */
function findLifetime(parameters: Form, fallback: number): number {
  const given = parameters.get('requested_expiry');
  if (given === undefined) return fallback;
  if (!/^[1-9]\d{0,8}$/.test(given))
    throw new OAuthError('invalid_request', 'requested_expiry must be a positive whole number of seconds.');
  return Math.min(Math.max(Number(given), MIN_EXPIRY_SECONDS), Math.max(MAX_EXPIRY_SECONDS, fallback));
}

function findScopes(client: Client, parameters: Form, hasDetails: boolean): readonly string[] {
  const scopes = findRequestedScopes(client, parameters.get('scope'), hasDetails);
  // CIBA §7.1: requests "MUST contain the openid scope value".
  if (scopes.includes('openid')) return scopes;
  throw new OAuthError('invalid_scope', 'scope must have openid in it, allowed for this client.');
}

/** What a request asks for, before it is known of whom. */
function readRequest(
  options: BackchannelAuthenticationOptions,
  directory: Directory,
  client: Client,
  parameters: Form,
) {
  // Ignored, it would be a protection that is not there.
  if (parameters.has('user_code'))
    throw new OAuthError('invalid_request', 'user_code is not supported: the end user signs in to answer.');
  const lifetimeSeconds = findLifetime(parameters, options.backchannelSeconds);
  const now = options.world.now();
  // RFC 9396 §3
  const named = parameters.get('authorization_details');
  const authorizationDetails = checkAuthorizationDetails(directory, client, named);
  return {
    notificationToken: checkNotificationToken(client, parameters),
    lifetimeSeconds,
    request: {
      id: options.world.randomId(),
      clientId: client.clientId,
      applicationId: client.applicationId,
      scopes: findScopes(client, parameters, authorizationDetails.length > 0),
      resources: checkResources(directory, client, parameters.get('resource')),
      authorizationDetails,
      acrValues: parameters.has('acr_values')
        ? (parameters.get('acr_values') ?? '').split(' ').filter((word) => word !== '')
        : client.defaultAcrValues,
      bindingMessage: checkBindingMessage(parameters.get('binding_message')),
      deliveryMode: client.backchannelDeliveryMode,
      intervalSeconds: options.backchannelIntervalSeconds,
      requestedAt: now,
      expiresAt: now + lifetimeSeconds * 1000,
      approval: null,
      deniedAt: null,
      claimedAt: null,
    } satisfies Omit<BackchannelRequest, 'authRequestIdHash' | 'userId'>,
  };
}

const later = (description: string, reason: string, seconds?: number): OAuthError =>
  new OAuthError('temporarily_unavailable', description, reason, seconds);

/** Whom the hint means. Guesses are counted before it is known that they are some. */
async function findUser(
  options: BackchannelAuthenticationOptions,
  directory: Directory,
  client: Client,
  hint: UserHint,
): Promise<string> {
  const { limits } = options;
  const wait = await limits.takeGuess(client.clientId);
  if (wait > 0) throw later('Too many hints named nobody. Try again later.', 'guessing is slowed', wait);
  const userId = await findHintedUser(options, directory, client, hint);
  if (userId === undefined)
    // CIBA §13
    throw new OAuthError('unknown_user_id', 'The hint means nobody who can be asked here.');
  await limits.giveGuessBack(client.clientId);
  const pause = await limits.takePrompt(userId, client.applicationId);
  if (pause > 0)
    throw later('This end user has been asked too often. Try again later.', 'prompts are slowed', pause);
  return userId;
}

async function store(
  { stores, sealDelivery }: BackchannelAuthenticationOptions,
  request: BackchannelRequest,
  authRequestId: string,
  notificationToken: string | null,
): Promise<void> {
  const sealed =
    notificationToken === null ? null : sealDelivery(request.id, { authRequestId, notificationToken });
  switch (await stores.backchannelRequests.insert(request, sealed)) {
    case 'stored':
      return;
    case 'blocked':
      // CIBA §13: 403 "if a resource owner [...] had made a decision to deny a certain type of request".
      throw new OAuthError(
        'access_denied',
        'The end user does not want to be asked by this application.',
        'blocked by the end user',
        undefined,
        403,
      );
    case 'too-many':
      throw later(
        'The end user has not answered earlier requests yet. Try again when those have been answered, or have expired.',
        'too many open requests',
        30,
      );
  }
}

/** OpenID Connect CIBA §7: a client asks for the permission of somebody who is elsewhere. */
export function createBackchannelAuthentication(
  options: BackchannelAuthenticationOptions,
): (request: EndpointRequest) => Promise<BackchannelAuthenticationResponse> {
  const { currentDirectory, authenticate, world } = options;
  return async (endpointRequest) => {
    const form = parseForm(endpointRequest.body);
    const directory = currentDirectory();
    const client = await authenticate(directory, endpointRequest, form);
    checkClient(client);
    const parameters = await openBackchannelParameters(options, client, form);
    const { request, lifetimeSeconds, notificationToken } = readRequest(
      options,
      directory,
      client,
      parameters,
    );
    const userId = await findUser(options, directory, client, checkUserHint(parameters));
    const authRequestId = world.randomSecret();
    const asked = { ...request, userId, authRequestIdHash: hashSecret(authRequestId) };
    await store(options, asked, authRequestId, notificationToken);
    options.announce(asked);
    return {
      auth_req_id: authRequestId,
      expires_in: lifetimeSeconds,
      // CIBA §7.3: nobody polls who is pushed to.
      ...(client.backchannelDeliveryMode !== 'push' && { interval: options.backchannelIntervalSeconds }),
    };
  };
}
