import type { Pool } from 'pg';

/** An address that waits for its owner to show that it is theirs. */
export interface WaitingAddress {
  readonly email: string;
  readonly expiresAt: Date;
}

/** A ticket that was used: `isMoved` says whether the account has the address now, or somebody else had it. */
export interface UsedAddressTicket {
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  /** OpenID Connect Core §5.1: the language that they read, as they say. */
  readonly locale: string | null;
  readonly email: string;
  /** Null: there was none. */
  readonly oldEmail: string | null;
  readonly isMoved: boolean;
}

/** People change the address of their account: it counts when a ticket has come back that was sent there. */
export interface AddressChangeStore {
  /** In place of another address that waits. @param expiresAt epoch milliseconds */
  begin(userId: string, email: string, ticketHash: Buffer, expiresAt: number): Promise<void>;
  findWaiting(userId: string): Promise<WaitingAddress | undefined>;
  cancel(userId: string): Promise<void>;
  /** Whether another account has this address, as its own or as its user name. */
  isTaken(userId: string, email: string): Promise<boolean>;
  /** Atomic; undefined: unknown, expired, or used. Links that were sent to the old address end with the change. */
  claim(ticketHash: Buffer): Promise<UsedAddressTicket | undefined>;
}

const BEGIN = `
INSERT INTO user_tickets (user_id, purpose, email, ticket_hash, expires_at) VALUES ($1, 'change-email', $2, $3, $4)
ON CONFLICT (user_id, purpose) DO UPDATE
SET email = EXCLUDED.email, ticket_hash = EXCLUDED.ticket_hash, expires_at = EXCLUDED.expires_at`;

const TAKEN = `
SELECT 1 FROM users WHERE id <> $1 AND (lower(email) = lower($2) OR lower(username) = lower($2)) LIMIT 1`;

// Whose user name is their address (as with everybody who has signed up) goes on signing in with their address.
const CLAIM = `
WITH ticket AS (
  DELETE FROM user_tickets t USING users u
  WHERE t.ticket_hash = $1 AND t.purpose = 'change-email' AND t.expires_at > now() AND u.id = t.user_id AND u.enabled
    AND NOT EXISTS (SELECT 1 FROM outside_accounts o WHERE o.user_id = u.id AND o.made_account)
  RETURNING t.user_id, t.email, u.email AS old_email, u.username, u.display_name,
    u.profile ->> 'locale' AS locale),
moved AS (
  UPDATE users SET email = ticket.email, email_verified = true, must_confirm_email = false, version = users.version + 1,
    updated_at = now(),
    username = CASE WHEN lower(users.username) = lower(ticket.old_email) THEN ticket.email ELSE users.username END
  FROM ticket
  WHERE users.id = ticket.user_id AND NOT EXISTS (
    SELECT 1 FROM users other WHERE other.id <> users.id
      AND (lower(other.email) = lower(ticket.email) OR lower(other.username) = lower(ticket.email)))
  RETURNING users.id, users.username),
closed AS (
  DELETE FROM user_tickets WHERE purpose <> 'change-email' AND user_id IN (SELECT id FROM moved))
SELECT user_id AS "userId", coalesce(moved.username, ticket.username) AS username, display_name AS "displayName", locale, email,
  old_email AS "oldEmail", moved.id IS NOT NULL AS "isMoved"
FROM ticket LEFT JOIN moved ON moved.id = ticket.user_id`;

export function createAddressChangeStore(pool: Pool): AddressChangeStore {
  return {
    async begin(userId, email, ticketHash, expiresAt) {
      const values = [userId, email, ticketHash, new Date(expiresAt)];
      await pool.query({ name: 'address-change-begin', text: BEGIN, values });
    },

    async findWaiting(userId) {
      const { rows } = await pool.query<WaitingAddress>({
        name: 'address-change-waiting',
        text: `SELECT email, expires_at AS "expiresAt" FROM user_tickets
          WHERE user_id = $1 AND purpose = 'change-email' AND expires_at > now()`,
        values: [userId],
      });
      return rows[0];
    },

    async cancel(userId) {
      await pool.query({
        name: 'address-change-cancel',
        text: `DELETE FROM user_tickets WHERE user_id = $1 AND purpose = 'change-email'`,
        values: [userId],
      });
    },

    async isTaken(userId, email) {
      const values = [userId, email];
      return (await pool.query({ name: 'address-change-taken', text: TAKEN, values })).rowCount === 1;
    },

    async claim(ticketHash) {
      const values = [ticketHash];
      return (await pool.query<UsedAddressTicket>({ name: 'address-change-claim', text: CLAIM, values }))
        .rows[0];
    },
  };
}
