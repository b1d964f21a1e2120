import type { Pool } from 'pg';

/** What a ticket lets its holder do. */
export type TicketPurpose = 'confirm-email' | 'reset-password' | 'invite';

/** One-time tickets that reach a person by mail; stored by their SHA-256. */
export interface TicketStore {
  /** A new ticket takes the place of an older one of the same purpose. @param expiresAt epoch milliseconds */
  issue(userId: string, purpose: TicketPurpose, ticketHash: Buffer, expiresAt: number): Promise<void>;
  /** Atomic: the user whose ticket it was; undefined: unknown, expired, used, or of another purpose. */
  claim(ticketHash: Buffer, purposes: readonly TicketPurpose[]): Promise<string | undefined>;
  /** Whether it could be claimed. */
  isLive(ticketHash: Buffer, purposes: readonly TicketPurpose[]): Promise<boolean>;
}

const ISSUE = `
INSERT INTO user_tickets (user_id, purpose, ticket_hash, expires_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (user_id, purpose) DO UPDATE SET ticket_hash = EXCLUDED.ticket_hash, expires_at = EXCLUDED.expires_at`;

const CLAIM = `
DELETE FROM user_tickets t USING users u
WHERE t.ticket_hash = $1 AND t.purpose = ANY ($2) AND t.expires_at > now() AND u.id = t.user_id AND u.enabled
RETURNING t.user_id AS "userId"`;

export function createTicketStore(pool: Pool): TicketStore {
  return {
    async issue(userId, purpose, ticketHash, expiresAt) {
      await pool.query({
        name: 'ticket-issue',
        text: ISSUE,
        values: [userId, purpose, ticketHash, new Date(expiresAt)],
      });
    },

    async claim(ticketHash, purposes) {
      const { rows } = await pool.query<{ readonly userId: string }>({
        name: 'ticket-claim',
        text: CLAIM,
        values: [ticketHash, purposes],
      });
      return rows[0]?.userId;
    },

    async isLive(ticketHash, purposes) {
      const { rowCount } = await pool.query({
        name: 'ticket-live',
        text: 'SELECT 1 FROM user_tickets WHERE ticket_hash = $1 AND purpose = ANY ($2) AND expires_at > now()',
        values: [ticketHash, purposes],
      });
      return rowCount === 1;
    },
  };
}
