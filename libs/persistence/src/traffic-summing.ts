import type { Pool, PoolClient } from 'pg';
import { withOneConnection } from './one-connection.js';

/** What the hours are told apart by, one thing at a time: so they stay few, however many things there are. */
export const SUMMED_DIMENSIONS = [
  'all',
  'api',
  'application',
  'client',
  'check',
  'scope',
  'token',
  'token-application',
  'token-client',
  'token-error',
  'sign-in',
] as const;
export type SummedDimension = (typeof SUMMED_DIMENSIONS)[number];

export interface SummingOptions {
  /** For how long minutes are kept: what is older cannot be summed up. */
  readonly trafficDays: number;
  /** For how long hours are kept. */
  readonly summaryDays: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Nodes write twice a second; what comes later than this has its hour summed up again. */
const SETTLED_MS = 5 * 60_000;
const SUMMING_LOCK = 4_711_013;

const sumOfBuckets = Array.from({ length: 12 }, (_, index) => `sum(buckets[${index + 1}])`).join(', ');

// The minutes of an hour come down to a row for each combination first, and only those are told apart.
const SUM_CALLS = `
WITH combined AS (
  SELECT api_id, application_id, client_id, scopes, refused_check, sum(calls) AS calls,
    coalesce(sum(calls) FILTER (WHERE refused_check IS NOT NULL AND status < 500), 0) AS refused,
    coalesce(sum(calls) FILTER (WHERE status >= 500), 0) AS failed, sum(duration_ms) AS duration_ms,
    sum(cache_asked) AS cache_asked, sum(cache_hits) AS cache_hits, ARRAY[${sumOfBuckets}] AS buckets
  FROM call_counts WHERE minute >= $1 AND minute < $2
  GROUP BY api_id, application_id, client_id, scopes, refused_check)
INSERT INTO traffic_hours (dimension, hour, key, calls, refused, failed, duration_ms, cache_asked, cache_hits, buckets)
SELECT d.dimension, $1, d.key, sum(calls), sum(refused), sum(failed), sum(duration_ms), sum(cache_asked),
  sum(cache_hits), ARRAY[${sumOfBuckets}]
FROM combined CROSS JOIN LATERAL (
  SELECT * FROM (VALUES ('all', ''), ('api', coalesce(api_id::text, '')),
    ('application', coalesce(application_id::text, '')), ('client', client_id), ('check', refused_check))
    AS one (dimension, key) WHERE key IS NOT NULL
  UNION ALL SELECT 'scope', scope FROM unnest(string_to_array(scopes, ' ')) AS scope
    WHERE refused_check IS NULL AND scope <> '') AS d
GROUP BY d.dimension, d.key`;

const SUM_EVENTS = `
INSERT INTO traffic_hours (dimension, hour, key, calls, refused, failed, duration_ms, cache_asked, cache_hits, buckets)
SELECT d.dimension, $1, d.key, sum(events), 0, 0, 0, 0, 0, '{}'
FROM event_counts CROSS JOIN LATERAL (VALUES (kind, label),
  (CASE kind WHEN 'token' THEN 'token-application' END, application_id::text),
  (CASE kind WHEN 'token' THEN 'token-client' END, client_id)) AS d (dimension, key)
WHERE minute >= $1 AND minute < $2 AND kind NOT IN ('token-binding', 'call-binding') AND d.dimension IS NOT NULL AND d.key IS NOT NULL
GROUP BY d.dimension, d.key`;

/**
 * Sums up the hours that are over, and again those that were written to since; forgets those that were kept long enough.
 * One node at a time; another one that finds it under way leaves.
 */
export async function sumUpTraffic(pool: Pool, options: SummingOptions, now = Date.now()): Promise<void> {
  await withOneConnection(pool, async (connection) => {
    const lock = await connection.query<{ readonly mine: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS mine',
      [SUMMING_LOCK],
    );
    if (lock.rows[0]?.mine !== true) return;
    for (const hour of await listDue(connection, options, now)) await sumUpHour(connection, hour);
    await connection.query('DELETE FROM traffic_hours WHERE dimension = ANY ($1) AND hour < $2', [
      SUMMED_DIMENSIONS,
      new Date(now - options.summaryDays * DAY_MS),
    ]);
    await connection.query('SELECT pg_advisory_unlock($1)', [SUMMING_LOCK]);
  });
}

async function listDue(connection: PoolClient, options: SummingOptions, now: number): Promise<number[]> {
  const end = Math.floor((now - SETTLED_MS) / HOUR_MS) * HOUR_MS;
  const oldest = Math.floor(now / DAY_MS - options.trafficDays) * DAY_MS;
  const { rows } = await connection.query<{ readonly summedTo: Date | null; readonly late: Date[] }>(
    `SELECT coalesce(summed_to, (SELECT date_trunc('hour', min(first), 'UTC') FROM (
         SELECT min(minute) AS first FROM call_counts UNION ALL SELECT min(minute) FROM event_counts) AS minutes))
       AS "summedTo", ARRAY(SELECT hour FROM late_hours WHERE hour < $1 AND hour < summed_to) AS late
     FROM traffic_summary`,
    [new Date(end)],
  );
  const from = Math.max(oldest, rows[0]?.summedTo?.getTime() ?? end);
  const due = (rows[0]?.late ?? []).map((hour) => hour.getTime());
  for (let hour = from; hour < end; hour += HOUR_MS) due.push(hour);
  // Where there is nothing yet, the hours that are over have nothing either.
  if (rows[0]?.summedTo == null) due.push(end - HOUR_MS);
  return due;
}

/** Whole or not at all, so that its minutes are counted once, here or there. */
async function sumUpHour(connection: PoolClient, hour: number): Promise<void> {
  const period = [new Date(hour), new Date(hour + HOUR_MS)];
  await connection.query('BEGIN');
  try {
    await connection.query('DELETE FROM late_hours WHERE hour = $1', [period[0]]);
    await connection.query('DELETE FROM traffic_hours WHERE dimension = ANY ($1) AND hour = $2', [
      SUMMED_DIMENSIONS,
      period[0],
    ]);
    await connection.query(SUM_CALLS, period);
    await connection.query(SUM_EVENTS, period);
    await connection.query('UPDATE traffic_summary SET summed_to = greatest(summed_to, $1)', [period[1]]);
    await connection.query('COMMIT');
  } catch (error) {
    await connection.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
