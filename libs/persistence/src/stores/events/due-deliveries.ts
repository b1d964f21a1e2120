import type { Pool } from 'pg';
import type { DeliveryTry } from './webhook-deliveries.store.js';

/** Something that is to be sent now, with all that it takes. */
export interface DueDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly url: string;
  readonly sealedSecret: Buffer;
  /** Signs too. */
  readonly sealedPreviousSecret: Buffer | null;
  readonly eventId: string;
  readonly type: string;
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
  /** This one included. */
  readonly attempts: number;
}

/** How an attempt went. */
export interface DeliveryOutcome extends DeliveryTry {
  readonly answer: string | null;
  /** Null: it is not tried again. */
  readonly retryAfterSeconds: number | null;
}

export interface DueDeliveryStore {
  /**
   * Takes what is due, up to so many of each webhook; each is due again after a minute, unless its outcome is told before.
   * Nodes share the work: each delivery is taken by one.
   * @param busy webhooks of which nothing is taken
   */
  take(perWebhook: number, busy: readonly string[]): Promise<readonly DueDelivery[]>;
  settle(delivery: Pick<DueDelivery, 'id' | 'webhookId'>, outcome: DeliveryOutcome): Promise<void>;
  /**
   * Switches a webhook off that has failed for so long without a break. 0: at once.
   * @returns whether it did
   */
  giveUp(webhookId: string, afterSeconds: number): Promise<boolean>;
}

const TAKE = `
WITH due AS (
  SELECT d.id, d.expires_at FROM webhooks w, LATERAL (
    SELECT id, expires_at FROM webhook_deliveries
    WHERE webhook_id = w.id AND state = 'waiting' AND due_at <= now()
    ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED) AS d
  WHERE w.enabled AND w.id <> ALL ($2::uuid[])),
taken AS (
  UPDATE webhook_deliveries d SET attempts = attempts + 1, due_at = now() + interval '1 minute'
  FROM due WHERE d.id = due.id AND d.expires_at = due.expires_at
  RETURNING d.id, d.webhook_id, d.event_id, d.expires_at, d.attempts)
SELECT t.id, t.webhook_id AS "webhookId", w.url, w.sealed_secret AS "sealedSecret",
  CASE WHEN w.previous_secret_expires_at > now() THEN w.sealed_previous_secret END AS "sealedPreviousSecret",
  t.event_id AS "eventId", e.type, e.at, e.data, t.attempts
FROM taken t JOIN webhooks w ON w.id = t.webhook_id JOIN events e ON e.id = t.event_id AND e.expires_at = t.expires_at`;

const SETTLE = `
UPDATE webhook_deliveries SET tries = tries || $2::jsonb, answer = $3,
  state = CASE WHEN $4::boolean THEN 'delivered' WHEN $5::float8 IS NULL THEN 'failed' ELSE 'waiting' END,
  due_at = CASE WHEN $5::float8 IS NULL THEN due_at ELSE now() + make_interval(secs => $5::float8) END
WHERE id = $1`;

const TAKEN = `
INSERT INTO webhook_states AS s (webhook_id, delivered_at) SELECT id, now() FROM webhooks WHERE id = $1
ON CONFLICT (webhook_id) DO UPDATE SET delivered_at = now(), failing_since = NULL, last_error = NULL`;

const FAILED = `
INSERT INTO webhook_states AS s (webhook_id, failing_since, failed_at, last_error) SELECT id, now(), now(), $2 FROM webhooks WHERE id = $1
ON CONFLICT (webhook_id) DO UPDATE
SET failing_since = coalesce(s.failing_since, now()), failed_at = now(), last_error = EXCLUDED.last_error`;

const GIVE_UP = `
WITH over AS (
  UPDATE webhook_states s SET given_up_at = now() FROM webhooks w
  WHERE w.id = s.webhook_id AND w.enabled AND s.webhook_id = $1 AND s.failing_since <= now() - make_interval(secs => $2)
  RETURNING s.webhook_id)
UPDATE webhooks w SET enabled = false, version = version + 1, updated_at = now() FROM over WHERE w.id = over.webhook_id`;

/** @param pool the control plane's: the audit log tells that a webhook was switched off */
export function createDueDeliveryStore(pool: Pool): DueDeliveryStore {
  return {
    take: async (perWebhook, busy) => (await pool.query<DueDelivery>(TAKE, [perWebhook, busy])).rows,

    async settle({ id, webhookId }, { answer, retryAfterSeconds, ...attempt }) {
      const isTaken = attempt.error === null;
      await pool.query(SETTLE, [id, JSON.stringify([attempt]), answer, isTaken, retryAfterSeconds]);
      if (isTaken) await pool.query(TAKEN, [webhookId]);
      else await pool.query(FAILED, [webhookId, attempt.error]);
    },

    giveUp: async (webhookId, afterSeconds) =>
      ((await pool.query(GIVE_UP, [webhookId, afterSeconds])).rowCount ?? 0) > 0,
  };
}
