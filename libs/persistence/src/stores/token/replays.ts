import { hashSecret, type ReplayStore } from '@gatehouse/oauth-core';
import type { Pool } from 'pg';

// One that expired and was not purged yet counts as unused: whoever issued it may have begun anew.
const CLAIM = `
INSERT INTO used_identifiers (use, identifier_hash, expires_at) VALUES ($1, $2, $3)
ON CONFLICT (use, identifier_hash) DO UPDATE SET expires_at = EXCLUDED.expires_at
WHERE used_identifiers.expires_at <= now()`;

/** Used identifiers in PostgreSQL, by their SHA-256: whatever their length, one index entry of one size. */
export function createReplayStore(pool: Pool): ReplayStore {
  return {
    async claim(use, identifier, expiresAt) {
      const { rowCount } = await pool.query({
        name: 'replay-claim',
        text: CLAIM,
        values: [use, hashSecret(identifier), new Date(expiresAt)],
      });
      return rowCount === 1;
    },
  };
}
