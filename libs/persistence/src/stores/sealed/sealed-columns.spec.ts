import { randomBytes } from 'node:crypto';
import type { Database } from '../../database.js';
import { openTestDatabase, waitUntil } from '../../testing/index.js';
import { resealAll, SEALED_COLUMNS } from './sealed-columns.js';

const [OLD, NEW] = [Buffer.from('oldkeyid'), Buffer.from('newkeyid')];

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => database.pool.query('DELETE FROM console_sessions'));
afterAll(() => database.close());

const sealed = (keyId: Buffer, text: string): Buffer => Buffer.concat([keyId, Buffer.from(text)]);
const reseal = (value: Buffer, context: string): Buffer | undefined =>
  context === 'console-session' ? Buffer.concat([NEW, value.subarray(OLD.length)]) : undefined;

async function insertSession(value: Buffer): Promise<Buffer> {
  const idHash = randomBytes(32);
  await database.pool.query(
    `INSERT INTO console_sessions (id_hash, csrf_token, sealed_tokens, expires_at)
     VALUES ($1, 'csrf', $2, now() + interval '1 hour')`,
    [idHash, value],
  );
  return idHash;
}

async function readSessions(): Promise<Set<string>> {
  const { rows } = await database.pool.query<{ value: Buffer }>(
    'SELECT sealed_tokens AS value FROM console_sessions',
  );
  return new Set(rows.map(({ value }) => value.toString()));
}

describe('sealing anew under another master key', () => {
  it('knows every sealed column of the schema', async () => {
    const { rows } = await database.pool.query<{ name: string }>(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
       WHERE table_schema = current_schema() AND column_name LIKE 'sealed%' AND table_name NOT LIKE 'refresh_tokens%'`,
    );
    // What a refresh token sealed, it opens: no master key has a part in it.
    const listed = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`);
    expect(listed.toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
  });

  it('reads and writes every one of them', async () => {
    expect(await resealAll(database.pool, NEW, reseal)).toEqual({ renewed: 0, lost: 0 });
  });

  it('renews what another key sealed, however much there is, and leaves the rest alone', async () => {
    const count = 450;
    for (let index = 0; index < count; index += 1) await insertSession(sealed(OLD, `old ${index}`));
    await insertSession(sealed(NEW, 'new'));
    expect(await resealAll(database.pool, NEW, reseal)).toEqual({ renewed: count, lost: 0 });
    const expected = Array.from({ length: count }, (_, index) => sealed(NEW, `old ${index}`).toString());
    expect(await readSessions()).toEqual(new Set([...expected, sealed(NEW, 'new').toString()]));
    expect(await resealAll(database.pool, NEW, reseal)).toEqual({ renewed: 0, lost: 0 });
  });

  it('counts what no key opens, and leaves it', async () => {
    await insertSession(sealed(OLD, 'lost'));
    expect(await resealAll(database.pool, NEW, () => undefined)).toEqual({ renewed: 0, lost: 1 });
    expect(await readSessions()).toEqual(new Set([sealed(OLD, 'lost').toString()]));
  });

  it('does not undo what somebody else writes meanwhile', async () => {
    const { pool } = database;
    const idHash = await insertSession(sealed(OLD, 'before'));
    const writer = await pool.connect();
    await writer.query('BEGIN');
    await writer.query('UPDATE console_sessions SET sealed_tokens = $2 WHERE id_hash = $1', [
      idHash,
      sealed(NEW, 'after'),
    ]);
    const resealing = resealAll(pool, NEW, reseal);
    await waitUntil('it to wait for the writer', async () => {
      const { rowCount } = await pool.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      return (rowCount ?? 0) > 0;
    });
    await writer.query('COMMIT');
    writer.release();
    expect(await resealing).toEqual({ renewed: 0, lost: 0 });
    expect(await readSessions()).toEqual(new Set([sealed(NEW, 'after').toString()]));
  });
});
