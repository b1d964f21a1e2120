import type { Pool } from 'pg';
import { withOneConnection } from './one-connection.js';
import { listPartitions } from './partition-list.js';

/** For how long traffic is kept. */
export interface TrafficRetention {
  /** Single calls, and error answers of the authorization server. 0: they are not kept at all. */
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
  { table: 'error_answers', widthMs: HOUR_MS },
  { table: 'call_counts', widthMs: DAY_MS },
  { table: 'event_counts', widthMs: DAY_MS },
  { table: 'authorization_uses', widthMs: DAY_MS },
  { table: 'exchanged_uses', widthMs: DAY_MS },
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
      const partitions = await listPartitions(connection, table);
      const first = Math.floor(now / widthMs) * widthMs;
      // What could not be stored at once is of the period before.
      for (let from = first - widthMs; from <= first + PERIODS_AHEAD * widthMs; from += widthMs) {
        const name = nameOf(table, from);
        if (partitions.some((known) => known.name === name)) continue;
        await connection.query(`CREATE TABLE IF NOT EXISTS ${name} PARTITION OF ${table}
          FOR VALUES FROM ('${new Date(from).toISOString()}') TO ('${new Date(from + widthMs).toISOString()}')`);
      }
      const keepMs = widthMs === HOUR_MS ? Math.max(1, callLogHours) * HOUR_MS : trafficDays * DAY_MS;
      const oldest = now - Math.max(keepMs, widthMs);
      for (const { name, end } of partitions) if (end < oldest) await connection.query(`DROP TABLE ${name}`);
    }
    await connection.query('SELECT pg_advisory_unlock($1)', [MAINTENANCE_LOCK]);
  });
}
