import { randomUUID } from 'node:crypto';
import type { Database } from '../database.js';
import { AuditStore } from '../stores/admin/audit.store.js';
import { openTestDatabase, waitUntil } from '../testing/index.js';
import { followChain } from './audit-chain.js';

interface Entry {
  readonly changes: { readonly name?: { readonly after: unknown } };
}

let database: Database;
let store: AuditStore;
beforeAll(async () => {
  database = await openTestDatabase();
  store = new AuditStore(database.controlPool);
});
afterAll(() => database.close());

async function insertApplication(): Promise<string> {
  const id = randomUUID();
  await database.pool.query(
    "INSERT INTO applications (id, name, created_by) VALUES ($1, 'Of many', 'spec')",
    [id],
  );
  return id;
}

describe('while the entries of many changes are being made', () => {
  const HOLD = 4_711_999;
  // The real function, which waits where the test holds the lock.
  const WAITING = `
    ALTER FUNCTION gatehouse_audit_changes(text, text) RENAME TO gatehouse_audit_changes_now;
    CREATE FUNCTION gatehouse_audit_changes(subject_type text, subject_id text) RETURNS jsonb LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock_shared(${HOLD});
      RETURN gatehouse_audit_changes_now(subject_type, subject_id);
    END $$`;
  const AT_ONCE = `
    DROP FUNCTION gatehouse_audit_changes(text, text);
    ALTER FUNCTION gatehouse_audit_changes_now(text, text) RENAME TO gatehouse_audit_changes`;
  const WAITERS = `SELECT count(*)::int AS count FROM pg_locks
    WHERE locktype = 'advisory' AND objid = ${HOLD} AND NOT granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  beforeAll(() => database.pool.query(WAITING));
  afterAll(() => database.pool.query(AT_ONCE));

  it.each([
    ['created', () => insertApplication()],
    ['deleted', (id: string) => database.pool.query('DELETE FROM applications WHERE id = $1', [id])],
  ])('a right is taken away without waiting for what is %s', async (_name, change) => {
    const id = await insertApplication();
    const holder = await database.pool.connect();
    await holder.query('SELECT pg_advisory_lock($1)', [HOLD]);
    const changed = change(id);
    try {
      await waitUntil(
        'the entry is being made',
        async () => (await holder.query<{ count: number }>(WAITERS)).rows[0]?.count === 1,
      );
      const revoked = await database.pool.query(
        "INSERT INTO revocations (kind, id, expires_at) VALUES ('grant', $1, now() + interval '1 hour')",
        [randomUUID()],
      );
      expect(revoked.rowCount).toBe(1);
    } finally {
      await holder.query('SELECT pg_advisory_unlock($1)', [HOLD]);
      holder.release();
    }
    await changed;
    const entries = await store.listAfter(0, 10_000);
    expect(followChain(await store.findStart(), entries)).toMatchObject({ number: entries.length });
  });
});

describe('a transaction that asks for its constraints early', () => {
  it('has an entry for what it changes afterwards', async () => {
    await database.dataSource.transaction(async (manager) => {
      await manager.query("UPDATE brand SET name = 'Early'");
      await manager.query('SET CONSTRAINTS ALL IMMEDIATE');
      await manager.query("UPDATE brand SET name = 'Late'");
    });
    const entries = await store.list({ type: 'brand' }, undefined, 2);
    expect(entries.map(({ entry }) => (JSON.parse(entry) as Entry).changes.name?.after).reverse()).toEqual([
      'Early',
      'Late',
    ]);
  });
});
