import type { OperatorRole } from '@gatehouse/scopes';
import type { Pool } from 'pg';

/** An end user's living session, with what they have allowed one application so far. */
export interface SessionView {
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  readonly operatorRole: OperatorRole | null;
  /** Epoch milliseconds. */
  readonly authenticatedAt: number;
  /** Null when nothing has been allowed to the application. */
  readonly authorizationId: string | null;
  /** Empty when nothing has been allowed to the application. */
  readonly authorizedScopes: readonly string[];
}

/** Sessions of end users at the authorization server, by the SHA-256 of the cookie. */
export interface SessionStore {
  insert(idHash: Buffer, userId: string, authenticatedAt: number, expiresAt: number): Promise<void>;
  /** Undefined when unknown, expired, or the user is disabled. */
  find(idHash: Buffer, applicationId: string): Promise<SessionView | undefined>;
  delete(idHash: Buffer): Promise<void>;
}

const FIND = `
SELECT u.id AS "userId", u.username, u.display_name AS "displayName", u.operator_role AS "operatorRole",
  s.authenticated_at AS "authenticatedAt", a.id AS "authorizationId", coalesce(a.scopes, '{}') AS "authorizedScopes"
FROM sessions s JOIN users u ON u.id = s.user_id AND u.enabled
  LEFT JOIN authorizations a ON a.user_id = u.id AND a.application_id = $2 AND a.revoked_at IS NULL
WHERE s.id_hash = $1 AND s.expires_at > now()`;

export function createSessionStore(pool: Pool): SessionStore {
  return {
    async insert(idHash, userId, authenticatedAt, expiresAt) {
      await pool.query({
        name: 'session-insert',
        text: 'INSERT INTO sessions (id_hash, user_id, authenticated_at, expires_at) VALUES ($1, $2, $3, $4)',
        values: [idHash, userId, new Date(authenticatedAt), new Date(expiresAt)],
      });
    },

    async find(idHash, applicationId) {
      const { rows } = await pool.query<
        Omit<SessionView, 'authenticatedAt'> & { readonly authenticatedAt: Date }
      >({
        name: 'session-find',
        text: FIND,
        values: [idHash, applicationId],
      });
      const row = rows[0];
      return row === undefined ? undefined : { ...row, authenticatedAt: row.authenticatedAt.getTime() };
    },

    async delete(idHash) {
      await pool.query('DELETE FROM sessions WHERE id_hash = $1', [idHash]);
    },
  };
}
