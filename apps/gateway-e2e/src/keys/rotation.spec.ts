import { createLocalJWKSet, jwtVerify } from 'jose';
import { startGatehouse, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { fetchJwks, getKid, isAccepted, kidOf, listKeys, obtainToken, rotate } from './fixtures.js';

let stage: Stage;
let other: Stage;
let machine: TestClient;

beforeAll(async () => {
  stage = await openStage();
  other = { ...stage, gatehouse: await startGatehouse({ database: stage.gatehouse.databaseUrl }) };
  machine = await registerClient(stage.admin, { kind: 'machine' });
  await waitUntil('the other node to know the client', async () => {
    try {
      return (await obtainToken(other, machine)) !== '';
    } catch {
      return false;
    }
  });
});
afterAll(stopAllGatehouses);

const listPublished = async (node: Stage): Promise<readonly (string | undefined)[]> =>
  (await fetchJwks(node)).keys.map(({ kid }) => kid);

/** Lets the next key begin, however young it is, and waits until both nodes sign with it. */
async function rotateEverywhere(): Promise<string> {
  await waitUntil('a next key', async () => (await listKeys(stage)).some(({ state }) => state === 'next'));
  const kid = await getKid(stage, 'next');
  await rotate(stage);
  for (const node of [stage, other])
    await waitUntil('the rotation', async () => kidOf(await obtainToken(node, machine)) === kid);
  return kid;
}

describe('the next key', () => {
  it('is in the key set of every node before it signs', async () => {
    await waitUntil('a next key', async () => (await listKeys(stage)).some(({ state }) => state === 'next'));
    const next = await getKid(stage, 'next');
    for (const node of [stage, other]) {
      await waitUntil('the publication', async () => (await listPublished(node)).includes(next));
      expect(kidOf(await obtainToken(node, machine))).not.toBe(next);
    }
    expect(await rotateEverywhere()).toBe(next);
  });

  it('waits until it has been published for a day where the operator wants that, and says so', async () => {
    await waitUntil('a next key', async () =>
      (await listKeys(stage, 'PS256')).some(({ state }) => state === 'next'),
    );
    const next = (await listKeys(stage, 'PS256')).find(({ state }) => state === 'next');
    const { effectiveAt, explanation, keys } = await rotate(stage, { when: 'published' }, 'PS256');
    expect(Date.parse(effectiveAt) - Date.parse(next?.createdAt ?? '')).toBe(86_400_000);
    expect(explanation).toContain(effectiveAt);
    expect(keys.find(({ state }) => state === 'next')).toMatchObject({
      kid: next?.kid,
      activatesAt: effectiveAt,
    });
  });

  it('replaces none but the key of its algorithm', async () => {
    const before = await getKid(stage, 'active', 'RS256');
    await rotateEverywhere();
    expect(await getKid(stage, 'active', 'RS256')).toBe(before);
  });
});

describe('a rotation', () => {
  it('keeps what the old key signed, on every node and for whoever reads the key set', async () => {
    const old = await obtainToken(stage, machine);
    await rotateEverywhere();
    for (const node of [stage, other]) {
      expect(await isAccepted(node, old, machine)).toBe(true);
      await jwtVerify(old, createLocalJWKSet(await fetchJwks(node)), { algorithms: ['ES256'] });
    }
  });

  it('under load on two nodes refuses no access token, old or new', async () => {
    let isRotating = true;
    const refused: string[] = [];
    const kids = new Set<string>();
    const work = async (signer: Stage, judge: Stage): Promise<void> => {
      while (isRotating) {
        const token = await obtainToken(signer, machine);
        kids.add(kidOf(token));
        if (!(await isAccepted(judge, token, machine))) refused.push(kidOf(token));
      }
    };
    const workers = [stage, other].flatMap((signer) => [work(signer, stage), work(signer, other)]);
    await rotateEverywhere();
    await rotateEverywhere();
    isRotating = false;
    await Promise.all(workers);
    expect(refused).toEqual([]);
    expect(kids.size).toBeGreaterThanOrEqual(3);
  });

  it('by two operators at once is one after the other: one key signs', async () => {
    await waitUntil('a next key', async () => (await listKeys(stage)).some(({ state }) => state === 'next'));
    await Promise.all([rotate(stage), rotate(stage), rotate(other)]);
    const states = (await listKeys(stage)).map(({ state }) => state);
    expect(states.filter((state) => state === 'active')).toHaveLength(1);
    expect(states.filter((state) => state === 'next')).toHaveLength(1);
  });
});

describe('a compromised key', () => {
  it('takes what it signed with it on both nodes, remembered or not, and others sign on', async () => {
    const tokens = [await obtainToken(stage, machine), await obtainToken(other, machine)];
    for (const node of [stage, other])
      for (const token of tokens) expect(await isAccepted(node, token, machine)).toBe(true);
    const compromised = await getKid(stage, 'active');
    expect(tokens.map(kidOf)).toContain(compromised);

    const { explanation } = await rotate(stage, { compromised: true });
    expect(explanation).toMatch(/refuses what the revoked key signed/);
    for (const token of tokens) expect(await isAccepted(stage, token, machine)).toBe(false);
    for (const token of tokens)
      await waitUntil('the other node to hear of it', async () => !(await isAccepted(other, token, machine)));
    for (const node of [stage, other]) {
      expect(await listPublished(node)).not.toContain(compromised);
      const fresh = await obtainToken(node, machine);
      expect(kidOf(fresh)).not.toBe(compromised);
      expect(await isAccepted(stage, fresh, machine)).toBe(true);
    }
    expect(await listKeys(stage)).toContainEqual(
      expect.objectContaining({ kid: compromised, state: 'revoked' }),
    );
  });

  it('is revoked by its name too, also once it has retired, and that can be repeated', async () => {
    const old = await obtainToken(stage, machine);
    await rotateEverywhere();
    expect(await isAccepted(stage, old, machine)).toBe(true);
    await stage.admin.delete(`/api/keys/${kidOf(old)}`);
    expect(await isAccepted(stage, old, machine)).toBe(false);
    await stage.admin.delete(`/api/keys/${kidOf(old)}`);
    expect(await listKeys(stage)).toContainEqual(
      expect.objectContaining({ kid: kidOf(old), state: 'revoked' }),
    );
  });
});

describe('orders that cannot be followed', () => {
  it.each(['HS256', 'none', 'es256', '__proto__'])('there is no key of %s', async (algorithm) => {
    const { status } = await stage.admin.request('POST', `/api/keys/${algorithm}/rotate`, {});
    expect(status).toBe(404);
  });

  it('a key that is not there, a moment that is none', async () => {
    expect(await stage.admin.request('DELETE', '/api/keys/unknown')).toMatchObject({ status: 404 });
    expect(await stage.admin.request('POST', '/api/keys/ES256/rotate', { when: 'later' })).toMatchObject({
      status: 400,
    });
  });

  it('no answer has a private part', async () => {
    const { keys } = await fetchJwks(stage);
    const shown = JSON.stringify([keys, await stage.admin.get('/api/keys')]);
    for (const member of ['"d"', '"p"', '"q"', '"dp"', '"dq"', '"qi"', 'sealed'])
      expect(shown).not.toContain(member);
  });
});
