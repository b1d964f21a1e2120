import type { AccessToken } from '../kernel/access-token.js';
import { type Confirmation, findKeyThumbprint } from '../kernel/confirmation.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { hashSecret } from '../kernel/secrets.js';
import { getClientSigningKey } from '../client-profiles/signing-key.js';
import { needsUser } from '../openid/claim-templates.js';
import { signIdToken } from '../openid/id-token.js';
import { findScopeClaims, pickClaims } from '../openid/standard-claims.js';
import { findSubject } from '../openid/subject.js';
import type { GrantDetails, IssuedTokens, RefreshToken } from '../ports/stores.js';
import type { EndUser } from '../ports/users.js';
import { signAccessToken } from '../rfc9068-jwt-access-token/sign.js';
import type { TokenResponse } from './grant.js';
import { makeAccessToken } from './make-access-token.js';
import type { TokenOrder, TokenPlane, UserGrant } from './token-order.js';

/** New tokens: what to store and what to answer. Nothing is stored yet. */
export interface NewTokens {
  readonly issued: IssuedTokens;
  readonly response: TokenResponse;
}

/**
 * What a refresh token keeps of its grant. OpenID Connect Core §12.2: ID tokens of a refresh "SHOULD NOT have a nonce Claim".
 * RFC 9449 §5: a public client's is bound to its key; a confidential one proves itself, and may take another key.
 */
function keepDetails({ client, confirmation }: TokenOrder, details: GrantDetails): GrantDetails {
  const { nonce: _, confirmation: __, ...kept } = details;
  return client.type === 'public' && confirmation !== undefined ? { ...kept, confirmation } : kept;
}

function makeRefreshToken(plane: TokenPlane, order: TokenOrder, user: UserGrant, text: string): RefreshToken {
  const { client, scopes } = order;
  const issuedAt = plane.world.now();
  return {
    tokenHash: hashSecret(text),
    grantId: user.grantId,
    clientId: client.clientId,
    userId: user.userId,
    authorizationId: user.authorizationId,
    scopes,
    authenticatedAt: user.authenticatedAt,
    details: keepDetails(order, user.details),
    issuedAt,
    idleExpiresAt: Math.min(issuedAt + client.refreshTokenIdleSeconds * 1000, user.refreshExpiresAt),
    expiresAt: user.refreshExpiresAt,
    rotatedAt: null,
    sealedSuccessor: null,
    revokedAt: null,
  };
}

/** A refresh token with its text: a new one, the one that is kept, or none. */
function findRefreshToken(
  plane: TokenPlane,
  order: TokenOrder,
): { readonly text: string; readonly token: RefreshToken } | undefined {
  const { client, user, kept } = order;
  if (kept !== undefined) return kept;
  const mayRefresh = client.grantTypes.has('refresh_token') && client.refreshTokenMode !== 'none';
  if (user === undefined || !mayRefresh || order.withoutRefreshToken === true) return undefined;
  const text = plane.world.randomSecret();
  return { text, token: makeRefreshToken(plane, order, user, text) };
}

/** The user's record, where a claim template speaks of it; a promise only where it does. */
function findEndUser(
  plane: TokenPlane,
  { client, user }: TokenOrder,
): Promise<EndUser | undefined> | undefined {
  return user !== undefined && needsUser(client) ? plane.stores.users.find(user.userId) : undefined;
}

/**
 * OpenID Connect Core §2, §5.4: the ID token of an order. Where no access token comes with it, the claims of the scopes
 * are in it, since UserInfo is out of reach.
 */
export async function makeIdToken(
  plane: TokenPlane,
  order: TokenOrder,
  user: UserGrant,
  accessToken: string | undefined,
): Promise<string> {
  const { client, directory, scopes, beside } = order;
  const { details } = user;
  const isAlone = accessToken === undefined && beside?.code === undefined;
  const names = [...(details.idTokenClaims ?? []), ...(isAlone ? findScopeClaims(scopes) : [])];
  const endUser = names.length > 0 ? await plane.stores.users.find(user.userId) : undefined;
  return signIdToken(
    plane.issuer,
    directory,
    client,
    {
      subject: findSubject(plane.pairwiseKey, client, user.userId),
      authenticatedAt: user.authenticatedAt,
      sessionId: details.sessionId,
      nonce: details.nonce,
      acr: details.acr,
      amr: details.amr,
      claims: endUser === undefined ? {} : pickClaims(endUser, names),
      accessToken,
      code: beside?.code,
      state: beside?.state,
      authRequestId: beside?.authRequestId,
      refreshToken: beside?.refreshToken,
    },
    plane.world.now(),
  );
}

