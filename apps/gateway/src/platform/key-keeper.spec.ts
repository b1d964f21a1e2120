import { randomUUID } from 'node:crypto';
import { SIGNING_ALGORITHMS } from '@gatehouse/oauth-core';
import type { SigningKeyChanges, SigningKeyRecord, SigningKeysStore } from '@gatehouse/persistence';
import { GuardedFetchError } from './guarded-fetch.js';
import { createKeyKeeper } from './key-keeper.js';
import { createLogger } from './logger.js';
import type { OutsideSigner } from './outside-signer.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The rows of `SigningKeysStore` in memory; what PostgreSQL does with them is proved in libs/persistence. */
function createMemoryStore(now: () => number): SigningKeysStore {
  let rows: SigningKeyRecord[] = [];
  const date = (): Date => new Date(now());
  const edit = (
    matches: (row: SigningKeyRecord) => boolean,
    change: () => Partial<SigningKeyRecord>,
  ): Promise<void> => {
    rows = rows.map((row) => (matches(row) ? { ...row, ...change() } : row));
    return Promise.resolve();
  };
  const named = (kid: string) => (row: SigningKeyRecord) => row.kid === kid;
  const retirement = () => ({
    state: 'retired' as const,
    retiredAt: date(),
    expiresAt: new Date(now() + 25 * HOUR),
  });
  const changes: SigningKeyChanges = {
    list: () => Promise.resolve(rows),
    insert: ({ kid, algorithm, publicJwk, sealedPrivateKey }, state) => {
      const activatedAt = state === 'active' ? date() : null;
      const isOutside = sealedPrivateKey === null;
      const life = { createdAt: date(), activatesAt: null, activatedAt, retiredAt: null, expiresAt: null };
      rows = [{ kid, algorithm, publicJwk, state, isOutside, ...life }, ...rows];
      return Promise.resolve();
    },
    schedule: (kid, activatesAt) => edit(named(kid), () => ({ activatesAt })),
    async activate(kid) {
      const algorithm = rows.find(named(kid))?.algorithm;
      await edit((row) => row.state === 'active' && row.algorithm === algorithm, retirement);
      await edit(named(kid), () => ({ state: 'active', activatesAt: null, activatedAt: date() }));
    },
    retire: (kid) => edit(named(kid), retirement),
    recall: (kid) => edit(named(kid), () => ({ state: 'next', createdAt: date() })),
    revoke: (kid) => edit(named(kid), () => ({ state: 'revoked', retiredAt: date() })),
    delete: (kid) => {
      rows = rows.filter((row) => row.kid !== kid);
      return Promise.resolve();
    },
  };
  return { list: () => Promise.resolve(rows), change: (work) => work(changes) };
}

function createStage(rotationDays = 90, signer?: OutsideSigner) {
  let clock = Date.UTC(2026, 0, 1, 12);
  const lines: string[] = [];
  const now = (): number => clock;
  const store = createMemoryStore(now);
  const make: Parameters<typeof createKeyKeeper>[0]['make'] = (algorithm) =>
    Promise.resolve({ kid: randomUUID(), algorithm, publicJwk: {}, sealedPrivateKey: Buffer.from('sealed') });
  const room = {
    store,
    make: signer ? undefined : make,
    logger: createLogger('info', (line) => lines.push(line)),
    now,
  };
  const keeper = createKeyKeeper(room, rotationDays, signer);
  const statesOf = async (algorithm = 'ES256') =>
    (await store.list()).filter((key) => key.algorithm === algorithm).map(({ state }) => state);
  const getKid = async (state: string) =>
    (await store.list()).find((key) => key.algorithm === 'ES256' && key.state === state)?.kid;
  return { keeper, lines, statesOf, getKid, pass: (time: number) => void (clock += time) };
}

