import { toTokenFacts, type TokenFacts } from '@gatehouse/gateway-core';
import type { AccessToken } from '@gatehouse/oauth-core';
import type { DataSource } from 'typeorm';

/** An opaque access token, whether it lives or not. */
export type StoredTokenRow = TokenFacts;

const COLUMNS = `
SELECT token_id AS "tokenId", client_id AS "clientId", subject, user_id AS "userId", authorization_id AS "authorizationId",
  grant_id AS "grantId", scopes, audience, extract(epoch FROM issued_at)::float8 AS "issuedAt",
  extract(epoch FROM expires_at)::float8 AS "expiresAt", details
FROM access_tokens`;

const CONDITIONS = {
  authorization: 'authorization_id = $1',
  token: 'token_id = $1',
  own: 'client_id = ANY (ARRAY(SELECT id FROM clients WHERE application_id = $1)) AND user_id IS NULL',
  hash: 'token_hash = $1',
} as const;

interface Row extends Omit<AccessToken, 'scopes' | 'format'> {
  readonly scopes: readonly string[];
}

/** The newest first. @param key an ID, or the hash of an access token's text */
export async function listStoredTokens(
  dataSource: DataSource,
  by: keyof typeof CONDITIONS,
  key: string | Buffer,
  limit: number,
): Promise<readonly StoredTokenRow[]> {
  const rows = await dataSource.query<Row[]>(
    `${COLUMNS} WHERE ${CONDITIONS[by]} ORDER BY issued_at DESC LIMIT $2`,
    [key, limit],
  );
  return rows.map((row) => toTokenFacts({ ...row, format: 'opaque', scopes: new Set(row.scopes) }, null));
}
