import type { Pool } from 'pg';
import { NotFoundError } from '../admin/store-errors.js';

export type DeliveryState = 'waiting' | 'delivered' | 'failed';

/** One attempt. */
export interface DeliveryTry {
  /** ISO 8601 */
  readonly at: string;
  readonly milliseconds: number;
  /** Null: there was no answer. */
  readonly status: number | null;
  /** Null: it was taken. */
  readonly error: string | null;
  /** For how long the receiver asked to be left alone; null: it did not. Older ones have none. */
  readonly askedSeconds?: number | null;
}

export interface DeliveryRecord {
  readonly id: string;
  readonly eventId: string;
  readonly type: string;
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
  /** `createdAt` to the microsecond, since 1970: where the next page begins. */
  readonly microseconds: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly dueAt: Date;
  readonly tries: readonly DeliveryTry[];
  readonly answer: string | null;
}

export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined;
  readonly type?: string | undefined;
  /** Those that came before this one. */
  readonly before?: { readonly microseconds: string; readonly id: string } | undefined;
  readonly limit: number;
}

// An event expires with its deliveries: one partition has both.
const RECORD = `
SELECT d.id, d.event_id AS "eventId", e.type, e.at, e.data, d.created_at AS "createdAt",
  (extract(epoch FROM d.created_at) * 1000000)::bigint::text AS microseconds, d.state, d.attempts,
  d.due_at AS "dueAt", d.tries, d.answer
FROM webhook_deliveries d JOIN events e ON e.id = d.event_id AND e.expires_at = d.expires_at`;

const TEST = `
WITH told AS (
  INSERT INTO events (type, data) SELECT $2, $3 FROM webhooks WHERE id = $1 RETURNING id, expires_at)
INSERT INTO webhook_deliveries (webhook_id, event_id, expires_at) SELECT $1, id, expires_at FROM told RETURNING id`;

const AGAIN = "state = 'waiting', attempts = 0, due_at = now()";

/** What was sent to webhooks, as operators look at it. */
export class WebhookDeliveriesStore {
  constructor(private readonly pool: Pool) {}

  /** The newest first. */
  async list(webhookId: string, { state, type, before, limit }: DeliveryFilter): Promise<DeliveryRecord[]> {
    const values: unknown[] = [webhookId];
    const place = (value: unknown): string => `$${values.push(value)}`;
    const conditions = [
      'd.webhook_id = $1',
      ...(state === undefined ? [] : [`d.state = ${place(state)}`]),
      ...(type === undefined ? [] : [`e.type = ${place(type)}`]),
      ...(before === undefined
        ? []
        : [
            `(d.created_at, d.id) < (timestamptz 'epoch' + ${place(before.microseconds)}::bigint * interval '1 microsecond', ${place(before.id)}::uuid)`,
          ]),
    ];
    const { rows } = await this.pool.query<DeliveryRecord>(
      `${RECORD} WHERE ${conditions.join(' AND ')} ORDER BY d.created_at DESC, d.id DESC LIMIT ${place(limit)}`,
      values,
    );
    return rows;
  }

  /** @throws NotFoundError */
  async get(webhookId: string, id: string): Promise<DeliveryRecord> {
    const { rows } = await this.pool.query<DeliveryRecord>(
      `${RECORD} WHERE d.webhook_id = $1 AND d.id = $2`,
      [webhookId, id],
    );
    const [found] = rows;
    if (found === undefined) throw new NotFoundError('delivery');
    return found;
  }

  /** An event for this webhook alone, whatever it is told of otherwise. @throws NotFoundError. @returns its delivery */
  async insertTest(webhookId: string, type: string, data: object): Promise<string> {
    const { rows } = await this.pool.query<{ readonly id: string }>(TEST, [webhookId, type, data]);
    const [made] = rows;
    if (made === undefined) throw new NotFoundError('webhook');
    return made.id;
  }

  /** Sends it once more, with all its attempts before it. @throws NotFoundError */
  async replay(webhookId: string, id: string): Promise<void> {
    const { rowCount } = await this.pool.query(
      `UPDATE webhook_deliveries SET ${AGAIN} WHERE webhook_id = $1 AND id = $2`,
      [webhookId, id],
    );
    if (rowCount === 0) throw new NotFoundError('delivery');
  }

  /** Sends all once more that have failed for good since then. @returns how many */
  async replayFailed(webhookId: string, since: Date): Promise<number> {
    const { rowCount } = await this.pool.query(
      `UPDATE webhook_deliveries SET ${AGAIN} WHERE webhook_id = $1 AND state = 'failed' AND created_at >= $2`,
      [webhookId, since],
    );
    return rowCount ?? 0;
  }
}
