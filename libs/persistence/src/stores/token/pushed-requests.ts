import type { PushedRequest, PushedRequestStore } from '@gatehouse/oauth-core';
import type { Pool } from 'pg';

const INSERT = `
INSERT INTO pushed_requests (reference_hash, client_id, parameters, is_signed, expires_at) VALUES ($1, $2, $3, $4, $5)`;

// Of several at once one deletes the row.
const CLAIM = `
DELETE FROM pushed_requests WHERE reference_hash = $1 AND client_id = $2 AND expires_at > now()
RETURNING reference_hash AS "referenceHash", client_id AS "clientId", parameters, is_signed AS "isSigned",
  expires_at AS "expiresAt"`;

/** Pushed requests in PostgreSQL: one statement each. */
export function createPushedRequestStore(pool: Pool): PushedRequestStore {
  return {
    async insert({ referenceHash, clientId, parameters, isSigned, expiresAt }) {
      const values = [referenceHash, clientId, JSON.stringify(parameters), isSigned, new Date(expiresAt)];
      await pool.query({ name: 'pushed-request-insert', text: INSERT, values });
    },
    async claim(referenceHash, clientId) {
      const { rows } = await pool.query<Omit<PushedRequest, 'expiresAt'> & { readonly expiresAt: Date }>({
        name: 'pushed-request-claim',
        text: CLAIM,
        values: [referenceHash, clientId],
      });
      const [row] = rows;
      return row === undefined ? undefined : { ...row, expiresAt: row.expiresAt.getTime() };
    },
  };
}
