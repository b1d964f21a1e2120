import { randomUUID } from 'node:crypto';
import type { Database } from '../../database.js';
import { insertAuthorization, insertParties, openTestDatabase } from '../../testing/index.js';
import { createDueDeliveryStore } from './due-deliveries.js';
import { tellOfExpiringSecrets } from './expiring-secrets.js';
import { WebhookDeliveriesStore } from './webhook-deliveries.store.js';
import { WebhooksStore } from './webhooks.store.js';

const SECRET = Buffer.from('sealed');

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => database.pool.query('DELETE FROM webhooks'));
afterAll(() => database.close());

const listTypes = async (since: string): Promise<string[]> =>
  (
    await database.pool.query<{ type: string }>(
      'SELECT type FROM events WHERE data::text LIKE $1 ORDER BY type',
      [`%${since}%`],
    )
  ).rows.map(({ type }) => type);

const insertWebhook = (
  types: readonly string[] = [],
  organizationId: string | null = null,
): Promise<string> =>
  new WebhooksStore(database.controlPool).insert(
    { name: randomUUID(), url: 'https://hooks.example', types, enabled: true, organizationId },
    () => SECRET,
    'spec',
  );

describe('an event', () => {
  it('is there with the change that it tells of, and not without it', async () => {
    const { userId } = await insertParties(database.pool);
    const webhookId = await insertWebhook();
    const connection = await database.pool.connect();
    await connection.query('BEGIN');
    await connection.query('UPDATE users SET enabled = false WHERE id = $1', [userId]);
    await connection.query('ROLLBACK');
    connection.release();
    expect(await listTypes(userId)).toEqual([]);
    await database.pool.query('UPDATE users SET enabled = false WHERE id = $1', [userId]);
    expect(await listTypes(userId)).toEqual(['user.disabled']);
    const deliveries = new WebhookDeliveriesStore(database.pool);
    expect(await deliveries.list(webhookId, { limit: 10 })).toMatchObject([
      { type: 'user.disabled', data: { userId } },
    ]);
  });

  it('of a session is of one that lived: what has run out is swept away in silence', async () => {
    const { userId } = await insertParties(database.pool);
    const insert = `INSERT INTO sessions (id_hash, user_id, authenticated_at, expires_at) VALUES ($1, $2, now(), now() + $3::interval)`;
    await database.pool.query(insert, [Buffer.from(randomUUID()), userId, '-1 second']);
    await database.pool.query('DELETE FROM sessions WHERE user_id = $1', [userId]);
    expect(await listTypes(userId)).toEqual([]);
    await database.pool.query(insert, [Buffer.from(randomUUID()), userId, '1 hour']);
    await database.pool.query('DELETE FROM sessions WHERE user_id = $1', [userId]);
    expect(await listTypes(userId)).toEqual(['session.revoked']);
  });

  it('of a credential is of another one: sealed anew under another master key it is the same', async () => {
    const { userId } = await insertParties(database.pool);
    await database.pool.query('INSERT INTO user_totp (user_id, sealed_secret) VALUES ($1, $2)', [
      userId,
      SECRET,
    ]);
    await database.pool.query(`UPDATE user_totp SET sealed_secret = '\\x00' WHERE user_id = $1`, [userId]);
    await database.pool.query('UPDATE users SET display_name = $2 WHERE id = $1', [userId, 'Ada L.']);
    expect(await listTypes(userId)).toEqual(['credential.changed']);
  });

  it('of what is deleted tells of it once, and not of all that goes along', async () => {
    const { userId, applicationId } = await insertAuthorization(database.pool);
    await database.pool.query(
      `INSERT INTO sessions (id_hash, user_id, authenticated_at, expires_at) VALUES ($1, $2, now(), now() + interval '1 hour')`,
      [Buffer.from(randomUUID()), userId],
    );
    await database.pool.query('INSERT INTO user_totp (user_id, sealed_secret) VALUES ($1, $2)', [
      userId,
      SECRET,
    ]);
    await database.pool.query('DELETE FROM users WHERE id = $1', [userId]);
    expect(await listTypes(userId)).toEqual(['credential.changed', 'user.deleted']);
    await database.pool.query('DELETE FROM applications WHERE id = $1', [applicationId]);
    expect(await listTypes(applicationId)).toEqual([
      'application.created',
      'application.deleted',
      'client.created',
      'client.deleted',
    ]);
  });

  it('of a secret that ends soon is told once for each end that it is given', async () => {
    const { clientId } = await insertParties(database.pool);
    await database.pool.query(
      `INSERT INTO client_secrets (id, client_id, secret_hash, expires_at) VALUES ($1, $2, '\\x00', now() + interval '5 days')`,
      [randomUUID(), clientId],
    );
    const until = new Date(Date.now() + 14 * 86_400_000);
    expect(await tellOfExpiringSecrets(database.pool, new Date())).toBe(0);
    expect(await tellOfExpiringSecrets(database.pool, until)).toBe(1);
    expect(await tellOfExpiringSecrets(database.pool, until)).toBe(0);
    await database.pool.query("UPDATE client_secrets SET expires_at = now() + interval '6 days'");
    expect(await tellOfExpiringSecrets(database.pool, until)).toBe(1);
  });
});

