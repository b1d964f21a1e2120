import type { Pool } from 'pg';
import { withOneConnection } from './one-connection.js';
import { listPartitions } from './partition-list.js';

/** Tables partitioned by `expires_at`, with how many days ahead a row may expire. */
const PARTITIONED = [
  { table: 'authorization_codes', daysAhead: 1 },
  { table: 'access_tokens', daysAhead: 2 },
  { table: 'refresh_tokens', daysAhead: 400 },
  { table: 'events', daysAhead: 31 },
  { table: 'webhook_deliveries', daysAhead: 31 },
  { table: 'ssf_sets', daysAhead: 31 },
] as const;

const PURGED = [
  'sessions',
  'interactions',
  'revocations',
  'console_sessions',
  'logout_deliveries',
  'session_grants',
  'used_identifiers',
  'device_codes',
  'backchannel_requests',
  'pushed_requests',
  'passkey_challenges',
  'attempt_budgets',
  'user_tickets',
  'outbox_messages',
  'account_events',
  'epoch_acknowledgements',
  'revocation_epochs',
  'nodes',
  'quota_counts',
  'event_marks',
] as const;
const PURGE_BATCH = 5_000;
const MAINTENANCE_LOCK = 4_711_002;
const DAY_MS = 86_400_000;
/** Expired rows stay this long, so that a replay of one is still recognized. */
const KEEP_DAYS = 1;

/** First day of a partition and the day after its last: daily where rows are short-lived, thirty days where not. */
function listPeriods(daysAhead: number, now: number): { readonly from: Date; readonly to: Date }[] {
  const days = daysAhead > 30 ? 30 : 1;
  const width = days * DAY_MS;
  const first = Math.floor(now / width) * width;
  const periods: { from: Date; to: Date }[] = [];
  for (let from = first; from <= now + (daysAhead + days) * DAY_MS; from += width) {
    periods.push({ from: new Date(from), to: new Date(from + width) });
  }
  return periods;
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

/**
 * Makes the partitions that rows will soon need, drops those whose rows have all expired, and purges the small tables
 * in batches. One node at a time; the others wait. Run at the start and every hour.
 */
export async function maintainPartitions(pool: Pool, now = Date.now()): Promise<void> {
  await withOneConnection(pool, async (connection) => {
    await connection.query('SELECT pg_advisory_lock($1)', [MAINTENANCE_LOCK]);
    for (const { table, daysAhead } of PARTITIONED) {
      const partitions = await listPartitions(connection, table);
      for (const { from, to } of listPeriods(daysAhead, now)) {
        const name = `${table}_${day(from).replaceAll('-', '')}`;
        if (partitions.some((known) => known.name === name)) continue;
        await connection.query(`CREATE TABLE IF NOT EXISTS ${name} PARTITION OF ${table}
          FOR VALUES FROM ('${from.toISOString()}') TO ('${to.toISOString()}')`);
      }
      for (const { name, end } of partitions)
        if (end < now - KEEP_DAYS * DAY_MS) await connection.query(`DROP TABLE ${name}`);
    }
    for (const table of PURGED) await purge(connection, table);
    await connection.query('SELECT pg_advisory_unlock($1)', [MAINTENANCE_LOCK]);
  });
}

async function purge(client: Pick<Pool, 'query'>, table: string): Promise<void> {
  let rowCount: number | null;
  do {
    ({ rowCount } = await client.query(
      `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE expires_at < now() LIMIT $1))`,
      [PURGE_BATCH],
    ));
  } while (rowCount === PURGE_BATCH);
}
