import type { Pool } from 'pg';

/** Calls of one party in one day or month, as this node is to add them. Times are epoch milliseconds. */
export interface QuotaDelta {
  /** What counts, the same on every node. */
  readonly key: string;
  readonly subject: string;
  readonly start: number;
  readonly end: number;
  readonly delta: number;
}

/** What all nodes have counted. */
export interface QuotaTotal {
  readonly key: string;
  readonly subject: string;
  readonly start: number;
  readonly total: number;
  /** The share in percent that operators have been told of; 0: none. */
  readonly alert: number;
}

/** Calls against quotas, for all nodes and over restarts. */
export interface QuotaCountStore {
  /** Adds in one statement. @returns the new totals of what was added to */
  add(deltas: readonly QuotaDelta[]): Promise<readonly QuotaTotal[]>;
  /** Totals of periods under way that changed in the last seconds; undefined: all of them. The largest first. */
  listChanged(seconds: number | undefined, atMost: number): Promise<readonly QuotaTotal[]>;
  /** Atomic: true for the one caller that is the first to tell of this share in this period. */
  claimAlert(total: QuotaTotal, alert: number): Promise<boolean>;
}

const COLUMNS = `key, subject, (extract(epoch FROM starts_at) * 1000)::float8 AS start, count::float8 AS total,
  alert::int AS alert`;

// In the order of their keys: two nodes that add at once never wait for each other in a circle.
const ADD = `
INSERT INTO quota_counts AS q (key, subject, starts_at, expires_at, count, updated_at)
SELECT key, subject, to_timestamp(starts / 1000), to_timestamp(ends / 1000), sum(delta), clock_timestamp()
FROM unnest($1::text[], $2::text[], $3::float8[], $4::float8[], $5::bigint[]) AS d (key, subject, starts, ends, delta)
GROUP BY key, subject, starts, ends ORDER BY key, subject, starts
ON CONFLICT (key, subject, starts_at) DO UPDATE SET count = q.count + EXCLUDED.count, updated_at = clock_timestamp()
RETURNING ${COLUMNS}`;

const LIST = `
SELECT ${COLUMNS} FROM quota_counts
WHERE expires_at > now() AND ($1::float8 IS NULL OR updated_at > now() - make_interval(secs => $1::float8))
ORDER BY count DESC LIMIT $2`;

const CLAIM_ALERT = `
UPDATE quota_counts SET alert = $4, alerted_at = now()
WHERE key = $1 AND subject = $2 AND starts_at = to_timestamp($3::float8 / 1000) AND alert < $4`;

export function createQuotaCountStore(pool: Pool): QuotaCountStore {
  return {
    async add(deltas) {
      const { rows } = await pool.query<QuotaTotal>(ADD, [
        deltas.map(({ key }) => key),
        deltas.map(({ subject }) => subject),
        deltas.map(({ start }) => start),
        deltas.map(({ end }) => end),
        deltas.map(({ delta }) => delta),
      ]);
      return rows;
    },
    async listChanged(seconds, atMost) {
      const { rows } = await pool.query<QuotaTotal>(LIST, [seconds ?? null, atMost]);
      return rows;
    },
    async claimAlert({ key, subject, start }, alert) {
      const { rowCount } = await pool.query(CLAIM_ALERT, [key, subject, start, alert]);
      return rowCount === 1;
    },
  };
}
