import { randomBytes, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Database } from '../database.js';
import { type RunningSnapshotSource, startSnapshotSource } from '../snapshot/snapshot-source.js';
import { insertAuthorization, insertParties, openTestDatabase, waitUntil } from '../testing/index.js';
import { findEpochOf, readEpoch } from './epochs.js';
import { type NodeRegistration, registerNode } from './node-registry.js';
import { ReceiptsStore } from './receipts.store.js';

let database: Database;
let pool: Pool;
let receipts: ReceiptsStore;
let source: RunningSnapshotSource;
let node: NodeRegistration;

const FACTS = {
  host: 'web-1',
  pid: 4711,
  worker: 0,
  roles: ['gateway'],
  version: '0.1.0',
  unheardSeconds: 30,
};
const rethrow = (error: Error): never => {
  throw error;
};

const revoke = (id: string): Promise<unknown> =>
  pool.query(
    "INSERT INTO revocations (kind, id, expires_at) VALUES ('grant', $1, now() + interval '1 hour')",
    [id],
  );

async function hasHeartbeatSince(moment: Date): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT 1 FROM pg_stat_activity
     WHERE datname = current_database() AND query = 'SELECT 1' AND state = 'idle' AND query_start > $1`,
    [moment],
  );
  return rowCount === 1;
}

beforeAll(async () => {
  database = await openTestDatabase();
  pool = database.pool;
  receipts = new ReceiptsStore(pool);
});
beforeEach(async () => {
  node = await registerNode(pool, FACTS, rethrow);
  source = await startSnapshotSource({ url: database.url, pool, onError: () => undefined });
});
afterEach(async () => {
  await node.stop();
  await source.stop();
});
afterAll(() => database.close());

describe('an epoch', () => {
  it.each([
    ['application', 'UPDATE applications SET enabled = false WHERE id = $1'],
    ['application', 'DELETE FROM applications WHERE id = $1'],
  ] as const)('of an %s comes with %s', async (kind, statement) => {
    const { applicationId } = await insertParties(pool);
    const before = await readEpoch(pool);
    await pool.query(statement, [applicationId]);
    expect(await findEpochOf(pool, kind, applicationId)).toBeGreaterThan(before);
  });

  it('comes with a user who is disabled, though there was nothing to revoke, and nodes hear of it', async () => {
    const { userId } = await insertParties(pool);
    await node.follow(source);
    await pool.query('UPDATE users SET enabled = false WHERE id = $1', [userId]);
    const epoch = await findEpochOf(pool, 'user', userId);
    await waitUntil('the node to hear', () => source.seenEpochs().get('revocations') === epoch);
  });

  it.each([
    ['disabled', 'UPDATE api_keys SET enabled = false WHERE id = $1'],
    ['given less', "UPDATE api_keys SET scopes = '{}' WHERE id = $1"],
    ['ended', 'UPDATE api_keys SET expires_at = now() WHERE id = $1'],
    ['deleted', 'DELETE FROM api_keys WHERE id = $1'],
    [
      'deleted with its application',
      'DELETE FROM applications a USING api_keys k WHERE k.id = $1 AND a.id = k.application_id',
    ],
  ])('comes with an API key that is %s, and nodes hear of it', async (_, statement) => {
    const { applicationId } = await insertParties(pool);
    const keyId = randomUUID();
    await pool.query(
      `INSERT INTO api_keys (id, application_id, name, hint, key_hash, scopes, created_by)
       VALUES ($1, $2, 'Night job', 'ghk_1', $3, '{photos}', 'a spec')`,
      [keyId, applicationId, randomBytes(32)],
    );
    await node.follow(source);
    await pool.query("UPDATE api_keys SET name = 'Other', last_used_at = now() WHERE id = $1", [keyId]);
    expect(await findEpochOf(pool, 'api-key', keyId)).toBe(0);
    await pool.query(statement, [keyId]);
    const epoch = await findEpochOf(pool, 'api-key', keyId);
    expect(epoch).toBeGreaterThan(0);
    await waitUntil('the node to hear', () => (source.seenEpochs().get('apiKeys') ?? 0) >= epoch);
  });

  it('does not come with a change that takes nothing away', async () => {
    const { applicationId, userId } = await insertParties(pool);
    const before = await readEpoch(pool);
    await pool.query("UPDATE applications SET name = 'Other' WHERE id = $1", [applicationId]);
    await pool.query("UPDATE users SET display_name = 'Other' WHERE id = $1", [userId]);
    expect(await readEpoch(pool)).toBe(before);
  });

  it('does not stay where its transaction is rolled back', async () => {
    const before = await readEpoch(pool);
    const connection = await pool.connect();
    await connection.query('BEGIN');
    await connection.query("INSERT INTO revocations VALUES ('grant', 'undone', now(), now())");
    await connection.query('SET CONSTRAINTS ALL IMMEDIATE');
    await connection.query('ROLLBACK');
    connection.release();
    expect(await readEpoch(pool)).toBe(before);
  });

  it('is never seen before a smaller one, however the commits race', async () => {
    let highest = await readEpoch(pool);
    let isOver = false;
    const known = new Set<number>();
    const look = async (): Promise<void> => {
      while (!isOver) {
        const { rows } = await pool.query<{ readonly epoch: number }>(
          'SELECT epoch::float8 FROM revocation_epochs WHERE epoch > $1',
          [highest],
        );
        // One that comes later than a greater one would be missed by whoever asks for what is newer.
        for (const { epoch } of rows) known.add(epoch);
        highest = Math.max(highest, ...rows.map(({ epoch }) => epoch));
      }
    };
    const before = highest;
    const looking = look();
    await Promise.all(Array.from({ length: 200 }, () => revoke(randomUUID())));
    isOver = true;
    await looking;
    const { rows } = await pool.query<{ readonly epoch: number }>(
      'SELECT epoch::float8 FROM revocation_epochs WHERE epoch > $1 AND epoch <= $2',
      [before, highest],
    );
    expect([...known].toSorted((a, b) => a - b)).toEqual(
      rows.map(({ epoch }) => epoch).toSorted((a, b) => a - b),
    );
  });
});

describe('a node', () => {
  it('is known from before its first snapshot until it stops', async () => {
    expect(await receipts.listNodes(60)).toMatchObject([{ ...FACTS, id: node.nodeId, firstEpoch: null }]);
    await node.follow(source);
    expect(await receipts.listNodes(60)).toMatchObject([{ id: node.nodeId, isHearing: true, behind: 0 }]);
    await node.stop();
    expect(await receipts.listNodes(60)).toEqual([]);
  });

  it('acknowledges what it has read, with the time', async () => {
    await node.follow(source);
    const { authorizationId } = await insertAuthorization(pool);
    await pool.query("INSERT INTO revocations VALUES ('authorization', $1, now(), now() + interval '1 h')", [
      authorizationId,
    ]);
    const epoch = await findEpochOf(pool, 'authorization', authorizationId);
    await waitUntil('the acknowledgement', async () => (await receipts.listNodes(60))[0]?.behind === 0);
    const { rows, now } = await receipts.listAcknowledgements([epoch]);
    const { revokedAt, subjectName } = await receipts.getEpoch(epoch);
    expect(rows).toMatchObject([{ id: node.nodeId, epoch }]);
    expect(rows[0]?.acknowledgedAt).toBeGreaterThan(revokedAt);
    expect(rows[0]?.acknowledgedAt).toBeLessThanOrEqual(now);
    expect(subjectName).toMatch(/^Print Shop for ada-/);
    expect(source.current().revocations.authorizations.has(authorizationId)).toBe(true);
  });

  it('that began later has nothing to acknowledge, and one that cannot read is behind', async () => {
    await revoke(randomUUID());
    const epoch = await readEpoch(pool);
    const late = await registerNode(pool, { ...FACTS, host: 'web-2' }, rethrow);
    const second = await startSnapshotSource({ url: database.url, pool, onError: () => undefined });
    await late.follow(second);
    await second.stop();
    const { rows } = await receipts.listAcknowledgements([epoch]);
    expect(rows.map(({ id }) => id)).not.toContain(late.nodeId);
    await revoke(randomUUID());
    const [entry] = (await receipts.listNodes(60)).filter(({ id }) => id === late.nodeId);
    expect(entry).toMatchObject({ behind: 1, epoch });
    await late.stop();
  });
});

describe('a snapshot source', () => {
  it('knows for how long it has not heard of everything', async () => {
    expect(source.unheardMs()).toBeLessThan(10_000);
    let before = source.unheardMs();
    await waitUntil('the next heartbeat', () => {
      const now = source.unheardMs();
      const isLess = now < before;
      before = now;
      return isLess;
    });
  });

  it('does not vouch for what it could not read', async () => {
    await pool.query('ALTER TABLE revocations RENAME TO revocations_away');
    // Since then it may have heard at most once more, by a heartbeat that was under way.
    try {
      await pool.query("NOTIFY gatehouse, 'revocations'");
      await expect(source.refresh('revocations')).rejects.toThrow(/does not exist/);
      const before = source.unheardMs();
      const failedAt = new Date();
      await waitUntil('a heartbeat after it', () => hasHeartbeatSince(failedAt));
      expect(source.unheardMs()).toBeGreaterThanOrEqual(before);
    } finally {
      await pool.query('ALTER TABLE revocations_away RENAME TO revocations');
    }
    const unheard = source.unheardMs();
    await waitUntil('it to vouch again', () => source.unheardMs() < unheard);
  });
});
