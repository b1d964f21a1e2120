import { randomBytes } from 'node:crypto';
import {
  createTestDatabase,
  startGatehouse,
  stopAllGatehouses,
} from '../../../../tools/test-setup/index.mjs';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { isAccepted, kidOf, obtainToken } from './fixtures.js';

const makeKey = (): string => randomBytes(32).toString('base64');
const [oldKey, newKey] = [makeKey(), makeKey()];

afterAll(stopAllGatehouses);

/** A node of the stage's deployment with other master keys; the one before has ended. */
async function startWith(stage: Stage, masterKey: string, previous = ''): Promise<Stage> {
  const gatehouse = await startGatehouse({
    database: stage.gatehouse.databaseUrl,
    env: { GATEHOUSE_MASTER_KEY: masterKey, GATEHOUSE_PREVIOUS_MASTER_KEYS: previous },
  });
  return { ...stage, gatehouse };
}

const startRejection = async (stage: Stage, masterKey: string): Promise<string> => {
  try {
    await startWith(stage, masterKey);
  } catch (error) {
    return (error as Error).message;
  }
  return 'it started';
};

describe('the master key is replaced', () => {
  let first: Stage;
  let machine: TestClient;
  let token: string;

  beforeAll(async () => {
    const database = await createTestDatabase();
    first = await openStage({ database, env: { GATEHOUSE_MASTER_KEY: oldKey } });
    machine = await registerClient(first.admin, { kind: 'machine' });
    token = await obtainToken(first, machine);
  });

  it('a node that does not know the key of the database does not start, and says which setting is wrong', async () => {
    const message = await startRejection(first, makeKey());
    expect(message).toContain('GATEHOUSE_MASTER_KEY');
    expect(message).toContain('GATEHOUSE_PREVIOUS_MASTER_KEYS');
  });

  it('a node with the new key and the old one to open with signs on with the same signing keys', async () => {
    const between = await startWith(first, newKey, oldKey);
    expect(await isAccepted(between, token, machine)).toBe(true);
    expect(kidOf(await obtainToken(between, machine))).toBe(kidOf(token));

    // The first node, which has the old key alone, goes on meanwhile.
    await waitUntil('everything to be sealed anew', () =>
      between.gatehouse.logs().includes('nothing is sealed under a previous master key'),
    );
    expect(between.gatehouse.logs()).toContain('empty GATEHOUSE_PREVIOUS_MASTER_KEYS');
    expect(kidOf(await obtainToken(first, machine))).toBe(kidOf(token));
    expect(await isAccepted(first, await obtainToken(between, machine), machine)).toBe(true);
    await between.gatehouse.stop();
  });

  it('afterwards the old key is not needed, and opens nothing', async () => {
    await first.gatehouse.stop();
    const after = await startWith(first, newKey);
    expect(await isAccepted(after, token, machine)).toBe(true);
    expect(kidOf(await obtainToken(after, machine))).toBe(kidOf(token));
    expect(await startRejection(first, oldKey)).toContain('GATEHOUSE_MASTER_KEY');
  });

  it('no key is ever in the log', () => {
    for (const secret of [oldKey, newKey]) expect(first.gatehouse.logs()).not.toContain(secret);
  });
});