/** OpenID Connect CIBA §10.3.1: an ID token that is sent unasked tells of the refresh token beside it. */
const withRefreshToken = (order: TokenOrder, refreshToken: string | undefined): TokenOrder =>
  order.beside?.authRequestId === undefined || refreshToken === undefined
    ? order
    : { ...order, beside: { ...order.beside, refreshToken } };

/** RFC 9449 §5: how the client must send it; what a certificate binds is sent as ever (RFC 8705 §3). */
export const findTokenType = (confirmation: Confirmation | undefined): TokenResponse['token_type'] =>
  findKeyThumbprint(confirmation) === undefined ? 'Bearer' : 'DPoP';

/** The text of an access token: a JWT, or a secret that stands for it. */
export function writeAccessToken(
  plane: TokenPlane,
  { client, directory }: Pick<TokenOrder, 'client' | 'directory'>,
  token: AccessToken,
): string | Promise<string> {
  // The last word on every way to an access token: one that could be used by whoever has it is never made.
  if (client.senderConstraint === 'required' && token.details.confirmation === undefined)
    throw new OAuthError(
      'invalid_request',
      'Access tokens of this client are bound to a key: none is proved.',
    );
  if (token.format === 'opaque') return plane.world.randomSecret();
  const key = getClientSigningKey(directory, client, client.accessTokenSigningAlgorithm);
  return signAccessToken(plane.issuer, key, token);
}

/**
 * Makes the tokens that a client gets: an access token in the client's format; for an end user's grant to a client that
 * may refresh, a refresh token; and for the scope `openid` an ID token (OpenID Connect Core §3.1.3.3).
 * @throws OAuthError invalid_target, invalid_scope
 */
export async function makeTokens(plane: TokenPlane, order: TokenOrder): Promise<NewTokens> {
  const found = findEndUser(plane, order);
  const accessToken = makeAccessToken(plane, order, found && (await found));
  const written = writeAccessToken(plane, order, accessToken);
  // Only an outside signer takes its time.
  const accessText = typeof written === 'string' ? written : await written;
  const { authorizationDetails } = accessToken.details;
  const refresh = findRefreshToken(plane, order);
  const idToken =
    order.user !== undefined && (order.accessScopes ?? order.scopes).includes('openid')
      ? await makeIdToken(plane, withRefreshToken(order, refresh?.text), order.user, accessText)
      : undefined;
  return {
    issued: {
      accessToken:
        accessToken.format === 'jwt' ? undefined : { tokenHash: hashSecret(accessText), accessToken },
      refreshToken: refresh === order.kept ? undefined : refresh?.token,
    },
    response: {
      access_token: accessText,
      token_type: findTokenType(order.confirmation),
      expires_in: accessToken.expiresAt - accessToken.issuedAt,
      scope: [...accessToken.scopes].join(' '),
      // RFC 9396 §7
      ...(authorizationDetails !== undefined && { authorization_details: authorizationDetails }),
      ...(refresh !== undefined && describeRefreshToken(plane, order, refresh)),
      ...(idToken !== undefined && { id_token: idToken }),
    },
  };
}

function describeRefreshToken(
  plane: TokenPlane,
  { client, kept }: TokenOrder,
  { text, token }: { readonly text: string; readonly token: RefreshToken },
): Pick<TokenResponse, 'refresh_token' | 'refresh_token_expires_in'> {
  const now = plane.world.now();
  // One that is kept has just been used: its idle time begins anew.
  const idleEnd =
    kept === undefined
      ? token.idleExpiresAt
      : Math.min(now + client.refreshTokenIdleSeconds * 1000, token.expiresAt);
  return { refresh_token: text, refresh_token_expires_in: Math.floor((idleEnd - now) / 1000) };
}