describe('the keeper of the signing keys', () => {
  it('makes what signs before the first request, and what will sign afterwards', async () => {
    const { keeper, statesOf } = createStage();
    await keeper.prepare();
    for (const algorithm of SIGNING_ALGORITHMS) expect(await statesOf(algorithm)).toEqual(['active']);
    await keeper.keep();
    for (const algorithm of SIGNING_ALGORITHMS) expect(await statesOf(algorithm)).toEqual(['next', 'active']);
    await keeper.keep();
    expect(await keeper.list()).toHaveLength(2 * SIGNING_ALGORITHMS.length);
  });

  it('rotates on schedule, keeps the old key for what it signed, then removes it', async () => {
    const { keeper, statesOf, getKid, pass } = createStage();
    await keeper.keep();
    const [first, second] = [await getKid('active'), await getKid('next')];
    pass(90 * DAY - 1);
    await keeper.keep();
    expect(await getKid('active')).toBe(first);
    pass(1);
    await keeper.keep();
    expect(await getKid('active')).toBe(second);
    expect(await getKid('retired')).toBe(first);
    expect(await statesOf()).toEqual(['next', 'active', 'retired']);
    pass(25 * HOUR);
    await keeper.keep();
    expect(await statesOf()).toEqual(['next', 'active']);
  });

  it('lets a published next key begin at once, a new one when all nodes know it', async () => {
    const { keeper, getKid, pass } = createStage(0);
    await keeper.keep();
    const order = { isPublishedFirst: false, isCompromised: false };
    pass(DAY);
    const [second, now] = [await getKid('next'), Date.UTC(2026, 0, 2, 12)];
    expect((await keeper.rotate('ES256', order)).getTime()).toBe(now);
    expect(await getKid('active')).toBe(second);

    const third = await getKid('next');
    expect((await keeper.rotate('ES256', order)).getTime()).toBe(now + 2_000);
    expect(await getKid('active')).toBe(second);
    pass(2_000);
    await keeper.keep();
    expect(await getKid('active')).toBe(third);
  });

  it('waits the rest of the day where the next key shall be published first', async () => {
    const { keeper, getKid, pass } = createStage(0);
    await keeper.keep();
    const next = await getKid('next');
    pass(HOUR);
    await keeper.rotate('ES256', { isPublishedFirst: true, isCompromised: false });
    pass(23 * HOUR - 1);
    await keeper.keep();
    expect(await getKid('active')).not.toBe(next);
    pass(1);
    await keeper.keep();
    expect(await getKid('active')).toBe(next);
  });

  it.each(['active', 'next', 'retired'])(
    'revokes a key that is %s, and one signs and one waits afterwards',
    async (state) => {
      const { keeper, statesOf, getKid, pass } = createStage(0);
      await keeper.keep();
      pass(DAY);
      await keeper.rotate('ES256', { isPublishedFirst: false, isCompromised: false });
      const kid = (await getKid(state)) ?? '';
      expect(await keeper.revoke(kid)).toBe(true);
      expect(await keeper.revoke(kid)).toBe(false);
      expect(await getKid('revoked')).toBe(kid);
      const states = await statesOf();
      for (const one of ['active', 'next']) expect(states.filter((each) => each === one)).toHaveLength(1);
    },
  );

  it('knows no key that is not there', async () => {
    expect(await createStage().keeper.revoke('unknown')).toBe(false);
  });
});

describe('the keeper, when the outside signer is silent', () => {
  const silent: OutsideSigner = {
    listKeys: () => Promise.reject(new GuardedFetchError('it cannot be reached')),
    sign: () => Promise.reject(new GuardedFetchError('it cannot be reached')),
  };

  it('says so at the start, makes no key of our own, and changes nothing later', async () => {
    const { keeper, lines } = createStage(90, silent);
    await keeper.prepare();
    expect(lines.join()).toContain('it cannot be reached');
    await expect(keeper.keep()).rejects.toThrow('it cannot be reached');
    expect(await keeper.list()).toEqual([]);
  });
});
