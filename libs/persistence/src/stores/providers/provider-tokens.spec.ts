import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Database } from '../../database.js';
import { openTestDatabase } from '../../testing/index.js';
import { createProviderTokensStore, type ProviderTokensStore } from './provider-tokens.js';

let database: Database;
let pool: Pool;
let store: ProviderTokensStore;

beforeAll(async () => {
  database = await openTestDatabase();
  pool = database.pool;
  store = createProviderTokensStore(pool);
});
afterAll(() => database.close());

async function addProvider(): Promise<string> {
  const id = randomUUID();
  await pool.query("INSERT INTO providers (id, name, settings) VALUES ($1, $2, '{}')", [id, id]);
  return id;
}

const tokensUntil = (expiresAt: number) => ({
  sealedAccessToken: Buffer.from('access'),
  sealedRefreshToken: Buffer.from('refresh'),
  expiresAt,
});

async function read(id: string): Promise<{ hasAccessToken: boolean; hasRefreshToken: boolean } | undefined> {
  const { rows } = await pool.query<{ hasAccessToken: boolean; hasRefreshToken: boolean }>(
    `SELECT sealed_access_token IS NOT NULL AS "hasAccessToken", sealed_refresh_token IS NOT NULL AS "hasRefreshToken"
     FROM provider_tokens WHERE provider_id = $1`,
    [id],
  );
  return rows[0];
}

const known = (id: string, generation = 0) => ({ id, version: 1, generation });

describe('the right to ask a provider', () => {
  it('is had by one of many who want it at once', async () => {
    const id = await addProvider();
    const claims = await Promise.all(Array.from({ length: 8 }, () => store.claim(known(id), randomUUID())));
    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
  });

  it('is not had by whoever has not heard the last answer', async () => {
    const id = await addProvider();
    const claim = await store.claim(known(id), randomUUID());
    if (claim === undefined) throw new Error('not claimed');
    await store.save(claim, tokensUntil(Date.now() + 60_000));
    expect(await store.claim(known(id), randomUUID())).toBeUndefined();
    expect(await store.claim(known(id, 1), randomUUID())).toMatchObject({
      sealedRefreshToken: Buffer.from('refresh'),
    });
  });

  it('is lost by whoever holds it too long: what they bring is thrown away', async () => {
    const id = await addProvider();
    const slow = await store.claim(known(id), randomUUID());
    if (slow === undefined) throw new Error('not claimed');
    await pool.query(
      "UPDATE provider_tokens SET claimed_until = now() - interval '1 second' WHERE provider_id = $1",
      [id],
    );
    expect(await store.claim(known(id), randomUUID())).toBeDefined();
    expect(await store.save(slow, tokensUntil(Date.now() + 60_000))).toBe(false);
    expect(await read(id)).toEqual({ hasAccessToken: false, hasRefreshToken: false });
  });
});

describe('a purge', () => {
  it('forgets access tokens that have expired, and those alone; refresh tokens stay', async () => {
    const [ended, living] = [await addProvider(), await addProvider()];
    await store.put({ id: ended, version: 1 }, tokensUntil(Date.now() - 1_000));
    await store.put({ id: living, version: 1 }, tokensUntil(Date.now() + 60_000));
    await store.purgeExpired();
    expect(await read(ended)).toEqual({ hasAccessToken: false, hasRefreshToken: true });
    expect(await read(living)).toEqual({ hasAccessToken: true, hasRefreshToken: true });
  });

  it('leaves alone what is being renewed', async () => {
    const id = await addProvider();
    await store.put({ id, version: 1 }, tokensUntil(Date.now() - 1_000));
    await store.claim(known(id, 1), randomUUID());
    await store.purgeExpired();
    expect((await read(id))?.hasAccessToken).toBe(true);
  });
});
