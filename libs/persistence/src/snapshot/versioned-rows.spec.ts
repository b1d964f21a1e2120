import type { Client } from '@gatehouse/oauth-core';
import type { Database } from '../database.js';
import { insertParties, openTestDatabase, type Parties } from '../testing/index.js';
import { loadSections } from './load-sections.js';
import type { Snapshot } from './snapshot.js';

let database: Database;
let one: Parties;
let other: Parties;
let snapshot: Snapshot;

/** What is read next, of clients and applications. */
async function readNext(): Promise<Snapshot> {
  const loaded = await loadSections(database.pool, ['clients', 'applications'], snapshot);
  return { ...snapshot, ...loaded };
}

const clientOf = ({ clients }: Snapshot, { clientId }: Parties): Client | undefined => clients.get(clientId);

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  one = await insertParties(database.pool);
  other = await insertParties(database.pool);
  snapshot = (await loadSections(database.pool, ['clients', 'applications'])) as Snapshot;
});

it('has read nothing where nothing has changed: the very same section', async () => {
  const next = await readNext();
  expect(next.clients).toBe(snapshot.clients);
  expect(next.applications).toBe(snapshot.applications);
});

it.each([
  ['the client itself', "UPDATE clients SET settings = '{}' WHERE id = $1"],
  [
    'its application',
    'UPDATE applications SET enabled = false WHERE id = (SELECT application_id FROM clients WHERE id = $1)',
  ],
  [
    'a new secret',
    "INSERT INTO client_secrets (id, client_id, secret_hash) VALUES (gen_random_uuid(), $1, sha256('x'))",
  ],
])('reads a client again after a change of %s, and no other one', async (_, statement) => {
  await database.pool.query(statement, [one.clientId]);
  const next = await readNext();
  expect(clientOf(next, one)).not.toBe(clientOf(snapshot, one));
  expect(clientOf(next, other)).toBe(clientOf(snapshot, other));
  // As if everything had been read.
  const whole = (await loadSections(database.pool, ['clients', 'applications'])) as Snapshot;
  expect(next.clients).toEqual(whole.clients);
  expect(next.applications).toEqual(whole.applications);
});

it('sees secrets that end', async () => {
  const { pool } = database;
  await pool.query(
    "INSERT INTO client_secrets (id, client_id, secret_hash) VALUES (gen_random_uuid(), $1, sha256('x'))",
    [one.clientId],
  );
  snapshot = await readNext();
  expect(clientOf(snapshot, one)?.secrets).toHaveLength(1);
  await pool.query('UPDATE client_secrets SET expires_at = now() WHERE client_id = $1', [one.clientId]);
  snapshot = await readNext();
  expect(clientOf(snapshot, one)?.secrets[0]?.expiresAt).not.toBeNull();
  await pool.query('DELETE FROM client_secrets WHERE client_id = $1', [one.clientId]);
  expect(clientOf(await readNext(), one)?.secrets).toEqual([]);
});

it('has nothing of what was deleted, and what is new', async () => {
  await database.pool.query('DELETE FROM applications WHERE id = $1', [one.applicationId]);
  const third = await insertParties(database.pool);
  const next = await readNext();
  expect(clientOf(next, one)).toBeUndefined();
  expect(next.applications.has(one.applicationId)).toBe(false);
  expect(clientOf(next, third)).toMatchObject({ clientId: third.clientId, isEnabled: true });
  expect(next.clients.size).toBe(snapshot.clients.size);
  expect(clientOf(next, other)).toBe(clientOf(snapshot, other));
});

it('reads everything where very many have changed', async () => {
  const { pool } = database;
  await pool.query(
    `INSERT INTO applications (id, name, created_by)
     SELECT gen_random_uuid(), 'Application ' || n, 'a spec' FROM generate_series(1, 1500) n`,
  );
  const next = await readNext();
  expect(next.applications.size).toBe(snapshot.applications.size + 1_500);
  expect([...next.applications.keys()].toSorted()).toEqual(
    [...((await loadSections(pool, ['applications'])) as Snapshot).applications.keys()].toSorted(),
  );
});
