import type { Pool } from 'pg';
import { withOneConnection } from './one-connection.js';

/** For how long traffic is kept. */
export interface TrafficRetention {
  /** Single calls. 0: they are not kept at all. */
  readonly callLogHours: number;
  /** Sums. */
  readonly trafficDays: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
// Maintenance comes every hour; if it cannot for a while, calls are still stored.
const PERIODS_AHEAD = 5;
const MAINTENANCE_LOCK = 4_711_003;

const TABLES = [
  { table: 'calls', widthMs: HOUR_MS },
  { table: 'call_seconds', widthMs: HOUR_MS },
  { table: 'call_counts', widthMs: DAY_MS },
  { table: 'authorization_uses', widthMs: DAY_MS },
] as const;

const nameOf = (table: string, from: number): string =>
  `${table}_${new Date(from).toISOString().slice(0, 13).replace(/[-T]/g, '')}`;

/**
 * Makes the partitions that traffic will soon need and drops those that have been kept long enough. One node at a time;
 * the others wait.
 */
export async function maintainTraffic(
  pool: Pool,
  { callLogHours, trafficDays }: TrafficRetention,
  now = Date.now(),
): Promise<void> {
  await withOneConnection(pool, async (connection) => {
    await connection.query('SELECT pg_advisory_lock($1)', [MAINTENANCE_LOCK]);
    for (const { table, widthMs } of TABLES) {
      const first = Math.floor(now / widthMs) * widthMs;
      // What could not be stored at once is of the period before.
      for (let from = first - widthMs; from <= first + PERIODS_AHEAD * widthMs; from += widthMs) {
        await connection.query(`CREATE TABLE IF NOT EXISTS ${nameOf(table, from)} PARTITION OF ${table}
          FOR VALUES FROM ('${new Date(from).toISOString()}') TO ('${new Date(from + widthMs).toISOString()}')`);
      }
      const keepMs = widthMs === HOUR_MS ? Math.max(1, callLogHours) * HOUR_MS : trafficDays * DAY_MS;
      await dropOlder(connection, table, now - Math.max(keepMs, widthMs));
    }
    await connection.query('SELECT pg_advisory_unlock($1)', [MAINTENANCE_LOCK]);
  });
}

async function dropOlder(connection: Pick<Pool, 'query'>, table: string, end: number): Promise<void> {
  const { rows } = await connection.query<{ readonly name: string; readonly bound: string }>(
    `SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound
     FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = $1::regclass`,
    [table],
  );
  for (const { name, bound } of rows) {
    const last = /TO \('([^']+)'\)/.exec(bound)?.[1];
    if (last !== undefined && Date.parse(last) < end) await connection.query(`DROP TABLE ${name}`);
  }
}
