import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Database } from './database.js';
import { maintainPartitions } from './partitions.js';
import { insertParties, openTestDatabase, waitUntil } from './testing/index.js';
import { maintainTraffic } from './traffic-partitions.js';

const DAY_MS = 86_400_000;

let database: Database;
let pool: Pool;

beforeEach(async () => {
  database = await openTestDatabase();
  pool = database.pool;
});
afterEach(() => database.close());

async function listPartitions(table: string): Promise<string[]> {
  const { rows } = await pool.query<{ readonly name: string }>(
    'SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::regclass ORDER BY 1',
    [table],
  );
  return rows.map(({ name }) => name);
}

const insertAccessToken = (expiresAt: number): Promise<unknown> =>
  pool.query(
    `INSERT INTO access_tokens (token_hash, token_id, client_id, subject, scopes, audience, issued_at, expires_at)
     VALUES ($1, $2, 'print-shop', 'print-shop', '{}', '{}', now(), $3)`,
    [Buffer.from(randomUUID()), randomUUID(), new Date(expiresAt)],
  );

describe('partitions by expiry', () => {
  it('take every row that the settings allow: codes of ten minutes, access tokens of a day, families of a year', async () => {
    const { rows } = await pool.query<{ readonly table: string; readonly last: Date }>(`
      SELECT inhparent::regclass::text AS table,
        max((regexp_match(pg_get_expr(c.relpartbound, c.oid), $$TO \\('([^']+)'\\)$$))[1]::timestamptz) AS last
      FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE c.relkind = 'r' GROUP BY 1`);
    const reach = Object.fromEntries(rows.map(({ table, last }) => [table, last.getTime() - Date.now()]));
    // An hour later, when maintenance comes again, the reach must still be enough.
    expect(reach['authorization_codes']).toBeGreaterThan(600_000 + 3_600_000);
    expect(reach['access_tokens']).toBeGreaterThan(DAY_MS + 3_600_000);
    expect(reach['refresh_tokens']).toBeGreaterThan(365 * DAY_MS + 3_600_000);
  });

  it('have no gap and no overlap at the turn of a day', async () => {
    const midnight = Math.ceil(Date.now() / DAY_MS) * DAY_MS;
    for (const moment of [midnight - 1, midnight, midnight + 1]) await insertAccessToken(moment);
  });

  it('are made ahead as the days go by, and the same ones are not made twice', async () => {
    const before = await listPartitions('access_tokens');
    // PostgreSQL says so where a table is there already.
    const notices: unknown[] = [];
    pool.on('acquire', (connection) => void connection.once('notice', (notice) => notices.push(notice)));
    await maintainPartitions(pool);
    await maintainTraffic(pool, { callLogHours: 6, trafficDays: 3 });
    await maintainTraffic(pool, { callLogHours: 6, trafficDays: 3 });
    expect([await listPartitions('access_tokens'), notices]).toEqual([before, []]);
    await maintainPartitions(pool, Date.now() + DAY_MS);
    expect((await listPartitions('access_tokens')).length).toBe(before.length + 1);
  });

  it('are dropped a day after their last row has expired, with all that is in them', async () => {
    const expiresAt = Date.now() + 60_000;
    await insertAccessToken(expiresAt);
    const count = async (): Promise<number> =>
      (await pool.query('SELECT 1 FROM access_tokens')).rowCount ?? 0;
    const endOfDay = Math.ceil(expiresAt / DAY_MS) * DAY_MS;
    await maintainPartitions(pool, endOfDay + DAY_MS);
    expect(await count()).toBe(1);
    await maintainPartitions(pool, endOfDay + DAY_MS + 1);
    expect(await count()).toBe(0);
  });

  it('are kept by several nodes at once', async () => {
    const later = Date.now() + 3 * DAY_MS;
    await Promise.all(Array.from({ length: 4 }, () => maintainPartitions(pool, later)));
    await maintainPartitions(pool, later);
    expect((await listPartitions('access_tokens')).length).toBeGreaterThan(3);
  });

  it('give their connection back when maintenance fails, and the lock with it', async () => {
    await pool.query('ALTER TABLE access_tokens RENAME TO away');
    await expect(maintainPartitions(pool)).rejects.toThrow(/does not exist/);
    await pool.query('ALTER TABLE away RENAME TO access_tokens');
    expect(pool.idleCount).toBe(pool.totalCount);
    await maintainPartitions(pool);
  });

  it('give their connection back when it breaks on the way', async () => {
    const lock = await pool.connect();
    await lock.query('BEGIN; LOCK TABLE sessions');
    const maintenance = maintainPartitions(pool);
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'DELETE FROM sessions%'`;
    const broken = expect(maintenance).rejects.toThrow(/terminat/);
    await waitUntil('maintenance at the locked table', async () => (await pool.query(cut)).rowCount === 1);
    await broken;
    await lock.query('COMMIT');
    lock.release();
    expect(pool.idleCount).toBe(pool.totalCount);
  });
});

describe('the small tables', () => {
  it('lose what has expired, and keep the rest', async () => {
    const { userId } = await insertParties(pool);
    const insert = (id: number, expiry: string): Promise<unknown> =>
      pool.query(
        `INSERT INTO sessions (id_hash, user_id, authenticated_at, expires_at) VALUES ($1, $2, now(), now() + $3::interval)`,
        [Buffer.from([id]), userId, expiry],
      );
    await insert(1, '-1 second');
    await insert(2, '1 hour');
    await maintainPartitions(pool);
    const { rows } = await pool.query('SELECT id_hash FROM sessions');
    expect(rows).toEqual([{ id_hash: Buffer.from([2]) }]);
  });
});
