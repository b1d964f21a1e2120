import type { RevocationReason, RevocationStore } from '@gatehouse/oauth-core';
import type { Pool } from 'pg';
import type { SnapshotSource } from '../../snapshot/snapshot.js';

/** No access token lives longer than a day; an hour more for clocks that differ. */
export const REVOCATION_LIFETIME_SECONDS = 25 * 3600;

const INSERT = `
INSERT INTO revocations (kind, id, expires_at, reason) VALUES ($1, $2, now() + make_interval(secs => $3), $4)
ON CONFLICT (kind, id) DO NOTHING`;

const END_FAMILY = `
UPDATE refresh_tokens SET revoked_at = now(), revoked_reason = $2 WHERE grant_id = $1 AND revoked_at IS NULL`;

/** Revocations in PostgreSQL; each has reached this node's own snapshot when its promise resolves. */
export function createRevocationStore(pool: Pool, snapshots: SnapshotSource): RevocationStore {
  const insert = (kind: string, id: string, seconds: number, reason: RevocationReason): Promise<unknown> =>
    pool.query({ name: 'revocation-insert', text: INSERT, values: [kind, id, seconds, reason] });

  return {
    async revokeGrant(grantId, reason) {
      // The revocation comes first: a rotation that begins after it loses. One that began before may add a row that
      // the update below did not see yet, so the update is repeated until it finds nothing.
      await insert('grant', grantId, REVOCATION_LIFETIME_SECONDS, reason);
      let rowCount: number | null;
      do {
        ({ rowCount } = await pool.query({
          name: 'refresh-end-family',
          text: END_FAMILY,
          values: [grantId, reason],
        }));
      } while ((rowCount ?? 0) > 0);
      await snapshots.refresh('revocations');
    },

    async revokeAccessToken(tokenId, expiresAt, reason) {
      await insert('access-token', tokenId, Math.max(60, expiresAt - Date.now() / 1000 + 60), reason);
      await snapshots.refresh('revocations');
    },
  };
}