describe('a webhook', () => {
  it('is told of the types that it names, and of the applications of its organization', async () => {
    const organizationId = randomUUID();
    await database.pool.query(
      "INSERT INTO organizations (id, name, created_by) VALUES ($1::uuid, 'Blue', 'spec')",
      [organizationId],
    );
    const [named, owned] = [await insertWebhook(['user.enabled']), await insertWebhook([], organizationId)];
    const { applicationId, userId } = await insertParties(database.pool);
    const { applicationId: theirs } = await insertParties(database.pool);
    await database.pool.query('UPDATE applications SET organization_id = $2 WHERE id = $1', [
      theirs,
      organizationId,
    ]);
    await database.pool.query('UPDATE users SET enabled = false WHERE id = $1', [userId]);
    await database.pool.query('UPDATE users SET enabled = true WHERE id = $1', [userId]);
    await database.pool.query('UPDATE applications SET enabled = false');
    const deliveries = new WebhookDeliveriesStore(database.pool);
    const dataOf = async (id: string): Promise<unknown[]> =>
      (await deliveries.list(id, { limit: 10 })).map(({ type, data }) => [type, data]);
    expect(await dataOf(named)).toEqual([['user.enabled', { userId }]]);
    expect(await dataOf(owned)).toEqual([
      ['application.disabled', { applicationId: theirs }],
      ['application.changed', { applicationId: theirs, fields: ['organizationId'] }],
    ]);
    expect(applicationId).not.toBe(theirs);
  });

  it('has each event taken by one node, however many look at once', async () => {
    const webhookId = await insertWebhook(['user.disabled']);
    const people = 60;
    await database.pool.query(
      `INSERT INTO users (id, username, display_name) SELECT gen_random_uuid(), 'many-' || n, 'Many' FROM generate_series(1, ${people}) n`,
    );
    await database.pool.query("UPDATE users SET enabled = false WHERE username LIKE 'many-%'");
    const nodes = [database.pool, database.controlPool].map(createDueDeliveryStore);
    const taken: string[] = [];
    for (;;) {
      const rounds = await Promise.all([...nodes, ...nodes, ...nodes].map((node) => node.take(5, [])));
      const ids = rounds.flat().map(({ id }) => id);
      if (ids.length === 0) break;
      taken.push(...ids);
    }
    expect([taken.length, new Set(taken).size]).toEqual([people, people]);
    expect(await nodes[0]?.take(5, [webhookId])).toEqual([]);
  });

  it('is switched off when it has failed for too long, and begins anew when somebody switches it on', async () => {
    const id = await insertWebhook(['user.disabled']);
    const webhooks = new WebhooksStore(database.controlPool);
    const { userId } = await insertParties(database.pool);
    await database.pool.query('UPDATE users SET enabled = false WHERE id = $1', [userId]);
    const store = createDueDeliveryStore(database.controlPool);
    const [delivery] = await store.take(5, []);
    if (delivery === undefined) throw new Error('nothing is due');
    const outcome = {
      at: new Date().toISOString(),
      milliseconds: 1,
      status: 500,
      error: 'answered 500',
      answer: '',
    };
    await store.settle(delivery, { ...outcome, retryAfterSeconds: 5 });
    expect(await store.giveUp(id, 60)).toBe(false);
    await database.pool.query("UPDATE webhook_states SET failing_since = now() - interval '2 minutes'");
    expect(await store.giveUp(id, 60)).toBe(true);
    const off = await webhooks.get(id);
    expect(off).toMatchObject({ enabled: false, lastError: 'answered 500', waiting: 1 });
    expect(off.givenUpAt).not.toBeNull();
    await webhooks.replace(id, off.version, { ...off, enabled: true });
    expect(await webhooks.get(id)).toMatchObject({ enabled: true, failingSince: null, givenUpAt: null });
  });
});
