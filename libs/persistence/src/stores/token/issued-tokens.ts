import type { IssuedTokens } from '@gatehouse/oauth-core';

/**
 * SQL that stores what a claim leads to, for use behind `WITH … claimed AS (UPDATE … RETURNING 1)`: rows are inserted
 * once per claimed row, so a lost claim stores nothing. Its parameters begin at `$first`.
 */
export function insertIssuedTokens(first: number): string {
  const p = (offset: number): string => `$${first + offset}`;
  return `
  refresh AS (
    INSERT INTO refresh_tokens (token_hash, grant_id, client_id, user_id, authorization_id, scopes, authenticated_at,
      issued_at, idle_expires_at, expires_at, details)
    SELECT ${p(0)}::bytea, ${p(1)}::uuid, ${p(2)}::text, ${p(3)}::uuid, ${p(4)}::uuid, ${p(5)}::text[],
      ${p(6)}::timestamptz, ${p(7)}::timestamptz, ${p(8)}::timestamptz, ${p(9)}::timestamptz,
      ${p(10)}::jsonb
    FROM claimed WHERE ${p(0)}::bytea IS NOT NULL),
  access AS (
    INSERT INTO access_tokens (token_hash, token_id, client_id, subject, user_id, authorization_id, grant_id, scopes,
      audience, issued_at, expires_at, details)
    SELECT ${p(11)}::bytea, ${p(12)}::uuid, ${p(13)}::text, ${p(14)}::text, ${p(15)}::uuid, ${p(16)}::uuid,
      ${p(17)}::uuid, ${p(18)}::text[], ${p(19)}::text[], ${p(20)}::timestamptz, ${p(21)}::timestamptz,
      ${p(22)}::jsonb
    FROM claimed WHERE ${p(11)}::bytea IS NOT NULL)`;
}

/** The values of `insertIssuedTokens`, in its order. */
export function toIssuedTokenValues({ refreshToken, accessToken }: IssuedTokens): unknown[] {
  const refresh =
    refreshToken === undefined
      ? Array<null>(11).fill(null)
      : [
          refreshToken.tokenHash,
          refreshToken.grantId,
          refreshToken.clientId,
          refreshToken.userId,
          refreshToken.authorizationId,
          refreshToken.scopes,
          new Date(refreshToken.authenticatedAt),
          new Date(refreshToken.issuedAt),
          new Date(refreshToken.idleExpiresAt),
          new Date(refreshToken.expiresAt),
          JSON.stringify(refreshToken.details),
        ];
  return [
    ...refresh,
    ...(accessToken === undefined ? Array<null>(12).fill(null) : toAccessTokenValues(accessToken)),
  ];
}

type StoredAccessToken = NonNullable<IssuedTokens['accessToken']>;

/** The columns of `access_tokens` in the order of the table. */
export function toAccessTokenValues({ tokenHash, accessToken }: StoredAccessToken): unknown[] {
  return [
    tokenHash,
    accessToken.tokenId,
    accessToken.clientId,
    accessToken.subject,
    accessToken.userId,
    accessToken.authorizationId,
    accessToken.grantId,
    [...accessToken.scopes],
    accessToken.audience,
    new Date(accessToken.issuedAt * 1000),
    new Date(accessToken.expiresAt * 1000),
    JSON.stringify(accessToken.details),
  ];
}
