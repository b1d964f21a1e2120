import type { Pool, PoolClient } from 'pg';
import { withOneConnection } from '../../one-connection.js';
import { createSessionEndStore } from '../interaction/session-ends.js';
import { REVOCATION_LIFETIME_SECONDS } from '../token/revocations.js';

/** Who an e-mail address belongs to. */
export interface AccountOwner {
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  readonly email: string;
  /** OpenID Connect Core §5.1: the language that they read, as they say. */
  readonly locale: string | null;
}

/** A person who signs themselves up; the e-mail address is the user name. */
export interface SignUp {
  readonly userId: string;
  readonly email: string;
  readonly displayName: string;
  readonly passwordHash: string;
}

/** Accounts as their own people change them. */
export interface AccountStore {
  /** Enabled accounts with this address, in any case of its letters; none that was made for an outside directory or provider. */
  findByEmail(email: string): Promise<readonly AccountOwner[]>;
  /** Undefined when there is no such enabled user, none with an address, or the account was made for an outside directory or provider. */
  find(userId: string): Promise<AccountOwner | undefined>;
  /** False: somebody has this user name or address. */
  signUp(account: SignUp): Promise<boolean>;
  confirmEmail(userId: string): Promise<void>;
  /**
   * A new password, by a ticket that reached the address: which is thereby confirmed. Sessions, and tokens that live only
   * as long as those, end with it.
   */
  resetPassword(userId: string, passwordHash: string): Promise<void>;
  /** Ends every session of the user, and the tokens that live only as long as those. */
  endSessions(userId: string): Promise<void>;
  /** Ends one of them. False: the user has no such session. */
  endSession(userId: string, sessionId: string): Promise<boolean>;
}

const OWNER = `id AS "userId", username, display_name AS "displayName", email, profile ->> 'locale' AS locale`;

// Whose account was made for an outside directory or provider gets no password here: it would count on when those have
// shut them out. Who had an account before, and has linked it, keeps theirs.
const IS_OURS = 'NOT EXISTS (SELECT 1 FROM outside_accounts o WHERE o.user_id = users.id AND o.made_account)';

const END_GRANTS = `
INSERT INTO revocations (kind, id, expires_at, reason)
SELECT 'grant', grant_id::text, now() + make_interval(secs => $2), 'session-ended'
FROM unnest($1::uuid[]) AS ended (grant_id) ON CONFLICT (kind, id) DO NOTHING`;

/** Sessions, and tokens that live only as long as those. Clients hear of it by back-channel logout. */
async function endSessionsWithin(connection: PoolClient, userId: string, sessionId?: string): Promise<void> {
  const store = createSessionEndStore(connection);
  const rows = await store.end(sessionId === undefined ? { userId } : { sessionId });
  const ended = rows.filter(({ isOffline }) => !isOffline).map(({ grantId }) => grantId);
  await connection.query(END_GRANTS, [ended, REVOCATION_LIFETIME_SECONDS]);
  await connection.query(
    `UPDATE refresh_tokens SET revoked_at = now(), revoked_reason = 'session-ended'
     WHERE grant_id = ANY ($1::uuid[]) AND revoked_at IS NULL`,
    [ended],
  );
}

async function endSessions(pool: Pool, userId: string): Promise<void> {
  await withOneConnection(pool, async (connection) => {
    await connection.query('BEGIN');
    await endSessionsWithin(connection, userId);
    await connection.query('COMMIT');
  });
}

async function endSession(pool: Pool, userId: string, sessionId: string): Promise<boolean> {
  return withOneConnection(pool, async (connection) => {
    await connection.query('BEGIN');
    const { rowCount } = await connection.query(
      'SELECT 1 FROM sessions WHERE id = $1 AND user_id = $2 AND expires_at > now() FOR UPDATE',
      [sessionId, userId],
    );
    if (rowCount === 1) await endSessionsWithin(connection, userId, sessionId);
    await connection.query('COMMIT');
    return rowCount === 1;
  });
}

async function resetPassword(pool: Pool, userId: string, passwordHash: string): Promise<void> {
  await withOneConnection(pool, async (connection) => {
    await connection.query('BEGIN');
    await connection.query(
      `UPDATE users SET password_hash = $2, email_verified = true, must_confirm_email = false,
             version = version + 1, updated_at = now() WHERE id = $1`,
      [userId, passwordHash],
    );
    await endSessionsWithin(connection, userId);
    await connection.query('COMMIT');
  });
}

export function createAccountStore(pool: Pool): AccountStore {
  return {
    async findByEmail(email) {
      if (email.includes('\0')) return [];
      const { rows } = await pool.query<AccountOwner>({
        name: 'account-by-email',
        text: `SELECT ${OWNER} FROM users WHERE lower(email) = lower($1) AND enabled AND ${IS_OURS} ORDER BY created_at LIMIT 5`,
        values: [email],
      });
      return rows;
    },

    async find(userId) {
      const { rows } = await pool.query<AccountOwner>({
        name: 'account-find',
        text: `SELECT ${OWNER} FROM users WHERE id = $1 AND enabled AND email IS NOT NULL AND ${IS_OURS}`,
        values: [userId],
      });
      return rows[0];
    },

    async signUp({ userId, email, displayName, passwordHash }) {
      const { rowCount } = await pool.query({
        name: 'account-sign-up',
        text: `INSERT INTO users (id, username, display_name, email, password_hash, must_confirm_email)
          SELECT $1, $2, $3, $2, $4, true WHERE NOT EXISTS (SELECT 1 FROM users WHERE lower(email) = lower($2))
          ON CONFLICT (lower(username)) DO NOTHING`,
        values: [userId, email, displayName, passwordHash],
      });
      return rowCount === 1;
    },

    async confirmEmail(userId) {
      await pool.query({
        name: 'account-confirm-email',
        text: `UPDATE users SET email_verified = true, must_confirm_email = false, updated_at = now()
          WHERE id = $1`,
        values: [userId],
      });
    },

    resetPassword: (userId, passwordHash) => resetPassword(pool, userId, passwordHash),
    endSessions: (userId) => endSessions(pool, userId),
    endSession: (userId, sessionId) => endSession(pool, userId, sessionId),
  };
}
