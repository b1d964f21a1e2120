import type { AccessToken, AccessTokenDetails } from '../kernel/access-token.js';
import type { Client } from '../kernel/client.js';
import { hashSecret } from '../kernel/secrets.js';
import type { Directory } from '../ports/directory.js';
import type { GrantDetails, IssuedTokens, RefreshToken, Stores } from '../ports/stores.js';
import type { World } from '../ports/world.js';
import { signAccessToken } from '../rfc9068-jwt-access-token/sign.js';
import type { TokenResponse } from './grant.js';

/** What every grant works with. Lifetimes in seconds. */
export interface TokenPlane {
  readonly issuer: string;
  readonly codeSeconds: number;
  readonly refreshGraceSeconds: number;
  readonly world: World;
  readonly stores: Stores;
}

/** The end user's part in a grant; absent for client credentials. Times in epoch milliseconds. */
export interface UserGrant {
  readonly grantId: string;
  readonly userId: string;
  readonly authorizationId: string;
  readonly authenticatedAt: number;
  readonly details: GrantDetails;
  /** When the refresh token family ends; the moment of the first redemption plus the client's setting. */
  readonly refreshExpiresAt: number;
}

/** New tokens: what to store and what to answer. Nothing is stored yet. */
export interface NewTokens {
  readonly issued: IssuedTokens;
  readonly response: TokenResponse;
}

/** What of a grant an access token says. */
function describeGrant({ authenticatedAt, details }: UserGrant): AccessTokenDetails {
  return {
    authenticatedAt: Math.floor(authenticatedAt / 1000),
    ...(details.acr !== undefined && { acr: details.acr }),
    ...(details.amr !== undefined && { amr: details.amr }),
    ...(details.actor !== undefined && { actor: details.actor }),
    ...(details.userinfoClaims !== undefined && { userinfoClaims: details.userinfoClaims }),
  };
}

function makeAccessToken(
  plane: TokenPlane,
  directory: Directory,
  client: Client,
  scopes: readonly string[],
  user: UserGrant | undefined,
): AccessToken {
  const issuedAt = Math.floor(plane.world.now() / 1000);
  const audience = directory.findAudience(scopes);
  return {
    format: client.accessTokenFormat,
    tokenId: plane.world.randomId(),
    clientId: client.clientId,
    subject: user?.userId ?? client.clientId,
    userId: user?.userId ?? null,
    scopes: new Set(scopes),
    // RFC 9068 §3: without a published API that uses the scopes, the access token is for the issuer alone.
    audience: audience.length === 0 ? [plane.issuer] : audience,
    issuedAt,
    expiresAt: issuedAt + client.accessTokenLifetimeSeconds,
    authorizationId: user?.authorizationId ?? null,
    grantId: user?.grantId ?? null,
    details: user === undefined ? {} : describeGrant(user),
  };
}

function makeRefreshToken(
  plane: TokenPlane,
  client: Client,
  scopes: readonly string[],
  user: UserGrant,
  text: string,
): RefreshToken {
  const issuedAt = plane.world.now();
  return {
    tokenHash: hashSecret(text),
    grantId: user.grantId,
    clientId: client.clientId,
    userId: user.userId,
    authorizationId: user.authorizationId,
    scopes,
    authenticatedAt: user.authenticatedAt,
    details: user.details,
    issuedAt,
    idleExpiresAt: Math.min(issuedAt + client.refreshTokenIdleSeconds * 1000, user.refreshExpiresAt),
    expiresAt: user.refreshExpiresAt,
    rotatedAt: null,
    sealedSuccessor: null,
    revokedAt: null,
  };
}

/**
 * Makes the tokens that a client gets: an access token in the client's format and, for an end user's grant to a client
 * that may refresh, a refresh token.
 * @param accessScopes of the access token; the refresh token keeps `refreshScopes`, all that was granted (RFC 6749 §6)
 */
export async function makeTokens(
  plane: TokenPlane,
  directory: Directory,
  client: Client,
  accessScopes: readonly string[],
  user?: UserGrant,
  refreshScopes: readonly string[] = accessScopes,
): Promise<NewTokens> {
  const accessToken = makeAccessToken(plane, directory, client, accessScopes, user);
  const isJwt = client.accessTokenFormat === 'jwt';
  const signed = isJwt
    ? signAccessToken(
        plane.issuer,
        directory.getSigningKey(client.accessTokenSigningAlgorithm ?? undefined),
        accessToken,
      )
    : plane.world.randomSecret();
  // Only an outside signer takes its time.
  const accessText = typeof signed === 'string' ? signed : await signed;
  const refreshText =
    user !== undefined && client.grantTypes.has('refresh_token') ? plane.world.randomSecret() : undefined;
  const refreshToken =
    user !== undefined && refreshText !== undefined
      ? makeRefreshToken(plane, client, refreshScopes, user, refreshText)
      : undefined;
  return {
    issued: {
      accessToken: isJwt ? undefined : { tokenHash: hashSecret(accessText), accessToken },
      refreshToken,
    },
    response: {
      access_token: accessText,
      token_type: 'Bearer',
      expires_in: client.accessTokenLifetimeSeconds,
      scope: accessScopes.join(' '),
      ...(refreshText !== undefined && refreshToken !== undefined
        ? {
            refresh_token: refreshText,
            refresh_token_expires_in: Math.floor((refreshToken.idleExpiresAt - refreshToken.issuedAt) / 1000),
          }
        : {}),
    },
  };
}
