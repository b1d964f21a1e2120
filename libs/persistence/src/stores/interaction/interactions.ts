import type { AuthorizationRequest } from '@gatehouse/oauth-core';
import type { Pool } from 'pg';

/**
 * Authorization requests that wait for a person to sign in and consent. Each belongs to the browser that began it, and
 * is answered once.
 */
export interface InteractionStore {
  insert(
    idHash: Buffer,
    browserHash: Buffer,
    request: AuthorizationRequest,
    expiresAt: number,
  ): Promise<void>;
  /** Undefined when unknown, expired, answered, or begun by another browser. */
  find(idHash: Buffer, browserHash: Buffer): Promise<AuthorizationRequest | undefined>;
  /** Atomic. False: it has been answered already. */
  claim(idHash: Buffer): Promise<boolean>;
}

export function createInteractionStore(pool: Pool): InteractionStore {
  return {
    async insert(idHash, browserHash, request, expiresAt) {
      await pool.query({
        name: 'interaction-insert',
        text: 'INSERT INTO interactions (id_hash, browser_hash, request, expires_at) VALUES ($1, $2, $3, $4)',
        values: [idHash, browserHash, JSON.stringify(request), new Date(expiresAt)],
      });
    },

    async find(idHash, browserHash) {
      const { rows } = await pool.query<{ readonly request: AuthorizationRequest }>({
        name: 'interaction-find',
        text: `SELECT request FROM interactions
          WHERE id_hash = $1 AND browser_hash = $2 AND claimed_at IS NULL AND expires_at > now()`,
        values: [idHash, browserHash],
      });
      return rows[0]?.request;
    },

    async claim(idHash) {
      const { rowCount } = await pool.query({
        name: 'interaction-claim',
        text: 'UPDATE interactions SET claimed_at = now() WHERE id_hash = $1 AND claimed_at IS NULL',
        values: [idHash],
      });
      return rowCount === 1;
    },
  };
}
