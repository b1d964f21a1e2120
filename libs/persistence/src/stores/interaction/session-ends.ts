import type { Pool } from 'pg';

/** Which sessions end: that of a cookie, one by its `sid`, or all of a user. */
export type SessionSelector =
  { readonly idHash: Buffer } | { readonly sessionId: string } | { readonly userId: string };

/** What came from a session that has ended. */
export interface EndedGrant {
  readonly sessionId: string;
  readonly clientId: string;
  readonly grantId: string;
  /** Its tokens go on: plain OAuth, or asked for with `offline_access`. */
  readonly isOffline: boolean;
}

/** A logout token that is due. */
export interface LogoutDelivery {
  readonly id: string;
  readonly clientId: string;
  readonly userId: string;
  readonly sessionId: string;
  /** This one included. */
  readonly attempts: number;
}

export interface SessionEndStore {
  /** Ends sessions and queues a logout token for each client that wants one; all of it or nothing. */
  end(selector: SessionSelector): Promise<readonly EndedGrant[]>;
  /**
   * Takes deliveries that are due; each is due again after a pause that doubles, unless it is removed. Nodes share the
   * work: each delivery is taken by one.
   */
  takeDue(limit: number): Promise<readonly LogoutDelivery[]>;
  /** Not again before so many seconds have passed, but once more before its end. */
  putOff(deliveryId: string, seconds: number): Promise<void>;
  remove(deliveryId: string): Promise<void>;
}

const end = (condition: string): string => `
WITH ended AS (DELETE FROM sessions WHERE ${condition} RETURNING id, user_id),
  grants AS (
    DELETE FROM session_grants g USING ended e WHERE g.session_id = e.id
    RETURNING g.session_id, g.client_id, g.grant_id, g.is_offline, e.user_id),
  queued AS (
    INSERT INTO logout_deliveries (client_id, user_id, session_id)
    SELECT DISTINCT g.client_id, g.user_id, g.session_id
    FROM grants g JOIN clients c ON c.id = g.client_id AND c.settings->>'backchannelLogoutUri' IS NOT NULL
    ON CONFLICT (client_id, session_id) DO NOTHING)
SELECT session_id AS "sessionId", client_id AS "clientId", grant_id AS "grantId", is_offline AS "isOffline" FROM grants`;

/** Ends all sessions of the user `$1`, for use inside a transaction. */
export const END_SESSIONS_OF_USER = end('user_id = $1');

const TAKE = `
UPDATE logout_deliveries SET attempts = attempts + 1, due_at = now() + make_interval(secs => 5 * 2 ^ attempts)
WHERE id IN (
  SELECT id FROM logout_deliveries WHERE due_at <= now() AND expires_at > now()
  ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING id, client_id AS "clientId", user_id AS "userId", session_id AS "sessionId", attempts`;

const PUT_OFF = `
UPDATE logout_deliveries
SET due_at = greatest(due_at, least(now() + make_interval(secs => $2::float8), expires_at - interval '5 seconds'))
WHERE id = $1`;

export function createSessionEndStore(pool: Pick<Pool, 'query'>): SessionEndStore {
  return {
    async end(selector) {
      if ('idHash' in selector)
        return (await pool.query<EndedGrant>(end('id_hash = $1'), [selector.idHash])).rows;
      if ('sessionId' in selector)
        return (await pool.query<EndedGrant>(end('id = $1'), [selector.sessionId])).rows;
      return (await pool.query<EndedGrant>(END_SESSIONS_OF_USER, [selector.userId])).rows;
    },
    takeDue: async (limit) => (await pool.query<LogoutDelivery>(TAKE, [limit])).rows,
    putOff: async (deliveryId, seconds) => void (await pool.query(PUT_OFF, [deliveryId, seconds])),
    remove: async (deliveryId) =>
      void (await pool.query('DELETE FROM logout_deliveries WHERE id = $1', [deliveryId])),
  };
}
