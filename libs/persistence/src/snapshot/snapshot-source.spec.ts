import { BUILT_IN_SCOPES } from '@gatehouse/scopes';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Database } from '../database.js';
import { insertParties, openTestDatabase, waitUntil } from '../testing/index.js';
import type { Snapshot, SnapshotSection } from './snapshot.js';
import { type RunningSnapshotSource, startSnapshotSource } from './snapshot-source.js';

let database: Database;
let pool: Pool;
let source: RunningSnapshotSource;
const errors: Error[] = [];

const addScope = async (name: string): Promise<void> => {
  await pool.query('INSERT INTO scopes (name, title) VALUES ($1, $1)', [name]);
};
const hasScope = (name: string): boolean => source.current().scopes.has(name);

/** Backends that listen for changes of this database. */
async function listListeners(): Promise<number[]> {
  const { rows } = await pool.query<{ readonly pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query ILIKE 'LISTEN %'",
  );
  return rows.map(({ pid }) => pid);
}

const cutListeners = async (): Promise<void> => {
  for (const pid of await listListeners()) await pool.query('SELECT pg_terminate_backend($1)', [pid]);
};

beforeAll(async () => {
  database = await openTestDatabase();
  pool = database.pool;
});
beforeEach(async () => {
  source = await startSnapshotSource({ url: database.url, pool, onError: (error) => errors.push(error) });
});
afterEach(async () => {
  await source.stop();
  errors.length = 0;
});
afterAll(() => database.close());

describe('a snapshot', () => {
  it('begins with what is stored, and the built-in scopes', () => {
    expect(source.isListening()).toBe(true);
    expect([...source.current().scopes.keys()]).toEqual(BUILT_IN_SCOPES.map(({ name }) => name));
  });

  it('is replaced when another connection changes something, and says what', async () => {
    const heard: ReadonlySet<SnapshotSection>[] = [];
    source.onChange((_, changed) => void heard.push(changed));
    const before = source.current();
    await addScope('heard');
    await waitUntil('the notification', () => hasScope('heard'));
    expect(heard).toEqual([new Set(['scopes'])]);
    expect(before.scopes.has('heard')).toBe(false);
  });

  it('keeps the sections that did not change: the very same objects', async () => {
    const before: Snapshot = source.current();
    await addScope('same');
    await waitUntil('the notification', () => hasScope('same'));
    const { scopes: _, ...rest } = source.current();
    for (const [section, value] of Object.entries(rest))
      expect(value).toBe(before[section as SnapshotSection]);
  });

  it.each([
    [
      "INSERT INTO applications (id, name, created_by) VALUES (gen_random_uuid(), 'n', 'spec')",
      'clients applications',
    ],
    ['DELETE FROM api_keys', 'apiKeys'],
    ['UPDATE api_keys SET enabled = false', 'apiKeys'],
    ['DELETE FROM api_applications', 'apis'],
    ["UPDATE clients SET enabled = false WHERE id = 'none'", 'clients applications'],
    ['DELETE FROM client_secrets', 'clients applications'],
    ['DELETE FROM apis', 'apis'],
    ['DELETE FROM routes', 'apis'],
    ["DELETE FROM scopes WHERE name = 'none'", 'scopes'],
    ['DELETE FROM signing_keys', 'keys'],
    [
      "INSERT INTO revocations (kind, id, expires_at) VALUES ('grant', 'g', now() + interval '1 day')",
      'revocations',
    ],
  ])('hears of %s', async (statement, named) => {
    const sections = named.split(' ');
    const heard = new Set<SnapshotSection>();
    source.onChange((_, changed) => {
      for (const name of changed) heard.add(name);
    });
    await pool.query(statement);
    await waitUntil(named, () => heard.size >= sections.length);
    expect(heard).toEqual(new Set(sections));
  });

  it('does not hear of the use of an API key, which changes nothing', async () => {
    const heard = new Set<SnapshotSection>();
    source.onChange((_, changed) => {
      for (const name of changed) heard.add(name);
    });
    await pool.query('UPDATE api_keys SET last_used_at = now()');
    await addScope('after-the-use');
    await waitUntil('the scope', () => hasScope('after-the-use'));
    expect(heard).toEqual(new Set(['scopes']));
  });

  it('has a write of this node when refresh resolves, however many refresh at once', async () => {
    const names = Array.from({ length: 10 }, () => randomUUID());
    await Promise.all(
      names.map(async (name) => {
        await addScope(name);
        await source.refresh('scopes');
        expect(hasScope(name)).toBe(true);
      }),
    );
  });

  it('knows a revocation while other sections are still being read', async () => {
    const lock = await pool.connect();
    let isRead = false;
    try {
      await lock.query('BEGIN; LOCK TABLE clients');
      const reading = source.refresh('clients').then(() => (isRead = true));
      await pool.query(
        "INSERT INTO revocations (kind, id, expires_at) VALUES ('grant', 'soon', now() + interval '1 day')",
      );
      await waitUntil('the revocation', () => source.current().revocations.grants.has('soon'));
      expect(isRead).toBe(false);
      await lock.query('COMMIT');
      await reading;
    } finally {
      lock.release(true);
    }
    expect(source.current().revocations.grants.has('soon')).toBe(true);
  });

  it('tells nobody who has stopped listening to it', async () => {
    let calls = 0;
    source.onChange(() => void (calls += 1))();
    await source.refresh('scopes');
    expect(calls).toBe(0);
  });
});

