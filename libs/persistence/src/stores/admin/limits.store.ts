import type { Limit, Limits } from '@gatehouse/gateway-core';
import type { Pool } from 'pg';
import { NotFoundError, StaleVersionError } from './store-errors.js';
import type { PageOf } from './paging.js';

/** The limits of an application as stored; version 0: nothing was ever said. */
export interface StoredApplicationLimits {
  readonly everywhere: readonly Limit[] | null;
  readonly apis: readonly {
    readonly apiId: string;
    readonly apiName: string;
    readonly limits: readonly Limit[];
  }[];
  readonly version: number;
}

/** How far a quota is used up in the period under way. */
export interface QuotaUse {
  readonly key: string;
  readonly subject: string;
  /** Of an end user. */
  readonly username: string | null;
  readonly used: number;
  readonly endsAt: Date;
  readonly alert: number;
  readonly alertedAt: Date | null;
}

export interface QuotaUseFilter {
  /** Whose calls: an application's ID, say. */
  readonly subject: string | undefined;
  readonly apiId: string | undefined;
  readonly page: number;
  readonly pageSize: number;
}

/** Limits that operators set, and how far quotas are used. */
export interface LimitsStore {
  getSystem(): Promise<{ readonly limits: Partial<Limits>; readonly version: number }>;
  /** @throws StaleVersionError */
  replaceSystem(version: number, limits: Limits): Promise<void>;
  /** @throws NotFoundError when there is no such application */
  getApplication(applicationId: string): Promise<StoredApplicationLimits>;
  /** @throws NotFoundError, StaleVersionError */
  replaceApplication(
    applicationId: string,
    version: number,
    everywhere: readonly Limit[] | null,
    byApi: readonly { readonly apiId: string; readonly limits: readonly Limit[] }[],
  ): Promise<void>;
  listUse(filter: QuotaUseFilter): Promise<PageOf<QuotaUse>>;
  /** Sets a quota's count of the period under way back. @returns whether there was one */
  resetUse(key: string, subject: string): Promise<boolean>;
}

const GET_APPLICATION = `
SELECT l.limits AS everywhere, coalesce(l.version, 0) AS version,
  coalesce((SELECT json_agg(json_build_object('apiId', b.api_id, 'apiName', p.name, 'limits', b.limits) ORDER BY lower(p.name))
    FROM application_api_limits b JOIN apis p ON p.id = b.api_id WHERE b.application_id = a.id), '[]') AS apis
FROM applications a LEFT JOIN application_limits l ON l.application_id = a.id WHERE a.id = $1`;

// One statement: nobody sees half of it.
const REPLACE_APPLICATION = `
WITH replaced AS (
  INSERT INTO application_limits AS l (application_id, limits, version)
  SELECT $1::uuid, $3::jsonb, 1 WHERE $2::int = 0 OR EXISTS (SELECT 1 FROM application_limits WHERE application_id = $1::uuid)
  ON CONFLICT (application_id) DO UPDATE SET limits = EXCLUDED.limits, version = l.version + 1 WHERE l.version = $2::int
  RETURNING application_id),
given AS (SELECT api, limits FROM unnest($4::uuid[], $5::jsonb[]) AS g (api, limits)),
removed AS (
  DELETE FROM application_api_limits b USING replaced r
  WHERE b.application_id = r.application_id AND b.api_id <> ALL ($4::uuid[])),
written AS (
  INSERT INTO application_api_limits (application_id, api_id, limits)
  SELECT r.application_id, g.api, g.limits FROM replaced r CROSS JOIN given g
  ON CONFLICT (application_id, api_id) DO UPDATE SET limits = EXCLUDED.limits)
SELECT 1 FROM replaced`;

const USE = `
FROM quota_counts q
WHERE q.expires_at > now() AND q.count > 0 AND ($1::text IS NULL OR q.subject = $1)
  AND ($2::text IS NULL OR q.key LIKE $2 || ':%')`;

const LIST_USE = `
SELECT q.key, q.subject, u.username, q.count::float8 AS used, q.expires_at AS "endsAt", q.alert::int AS alert,
  q.alerted_at AS "alertedAt"
FROM (SELECT q.* ${USE} ORDER BY q.count DESC, q.key, q.subject LIMIT $3 OFFSET $4) q
LEFT JOIN users u ON u.id = CASE WHEN q.key LIKE '%:user:%' THEN q.subject::uuid END
ORDER BY q.count DESC, q.key, q.subject`;

export function createLimitsStore(pool: Pool): LimitsStore {
  return {
    async getSystem() {
      const { rows } = await pool.query<{ limits: Partial<Limits>; version: number }>(
        'SELECT limits, version FROM system_limits',
      );
      const [row] = rows;
      if (row === undefined) throw new Error('the limits of the system have no row');
      return row;
    },
    async replaceSystem(version, limits) {
      const { rowCount } = await pool.query(
        'UPDATE system_limits SET limits = $2, version = version + 1 WHERE version = $1',
        [version, JSON.stringify(limits)],
      );
      if (rowCount === 0) throw new StaleVersionError('limits');
    },
    async getApplication(applicationId) {
      const { rows } = await pool.query<StoredApplicationLimits>(GET_APPLICATION, [applicationId]);
      const [row] = rows;
      if (row === undefined) throw new NotFoundError('application');
      return row;
    },
    async replaceApplication(applicationId, version, everywhere, byApi) {
      const { rowCount } = await pool.query(REPLACE_APPLICATION, [
        applicationId,
        version,
        everywhere === null ? null : JSON.stringify(everywhere),
        byApi.map(({ apiId }) => apiId),
        byApi.map(({ limits }) => JSON.stringify(limits)),
      ]);
      if (rowCount === 0) throw new StaleVersionError('limits');
    },
    async listUse({ subject, apiId, page, pageSize }) {
      const filter = [subject ?? null, apiId ?? null];
      const [items, counted] = await Promise.all([
        pool.query<QuotaUse>(LIST_USE, [...filter, pageSize, (page - 1) * pageSize]),
        pool.query<{ total: number }>(`SELECT count(*)::int AS total ${USE}`, filter),
      ]);
      return { items: items.rows, total: counted.rows[0]?.total ?? 0 };
    },
    async resetUse(key, subject) {
      const { rowCount } = await pool.query(
        `UPDATE quota_counts SET count = 0, alert = 0, alerted_at = NULL, updated_at = clock_timestamp()
         WHERE key = $1 AND subject = $2 AND expires_at > now()`,
        [key, subject],
      );
      return rowCount !== 0;
    },
  };
}
