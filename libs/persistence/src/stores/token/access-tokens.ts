import { type AccessToken, type AccessTokenStore, OAuthError } from '@gatehouse/oauth-core';
import type { Pool } from 'pg';
import { isDatabaseUnavailable } from '../../database-availability.js';
import { toAccessTokenValues } from './issued-tokens.js';

const INSERT = `
INSERT INTO access_tokens (token_hash, token_id, client_id, subject, user_id, authorization_id, grant_id, scopes,
  audience, issued_at, expires_at, details)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

// Revocations are looked for here too: a node that cannot hear of them reads each access token from this store.
const FIND = `
SELECT token_id AS "tokenId", client_id AS "clientId", subject, user_id AS "userId",
  authorization_id AS "authorizationId", grant_id AS "grantId", scopes, audience, issued_at AS "issuedAt",
  expires_at AS "expiresAt", details
FROM access_tokens t
WHERE token_hash = $1 AND NOT EXISTS (
  SELECT 1 FROM revocations r
  WHERE (r.kind, r.id) IN (('access-token', t.token_id::text), ('grant', t.grant_id::text),
    ('authorization', t.authorization_id::text), ('user', t.user_id::text)))
AND NOT EXISTS (
  SELECT 1 FROM jsonb_array_elements_text(t.details -> 'origins') AS origin (id)
    JOIN revocations r ON r.kind = 'access-token' AND r.id = origin.id)`;

interface Row extends Pick<
  AccessToken,
  'tokenId' | 'clientId' | 'subject' | 'userId' | 'authorizationId' | 'grantId' | 'audience' | 'details'
> {
  readonly scopes: string[];
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** Opaque access tokens in PostgreSQL: one statement each. */
export function createAccessTokenStore(pool: Pool): AccessTokenStore {
  return {
    async insert(token) {
      await pool.query({ name: 'access-insert', text: INSERT, values: toAccessTokenValues(token) });
    },

    async find(tokenHash) {
      const { rows } = await pool
        .query<Row>({ name: 'access-find', text: FIND, values: [tokenHash] })
        .catch(refuseForNow);
      const row = rows[0];
      if (row === undefined) return undefined;
      const accessToken: AccessToken = {
        ...row,
        format: 'opaque',
        scopes: new Set(row.scopes),
        issuedAt: row.issuedAt.getTime() / 1000,
        expiresAt: row.expiresAt.getTime() / 1000,
      };
      return { tokenHash, accessToken };
    },
  };
}

/** Every plane asks for access tokens; they need not know of databases to answer 503. */
function refuseForNow(error: unknown): never {
  if (!isDatabaseUnavailable(error)) throw error;
  throw new OAuthError(
    'temporarily_unavailable',
    'The access token cannot be checked right now. Try again in a moment.',
  );
}