describe('what a snapshot says', () => {
  it('a client is enabled while it and its application are', async () => {
    const { clientId, applicationId } = await insertParties(pool);
    const isEnabled = async (statement: string, id: string): Promise<boolean | undefined> => {
      await pool.query(statement, [id]);
      await source.refresh('clients');
      return source.current().clients.get(clientId)?.isEnabled;
    };
    expect(await isEnabled('UPDATE clients SET enabled = true WHERE id = $1', clientId)).toBe(true);
    expect(await isEnabled('UPDATE clients SET enabled = false WHERE id = $1', clientId)).toBe(false);
    expect(await isEnabled('UPDATE clients SET enabled = true WHERE id = $1', clientId)).toBe(true);
    expect(await isEnabled('UPDATE applications SET enabled = false WHERE id = $1', applicationId)).toBe(
      false,
    );
  });

  it('a client has its secrets, with their ends', async () => {
    const { clientId } = await insertParties(pool);
    const [hash, end] = [randomBytes(32), new Date('2030-01-01T00:00:00.123Z')];
    await pool.query(
      'INSERT INTO client_secrets (id, client_id, secret_hash, expires_at) VALUES ($1, $2, $3, $4)',
      [randomUUID(), clientId, hash, end],
    );
    await source.refresh('clients');
    expect(source.current().clients.get(clientId)?.secrets).toEqual([
      { id: expect.any(String), hash, sealed: null, expiresAt: end.getTime() },
    ]);
  });

  it('a revocation counts until it ends', async () => {
    const [living, ended] = [randomUUID(), randomUUID()];
    await pool.query(
      `INSERT INTO revocations (kind, id, expires_at)
       VALUES ('user', $1, now() + interval '1 minute'), ('user', $2, now() - interval '1 second')`,
      [living, ended],
    );
    await source.refresh('revocations');
    const { users } = source.current().revocations;
    expect([users.has(living), users.has(ended)]).toEqual([true, false]);
  });
});

describe('when the notification connection breaks', () => {
  it('says so, connects again and catches up with what it missed', async () => {
    await cutListeners();
    await waitUntil('the loss', () => !source.isListening());
    await addScope('missed');
    await waitUntil('the reconnect', () => source.isListening());
    expect(hasScope('missed')).toBe(true);
    expect(errors).not.toEqual([]);
    await addScope('after the reconnect'.replaceAll(' ', '-'));
    await waitUntil('the notification', () => hasScope('after-the-reconnect'));
  });

  it('reads on from nothing that it has: another server may be there, whose rows have the same versions', async () => {
    await insertParties(pool);
    await source.refresh('clients');
    const { clients, applications } = source.current();
    await source.refresh('clients');
    expect(source.current().clients).toBe(clients);
    await cutListeners();
    await waitUntil('the loss', () => !source.isListening());
    await waitUntil('the reconnect', () => source.isListening());
    expect(source.current().clients).not.toBe(clients);
    expect(source.current().applications).not.toBe(applications);
  });

  it('does not say that it listens until it has read what it missed', async () => {
    const lock = await pool.connect();
    try {
      await lock.query('BEGIN; LOCK TABLE revocations');
      await cutListeners();
      await waitUntil('the loss', () => !source.isListening());
      await waitUntil('the new connection', async () => (await listListeners()).length > 0);
      expect(source.isListening()).toBe(false);
    } finally {
      await lock.query('COMMIT');
      lock.release();
    }
    await waitUntil('the reconnect', () => source.isListening());
  });

  it('goes on trying when the read after the reconnect fails', async () => {
    await pool.query('ALTER TABLE scopes RENAME TO scopes_away');
    try {
      await cutListeners();
      await waitUntil('a failed read', () =>
        errors.some(({ message }) => message.includes('"scopes" does not exist')),
      );
      expect(source.isListening()).toBe(false);
    } finally {
      await pool.query('ALTER TABLE scopes_away RENAME TO scopes');
    }
    await waitUntil('the reconnect', () => source.isListening());
  });

  it('leaves no connection behind when it is stopped meanwhile', async () => {
    await cutListeners();
    await waitUntil('the loss', () => !source.isListening());
    await source.stop();
    expect(await listListeners()).toEqual([]);
  });
});

describe('when a read fails', () => {
  it('a change that was heard of is not forgotten: it is read as soon as that works again', async () => {
    await pool.query('ALTER TABLE scopes RENAME TO scopes_away');
    try {
      await pool.query("INSERT INTO scopes_away (name, title) VALUES ('late', 'late')");
      await waitUntil('a failed read', () => errors.length > 0);
    } finally {
      await pool.query('ALTER TABLE scopes_away RENAME TO scopes');
    }
    await waitUntil('the retry', () => hasScope('late'));
  });

  it('it is tried again soon, though nobody asks', async () => {
    const quietly = await pool.connect();
    await pool.query('ALTER TABLE scopes RENAME TO scopes_away');
    try {
      // Without its trigger: nothing is notified.
      await quietly.query(
        "SET session_replication_role = replica; INSERT INTO scopes_away (name, title) VALUES ('quiet', 'quiet')",
      );
      await expect(source.refresh('scopes')).rejects.toThrow(/does not exist/);
    } finally {
      await pool.query('ALTER TABLE scopes_away RENAME TO scopes');
      quietly.release(true);
    }
    await waitUntil('the retry', () => hasScope('quiet'));
  });

  it('refresh says so to whoever waits for it', async () => {
    await pool.query('ALTER TABLE scopes RENAME TO scopes_away');
    try {
      await expect(source.refresh('scopes')).rejects.toThrow(/does not exist/);
    } finally {
      await pool.query('ALTER TABLE scopes_away RENAME TO scopes');
    }
    await expect(source.refresh('scopes')).resolves.toBeUndefined();
  });
});
