import { randomUUID } from 'node:crypto';
import type { SigningAlgorithm } from '@gatehouse/oauth-core';
import type { Database } from '../../database.js';
import { loadSections } from '../../snapshot/load-sections.js';
import { openTestDatabase } from '../../testing/index.js';
import {
  createSigningKeysStore,
  type NewSigningKey,
  type SigningKeyRecord,
  type SigningKeysStore,
} from './signing-keys.js';

let database: Database;
let store: SigningKeysStore;
beforeAll(async () => {
  database = await openTestDatabase();
  store = createSigningKeysStore(database.pool);
});
beforeEach(() => database.pool.query('DELETE FROM signing_keys'));
afterAll(() => database.close());

function aKey(algorithm: SigningAlgorithm = 'ES256'): NewSigningKey {
  const kid = randomUUID();
  return { kid, algorithm, publicJwk: { kty: 'EC', kid }, sealedPrivateKey: Buffer.from('sealed') };
}

async function insert(state: 'next' | 'active', key = aKey()): Promise<string> {
  await store.change((changes) => changes.insert(key, state));
  return key.kid;
}

async function get(kid: string): Promise<SigningKeyRecord | undefined> {
  return (await store.list()).find((key) => key.kid === kid);
}

const listPublished = async (): Promise<readonly string[]> =>
  ((await loadSections(database.pool, ['keys'])).keys ?? []).map(({ kid }) => kid);

describe('signing keys in the database', () => {
  it('are as they were stored', async () => {
    const key = aKey('PS256');
    await insert('next', key);
    expect(await get(key.kid)).toMatchObject({
      algorithm: 'PS256',
      state: 'next',
      isOutside: false,
      publicJwk: key.publicJwk,
      createdAt: expect.any(Date),
      activatesAt: null,
      activatedAt: null,
    });
  });

  it('an algorithm has one active key, and one next', async () => {
    for (const state of ['active', 'next'] as const) {
      await insert(state);
      await expect(insert(state)).rejects.toThrow(/duplicate key/);
      await insert(state, aKey('RS256'));
    }
  });

  it('the next key takes over: there is an active one before, and one after', async () => {
    const [active, next] = [await insert('active'), await insert('next')];
    await insert('active', aKey('RS256'));
    await store.change((changes) => changes.activate(next));
    expect(await get(next)).toMatchObject({ state: 'active', activatedAt: expect.any(Date) });
    const retired = await get(active);
    expect(retired).toMatchObject({ state: 'retired', retiredAt: expect.any(Date) });
    // An access token lives a day at most.
    const publishedMs = Number(retired?.expiresAt) - Number(retired?.retiredAt);
    expect(publishedMs).toBeGreaterThan(86_400_000);
    expect((await store.list()).filter(({ state }) => state === 'active')).toHaveLength(2);
  });

  it('next, active and retired are published; expired and revoked are not', async () => {
    const [active, next] = [await insert('active'), await insert('next')];
    await store.change((changes) => changes.activate(next));
    const [coming, revoked] = [await insert('next'), await insert('active', aKey('RS256'))];
    expect((await listPublished()).toSorted()).toEqual([active, next, coming, revoked].toSorted());
    await store.change((changes) => changes.revoke(revoked));
    await database.pool.query(
      "UPDATE signing_keys SET expires_at = now() - interval '1 second' WHERE kid = $1",
      [active],
    );
    expect((await listPublished()).toSorted()).toEqual([next, coming].toSorted());
  });

  it('the private part of a revoked key is destroyed', async () => {
    const kid = await insert('active');
    await store.change((changes) => changes.revoke(kid));
    const { rows } = await database.pool.query('SELECT sealed_private_key FROM signing_keys WHERE kid = $1', [
      kid,
    ]);
    expect(rows).toEqual([{ sealed_private_key: null }]);
    expect(await get(kid)).toMatchObject({ state: 'revoked', retiredAt: expect.any(Date) });
  });

  it('change together or not at all', async () => {
    const [active, next] = [await insert('active'), await insert('next')];
    const failing = store.change(async (changes) => {
      await changes.activate(next);
      throw new Error('something else');
    });
    await expect(failing).rejects.toThrow('something else');
    expect([await get(active), await get(next)]).toMatchObject([{ state: 'active' }, { state: 'next' }]);
  });

  it('are changed by one node at a time: each sees what the one before did', async () => {
    const rounds = Array.from({ length: 6 }, () =>
      store.change(async (changes) => {
        const { length } = await changes.list();
        if (length === 0) await changes.insert(aKey(), 'active');
        return length;
      }),
    );
    expect((await Promise.all(rounds)).toSorted()).toEqual([0, 1, 1, 1, 1, 1]);
  });
});
