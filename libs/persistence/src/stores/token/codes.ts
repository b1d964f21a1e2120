import type { AuthorizationCode, CodeStore } from '@gatehouse/oauth-core';
import type { Pool } from 'pg';
import { createBatchedFind } from '../batched-find.js';
import { insertIssuedTokens, toIssuedTokenValues } from './issued-tokens.js';

// A session remembers what it led to, so that its end can be told to each client (OpenID Connect Back-Channel Logout).
const INSERT = `
WITH session_grant AS (
    INSERT INTO session_grants (session_id, client_id, grant_id, is_offline, expires_at)
    SELECT $12::uuid, $3, $2, $13, s.expires_at FROM sessions s WHERE s.id = $12::uuid)
INSERT INTO authorization_codes (code_hash, grant_id, client_id, user_id, authorization_id, redirect_uri, scopes,
  code_challenge, authenticated_at, expires_at, details)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

const FIND = `
SELECT code_hash AS "codeHash", grant_id AS "grantId", client_id AS "clientId", user_id AS "userId",
  authorization_id AS "authorizationId", redirect_uri AS "redirectUri", scopes, code_challenge AS "codeChallenge",
  authenticated_at AS "authenticatedAt", expires_at AS "expiresAt", claimed_at AS "claimedAt", details
FROM authorization_codes WHERE code_hash = ANY ($1::bytea[])`;

// The share lock makes a revocation of the authorization come wholly before or wholly after.
const CLAIM = `
WITH live AS (SELECT id FROM authorizations WHERE id = $3 AND revoked_at IS NULL FOR SHARE),
  claimed AS (
    UPDATE authorization_codes SET claimed_at = now()
    WHERE code_hash = $1 AND expires_at = $2 AND claimed_at IS NULL AND EXISTS (SELECT 1 FROM live)
    RETURNING 1),
${insertIssuedTokens(4)}
SELECT 1 FROM claimed`;

/** Whether tokens outlive the session: those of plain OAuth, and those that were asked for `offline_access`. */
const isOffline = (scopes: readonly string[]): boolean =>
  !scopes.includes('openid') || scopes.includes('offline_access');

type Row = {
  readonly [K in keyof AuthorizationCode]: AuthorizationCode[K] extends number
    ? Date
    : AuthorizationCode[K] extends number | null
      ? Date | null
      : AuthorizationCode[K];
};

/** Authorization codes in PostgreSQL: one statement each. */
export function createCodeStore(pool: Pool): CodeStore {
  const findRow = createBatchedFind<Buffer, Row>(
    async (hashes) => (await pool.query<Row>({ name: 'code-find', text: FIND, values: [hashes] })).rows,
    (row, codeHash) => codeHash.equals(row.codeHash),
  );
  return {
    async insert(code) {
      await pool.query({
        name: 'code-insert',
        text: INSERT,
        values: [
          code.codeHash,
          code.grantId,
          code.clientId,
          code.userId,
          code.authorizationId,
          code.redirectUri,
          code.scopes,
          code.codeChallenge,
          new Date(code.authenticatedAt),
          new Date(code.expiresAt),
          JSON.stringify(code.details),
          code.details.sessionId ?? null,
          isOffline(code.scopes),
        ],
      });
    },

    async find(codeHash) {
      const row = await findRow(codeHash);
      if (row === undefined) return undefined;
      return {
        ...row,
        authenticatedAt: row.authenticatedAt.getTime(),
        expiresAt: row.expiresAt.getTime(),
        claimedAt: row.claimedAt?.getTime() ?? null,
      };
    },

    async claim(code, issued) {
      const { rowCount } = await pool.query({
        name: 'code-claim',
        text: CLAIM,
        values: [
          code.codeHash,
          new Date(code.expiresAt),
          code.authorizationId,
          ...toIssuedTokenValues(issued),
        ],
      });
      return rowCount === 1;
    },
  };
}
