import type { Pool } from 'pg';

/** A message that waits to be sent, or to be read by an operator where no mail server is set. */
export interface OutboxMessage {
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  /** It may carry a ticket: sealed. */
  readonly sealedBody: Buffer;
  readonly createdAt: Date;
  readonly attempts: number;
  readonly sentAt: Date | null;
  readonly lastError: string | null;
}

export interface MessageStore {
  insert(message: Pick<OutboxMessage, 'id' | 'recipient' | 'subject' | 'sealedBody'>): Promise<void>;
  /** Takes messages that are due; each is due again after a pause that doubles, unless it is marked as sent. */
  takeDue(limit: number): Promise<readonly OutboxMessage[]>;
  /** Its body is not needed any more. */
  markSent(id: string): Promise<void>;
  markFailed(id: string, error: string): Promise<void>;
  /** The newest first. */
  list(limit: number): Promise<readonly OutboxMessage[]>;
}

const COLUMNS = `id, recipient, subject, sealed_body AS "sealedBody", created_at AS "createdAt", attempts,
  sent_at AS "sentAt", last_error AS "lastError"`;

const TAKE = `
UPDATE outbox_messages SET attempts = attempts + 1, due_at = now() + make_interval(secs => least(10 * 2 ^ attempts, 3600))
WHERE id IN (
  SELECT id FROM outbox_messages WHERE sent_at IS NULL AND due_at <= now() AND expires_at > now()
  ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING ${COLUMNS}`;

export function createMessageStore(pool: Pool): MessageStore {
  return {
    async insert({ id, recipient, subject, sealedBody }) {
      await pool.query({
        name: 'message-insert',
        text: 'INSERT INTO outbox_messages (id, recipient, subject, sealed_body) VALUES ($1, $2, $3, $4)',
        values: [id, recipient, subject, sealedBody],
      });
    },
    takeDue: async (limit) => (await pool.query<OutboxMessage>(TAKE, [limit])).rows,
    markSent: async (id) =>
      void (await pool.query('UPDATE outbox_messages SET sent_at = now(), last_error = NULL WHERE id = $1', [
        id,
      ])),
    markFailed: async (id, error) =>
      void (await pool.query('UPDATE outbox_messages SET last_error = $2 WHERE id = $1', [id, error])),
    list: async (limit) =>
      (
        await pool.query<OutboxMessage>(
          `SELECT ${COLUMNS} FROM outbox_messages WHERE expires_at > now() ORDER BY created_at DESC LIMIT $1`,
          [limit],
        )
      ).rows,
  };
}
