import { randomUUID } from 'node:crypto';
import {
  type AuthorizationAnswer,
  type AuthorizationRequest,
  buildAnswer,
  buildErrorAnswer,
  type Client,
  type Consented,
  hashSecret,
  hasPart,
  makeIdToken,
  makeTokens,
  type OAuthError,
  type TokenOrder,
  type UserGrant,
} from '@gatehouse/oauth-core';
import type { SessionStore, SessionView } from '@gatehouse/persistence';
import type { Platform } from '../../platform/platform.tokens.js';
import { answerBackchannelGrant, answerBackchannelRefusal } from '../backchannel/backchannel-answers.js';
import { answerDeviceGrant, answerDeviceRefusal } from '../device/device-answers.js';

/** What was granted, and by whom. */
export interface Granted extends Consented {
  readonly request: AuthorizationRequest;
  readonly client: Client;
  readonly session: SessionView;
  readonly authorizationId: string;
}

/** RFC 6749 §4.1.2.1: the answer that tells the client that it was refused. */
export function answerRefusal(
  platform: Platform,
  client: Client,
  request: AuthorizationRequest,
  error: OAuthError,
): Promise<AuthorizationAnswer> {
  if (request.device !== undefined) return answerDeviceRefusal(platform, request.device);
  if (request.backchannel !== undefined)
    return answerBackchannelRefusal(platform, request.backchannel, error);
  return buildErrorAnswer(findContext(platform, client), request, error);
}

/** RFC 6749 §4.1.2, §4.2.2, OpenID Connect Core §3.3.2.5: stores what was granted, and answers what was asked for. */
export async function answerGrant(
  platform: Platform,
  sessions: SessionStore,
  granted: Granted,
): Promise<AuthorizationAnswer> {
  const { request, client } = granted;
  const user = toUserGrant(platform, granted);
  if (request.device !== undefined) return answerDeviceGrant(platform, request.device, user, granted.scopes);
  if (request.backchannel !== undefined)
    return answerBackchannelGrant(platform, request.backchannel, user, granted.scopes);
  const isCode = hasPart(request.responseType, 'code');
  const code = isCode ? await insertCode(platform, granted, user) : undefined;
  if (!isCode) await sessions.linkGrant(granted.session.sessionId, client.clientId, user.grantId);
  const tokens = await makeFrontChannelTokens(platform, granted, user, code);
  return buildAnswer(findContext(platform, client), request, {
    ...(code !== undefined && { code }),
    ...tokens,
  });
}

const findContext = (platform: Platform, client: Client): Parameters<typeof buildAnswer>[0] => ({
  issuer: platform.env.issuer,
  directory: platform.currentDirectory(),
  client,
  now: platform.tokenPlane.world.now(),
});

function toUserGrant(
  { tokenPlane }: Platform,
  { request, client, session, authorizationId, details }: Granted,
): UserGrant {
  const { claims, resources, nonce, extra, keyThumbprint } = request;
  return {
    grantId: randomUUID(),
    userId: session.userId,
    authorizationId,
    authenticatedAt: session.authenticatedAt,
    details: {
      sessionId: session.sessionId,
      acr: session.acr,
      amr: session.amr,
      ...(nonce !== null && { nonce }),
      ...(claims.idToken.length > 0 && { idTokenClaims: claims.idToken }),
      ...(claims.userinfo.length > 0 && { userinfoClaims: claims.userinfo }),
      ...(resources.length > 0 && { resources }),
      // RFC 9396 §7: what was allowed, which may be less than what was asked for.
      ...(details.length > 0 && { authorizationDetails: details }),
      ...(extra !== undefined && { extra }),
      ...(keyThumbprint !== undefined && { confirmation: { jkt: keyThumbprint } }),
    },
    refreshExpiresAt: tokenPlane.world.now() + client.refreshTokenLifetimeSeconds * 1000,
  };
}

async function insertCode(platform: Platform, granted: Granted, user: UserGrant): Promise<string> {
  const { world, stores, codeSeconds } = platform.tokenPlane;
  const { request, client, scopes } = granted;
  const code = world.randomSecret();
  await stores.codes.insert({
    codeHash: hashSecret(code),
    grantId: user.grantId,
    clientId: client.clientId,
    userId: user.userId,
    authorizationId: user.authorizationId,
    redirectUri: request.isRedirectUriGiven ? request.redirectUri : '',
    scopes,
    codeChallenge: request.codeChallenge ?? '',
    authenticatedAt: user.authenticatedAt,
    details: user.details,
    expiresAt: world.now() + Math.min(codeSeconds, client.rules.maxCodeSeconds) * 1000,
    claimedAt: null,
  });
  return code;
}

/** Tokens that travel through the browser: of hybrid flows, and of the legacy implicit grant. */
async function makeFrontChannelTokens(
  { tokenPlane, currentDirectory, logger }: Platform,
  { request, client, scopes }: Granted,
  user: UserGrant,
  code: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  const { responseType, state } = request;
  const order: TokenOrder = {
    client,
    directory: currentDirectory(),
    // No proof comes to the authorization endpoint.
    confirmation: undefined,
    scopes,
    user,
    withoutRefreshToken: true,
    beside: { ...(code !== undefined && { code }), ...(state !== null && { state }) },
  };
  const wantsIdToken = hasPart(responseType, 'id_token');
  if (!hasPart(responseType, 'token'))
    return wantsIdToken ? { id_token: await makeIdToken(tokenPlane, order, user, undefined) } : {};
  logger.warn('legacy grant used', { clientId: client.clientId, grant: 'implicit' });
  const { issued, response } = await makeTokens(tokenPlane, order);
  if (issued.accessToken !== undefined) await tokenPlane.stores.accessTokens.insert(issued.accessToken);
  return {
    access_token: response.access_token,
    token_type: response.token_type,
    expires_in: String(response.expires_in),
    scope: response.scope,
    // RFC 9396 §7, here as in a request: JSON.
    ...(response.authorization_details !== undefined && {
      authorization_details: JSON.stringify(response.authorization_details),
    }),
    ...(wantsIdToken && response.id_token !== undefined && { id_token: response.id_token }),
  };
}
