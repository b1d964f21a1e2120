import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { NotFoundError, rethrowTaken, StaleVersionError } from '../admin/store-errors.js';

/** What an operator says of a webhook. */
export interface WebhookContent {
  readonly name: string;
  readonly url: string;
  /** Empty: all. */
  readonly types: readonly string[];
  readonly enabled: boolean;
  /** Told of nothing but what is about its applications; null: of everything. */
  readonly organizationId: string | null;
}

/** How it goes. */
export interface WebhookState {
  readonly deliveredAt: Date | null;
  /** Null: the last attempt was taken. */
  readonly failingSince: Date | null;
  readonly failedAt: Date | null;
  readonly lastError: string | null;
  /** It is off because it kept failing. */
  readonly givenUpAt: Date | null;
}

export interface WebhookRecord extends WebhookContent, WebhookState {
  readonly id: string;
  readonly previousSecretExpiresAt: Date | null;
  /** Of the last 30 days. */
  readonly waiting: number;
  readonly failed: number;
  readonly createdBy: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const RECORD = `
SELECT w.id, w.name, w.url, w.types, w.enabled, w.organization_id AS "organizationId",
  CASE WHEN w.previous_secret_expires_at > now() THEN w.previous_secret_expires_at END AS "previousSecretExpiresAt",
  s.delivered_at AS "deliveredAt", s.failing_since AS "failingSince", s.failed_at AS "failedAt", s.last_error AS "lastError",
  s.given_up_at AS "givenUpAt", w.created_by AS "createdBy", w.version, w.created_at AS "createdAt", w.updated_at AS "updatedAt",
  (SELECT count(*)::int FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'waiting') AS waiting,
  (SELECT count(*)::int FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'failed') AS failed
FROM webhooks w LEFT JOIN webhook_states s ON s.webhook_id = w.id`;

const REPLACE = `
UPDATE webhooks SET name = $3, url = $4, types = $5, enabled = $6, organization_id = $7, version = version + 1, updated_at = now()
WHERE id = $1 AND version = $2`;

// Somebody has looked after it: it gets its time anew.
const BEGIN_ANEW = `
UPDATE webhook_states SET given_up_at = NULL, failing_since = NULL WHERE webhook_id = $1`;

const ROTATE = `
UPDATE webhooks SET version = version + 1, updated_at = now(), sealed_secret = $2,
  sealed_previous_secret = CASE WHEN $3::int > 0 THEN sealed_secret END,
  previous_secret_expires_at = CASE WHEN $3::int > 0 THEN now() + make_interval(secs => $3::int) END
WHERE id = $1`;

const toValues = ({ name, url, types, enabled, organizationId }: WebhookContent): unknown[] => [
  name,
  url,
  types,
  enabled,
  organizationId,
];

/** Where events are sent to, as operators keep them. */
export class WebhooksStore {
  /** @param pool the control plane's, which tells the audit log who acts */
  constructor(private readonly pool: Pool) {}

  /** All of them: there are few. */
  async list(): Promise<readonly WebhookRecord[]> {
    return (await this.pool.query<WebhookRecord>(`${RECORD} ORDER BY lower(w.name)`)).rows;
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<WebhookRecord> {
    const { rows } = await this.pool.query<WebhookRecord>(`${RECORD} WHERE w.id = $1`, [id]);
    const [found] = rows;
    if (found === undefined) throw new NotFoundError('webhook');
    return found;
  }

  /** @param seal makes the sealed secret of an ID. @throws TakenError. @returns its ID */
  async insert(content: WebhookContent, seal: (id: string) => Buffer, createdBy: string): Promise<string> {
    const id = randomUUID();
    await this.pool
      .query(
        `INSERT INTO webhooks (id, name, url, types, enabled, organization_id, sealed_secret, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, ...toValues(content), seal(id), createdBy],
      )
      .catch((error: unknown) => rethrowTaken(error, 'name', content.name));
    return id;
  }

  /** @throws NotFoundError, StaleVersionError, TakenError */
  async replace(id: string, version: number, content: WebhookContent): Promise<void> {
    const { rowCount } = await this.pool
      .query(REPLACE, [id, version, ...toValues(content)])
      .catch((error: unknown) => rethrowTaken(error, 'name', content.name));
    if (rowCount === 0) {
      await this.get(id);
      throw new StaleVersionError('webhook');
    }
    await this.pool.query(BEGIN_ANEW, [id]);
  }

  /** @param overlapSeconds for how long the secret until now signs too. @throws NotFoundError */
  async rotateSecret(id: string, sealedSecret: Buffer, overlapSeconds: number): Promise<void> {
    const { rowCount } = await this.pool.query(ROTATE, [id, sealedSecret, overlapSeconds]);
    if (rowCount === 0) throw new NotFoundError('webhook');
  }

  /** With its deliveries. @throws NotFoundError */
  async delete(id: string): Promise<void> {
    const { rowCount } = await this.pool.query('DELETE FROM webhooks WHERE id = $1', [id]);
    if (rowCount === 0) throw new NotFoundError('webhook');
  }
}
