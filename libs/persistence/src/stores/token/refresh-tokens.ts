import type { RefreshToken, RefreshTokenStore } from '@gatehouse/oauth-core';
import type { Pool } from 'pg';
import { createBatchedFind } from '../batched-find.js';
import { insertIssuedTokens, toIssuedTokenValues } from './issued-tokens.js';

// A revoked authorization or user ends the family, whatever the row itself says.
const FIND = `
SELECT t.token_hash AS "tokenHash", t.grant_id AS "grantId", t.client_id AS "clientId", t.user_id AS "userId",
  t.authorization_id AS "authorizationId", t.scopes, t.authenticated_at AS "authenticatedAt",
  t.issued_at AS "issuedAt", t.idle_expires_at AS "idleExpiresAt", t.expires_at AS "expiresAt",
  t.details, t.rotated_at AS "rotatedAt", t.sealed_successor AS "sealedSuccessor",
  coalesce(t.revoked_at, a.revoked_at, CASE WHEN a.id IS NULL OR NOT u.enabled THEN now() END) AS "revokedAt"
FROM refresh_tokens t
  LEFT JOIN authorizations a ON a.id = t.authorization_id
  LEFT JOIN users u ON u.id = a.user_id
WHERE t.token_hash = ANY ($1::bytea[])`;

// See revocations.ts for why a revoked grant is looked for here.
const CLAIM = `
WITH live AS (
    SELECT id FROM authorizations WHERE id = $3 AND revoked_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM revocations WHERE kind = 'grant' AND revocations.id = $4)
    FOR SHARE),
  claimed AS (
    UPDATE refresh_tokens SET rotated_at = $5, sealed_successor = $6
    WHERE token_hash = $1 AND expires_at = $2 AND rotated_at IS NULL AND revoked_at IS NULL
      AND EXISTS (SELECT 1 FROM live)
    RETURNING 1),
${insertIssuedTokens(7)}
SELECT 1 FROM claimed`;

const BEGIN = `
WITH claimed AS (SELECT 1 FROM authorizations WHERE id = $1 AND revoked_at IS NULL FOR SHARE),
${insertIssuedTokens(2)}
SELECT 1 FROM claimed`;

// As CLAIM, for a client that keeps its refresh token: what is issued is stored only while everything lives.
const EXTEND = `
WITH live AS (
    SELECT id FROM authorizations WHERE id = $3 AND revoked_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM revocations WHERE kind = 'grant' AND revocations.id = $4)
    FOR SHARE),
  claimed AS (
    UPDATE refresh_tokens SET idle_expires_at = $5
    WHERE token_hash = $1 AND expires_at = $2 AND rotated_at IS NULL AND revoked_at IS NULL
      AND EXISTS (SELECT 1 FROM live)
    RETURNING 1),
${insertIssuedTokens(6)}
SELECT 1 FROM claimed`;

interface Row extends Pick<
  RefreshToken,
  | 'tokenHash'
  | 'grantId'
  | 'clientId'
  | 'userId'
  | 'authorizationId'
  | 'scopes'
  | 'sealedSuccessor'
  | 'details'
> {
  readonly authenticatedAt: Date;
  readonly issuedAt: Date;
  readonly idleExpiresAt: Date;
  readonly expiresAt: Date;
  readonly rotatedAt: Date | null;
  readonly revokedAt: Date | null;
}

function toRefreshToken(row: Row): RefreshToken {
  return {
    ...row,
    authenticatedAt: row.authenticatedAt.getTime(),
    issuedAt: row.issuedAt.getTime(),
    idleExpiresAt: row.idleExpiresAt.getTime(),
    expiresAt: row.expiresAt.getTime(),
    rotatedAt: row.rotatedAt?.getTime() ?? null,
    revokedAt: row.revokedAt?.getTime() ?? null,
  };
}

/** Refresh tokens in PostgreSQL: one statement each. */
export function createRefreshTokenStore(pool: Pool): RefreshTokenStore {
  const findRow = createBatchedFind<Buffer, Row>(
    async (hashes) => (await pool.query<Row>({ name: 'refresh-find', text: FIND, values: [hashes] })).rows,
    (row, tokenHash) => tokenHash.equals(row.tokenHash),
  );
  return {
    async find(tokenHash) {
      const row = await findRow(tokenHash);
      return row && toRefreshToken(row);
    },

    async begin(authorizationId, issued) {
      const { rowCount } = await pool.query({
        name: 'refresh-begin',
        text: BEGIN,
        values: [authorizationId, ...toIssuedTokenValues(issued)],
      });
      return rowCount === 1;
    },

    async claim(current, issued, sealedSuccessor) {
      const rotatedAt = issued.refreshToken?.issuedAt ?? Date.now();
      const { rowCount } = await pool.query({
        name: 'refresh-claim',
        text: CLAIM,
        values: [
          current.tokenHash,
          new Date(current.expiresAt),
          current.authorizationId,
          current.grantId,
          new Date(rotatedAt),
          sealedSuccessor,
          ...toIssuedTokenValues(issued),
        ],
      });
      return rowCount === 1;
    },

    async extend(current, issued, idleExpiresAt) {
      const { rowCount } = await pool.query({
        name: 'refresh-extend',
        text: EXTEND,
        values: [
          current.tokenHash,
          new Date(current.expiresAt),
          current.authorizationId,
          current.grantId,
          new Date(idleExpiresAt),
          ...toIssuedTokenValues(issued),
        ],
      });
      return rowCount === 1;
    },
  };
}
