import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { Database } from '../../database.js';
import { insertParties, openTestDatabase } from '../../testing/index.js';
import { type AttemptBudgetStore, createAttemptBudgetStore } from './attempt-budgets.js';
import { createFactorStore, type FactorStore } from './factors.js';
import { createPasskeyStore, type NewPasskey, type PasskeyStore } from './passkeys.js';

let database: Database;
let pool: Pool;
let factors: FactorStore;
let passkeys: PasskeyStore;
let budgets: AttemptBudgetStore;

beforeAll(async () => {
  database = await openTestDatabase();
  pool = database.pool;
  factors = createFactorStore(pool);
  passkeys = createPasskeyStore(pool);
  budgets = createAttemptBudgetStore(pool);
});
afterAll(() => database.close());

const eightTimes = async (work: () => Promise<boolean>): Promise<number> =>
  (await Promise.all(Array.from({ length: 8 }, work))).filter(Boolean).length;
const aUser = async (): Promise<string> => (await insertParties(pool)).userId;
const aPasskey = (userId: string, changes: Partial<NewPasskey> = {}): NewPasskey => ({
  credentialId: randomBytes(16).toString('base64url'),
  userId,
  publicKey: randomBytes(77),
  counter: 0,
  transports: ['internal'],
  isSynced: true,
  isBackedUp: true,
  name: 'Phone',
  ...changes,
});

describe('recovery codes', () => {
  it('are claimed once, however many try at once', async () => {
    const [userId, code] = [await aUser(), randomBytes(32)];
    await factors.setRecoveryCodes(userId, [code, randomBytes(32)]);
    expect(await eightTimes(() => factors.claimRecoveryCode(userId, code))).toBe(1);
    expect(await factors.findSummary(userId)).toMatchObject({ recoveryCodesLeft: 1 });
  });

  it('are of no use to another user', async () => {
    const [userId, other, code] = [await aUser(), await aUser(), randomBytes(32)];
    await factors.setRecoveryCodes(userId, [code]);
    expect(await factors.claimRecoveryCode(other, code)).toBe(false);
  });

  it('are replaced as a whole', async () => {
    const [userId, before, after] = [await aUser(), randomBytes(32), randomBytes(32)];
    await factors.setRecoveryCodes(userId, [before]);
    await factors.setRecoveryCodes(userId, [after]);
    expect(await factors.claimRecoveryCode(userId, before)).toBe(false);
    expect(await factors.claimRecoveryCode(userId, after)).toBe(true);
  });

  it('go with the last factor, and not before', async () => {
    const userId = await aUser();
    await factors.setTotp(userId, randomBytes(40));
    await factors.setRecoveryCodes(userId, [randomBytes(32)]);
    await factors.deleteLoneRecoveryCodes(userId);
    expect(await factors.findSummary(userId)).toMatchObject({ hasTotp: true, recoveryCodesLeft: 1 });
    await factors.deleteTotp(userId);
    await factors.deleteLoneRecoveryCodes(userId);
    expect(await factors.findSummary(userId)).toMatchObject({ hasTotp: false, recoveryCodesLeft: 0 });
  });
});

describe('a reset', () => {
  it('takes every factor of the user, and nobody else’s', async () => {
    const [userId, other] = [await aUser(), await aUser()];
    for (const id of [userId, other]) {
      await factors.setTotp(id, randomBytes(40));
      await factors.setRecoveryCodes(id, [randomBytes(32)]);
      await passkeys.insert(aPasskey(id));
    }
    await factors.reset(userId);
    expect(await factors.findSummary(userId)).toEqual({
      hasPassword: false,
      hasTotp: false,
      passkeyCount: 0,
      recoveryCodesLeft: 0,
    });
    expect(await factors.findSummary(other)).toMatchObject({
      hasTotp: true,
      passkeyCount: 1,
      recoveryCodesLeft: 1,
    });
  });
});

describe('a passkey', () => {
  it('is found as it was stored', async () => {
    const passkey = aPasskey(await aUser(), { counter: 7 });
    expect(await passkeys.insert(passkey)).toBe(true);
    expect(await passkeys.find(passkey.credentialId)).toMatchObject(passkey);
    expect(await passkeys.listOf(passkey.userId)).toHaveLength(1);
  });

  it('cannot be registered by a second user', async () => {
    const passkey = aPasskey(await aUser());
    await passkeys.insert(passkey);
    expect(await passkeys.insert({ ...passkey, userId: await aUser() })).toBe(false);
    expect((await passkeys.find(passkey.credentialId))?.userId).toBe(passkey.userId);
  });

  it.each([
    ['moves on', 7, 8, true],
    ['stays', 7, 7, false],
    ['goes back', 7, 6, false],
    ['falls to nothing', 7, 0, false],
    ['was never there', 0, 0, true],
  ])('counts: a counter that %s (WebAuthn §6.1.1)', async (_, before, after, isTaken) => {
    const passkey = aPasskey(await aUser(), { counter: before });
    await passkeys.insert(passkey);
    expect(await passkeys.claimUse(passkey.credentialId, after, true)).toBe(isTaken);
  });

  it('takes one of eight uses with the same counter', async () => {
    const passkey = aPasskey(await aUser(), { counter: 1 });
    await passkeys.insert(passkey);
    expect(await eightTimes(() => passkeys.claimUse(passkey.credentialId, 2, true))).toBe(1);
  });

  it('is renamed and removed by its user alone', async () => {
    const [passkey, other] = [aPasskey(await aUser()), await aUser()];
    await passkeys.insert(passkey);
    expect(await passkeys.rename(other, passkey.credentialId, 'Mine')).toBe(false);
    expect(await passkeys.delete(other, passkey.credentialId)).toBe(false);
    expect(await passkeys.rename(passkey.userId, passkey.credentialId, 'Key')).toBe(true);
    expect((await passkeys.find(passkey.credentialId))?.name).toBe('Key');
    await factors.setPassword(passkey.userId, '$argon2id$');
    expect(await passkeys.delete(passkey.userId, passkey.credentialId)).toBe(true);
  });

  it('stays where it is the last way in', async () => {
    const userId = await aUser();
    const [first, last] = [aPasskey(userId), aPasskey(userId)];
    await passkeys.insert(first);
    await passkeys.insert(last);
    expect(await passkeys.delete(userId, first.credentialId)).toBe(true);
    expect(await passkeys.delete(userId, last.credentialId)).toBe(false);
  });
});

describe('a challenge', () => {
  const insert = async (expiresAt = Date.now() + 60_000) => {
    const challenge = {
      challengeHash: randomBytes(32),
      browserHash: randomBytes(32),
      purpose: 'sign-in:1',
    };
    await passkeys.insertChallenge(challenge, expiresAt);
    return challenge;
  };

  it('is claimed once, however many try at once', async () => {
    const challenge = await insert();
    expect(await eightTimes(() => passkeys.claimChallenge(challenge))).toBe(1);
  });

  it.each([
    ['another browser', { browserHash: randomBytes(32) }],
    ['another purpose', { purpose: 'sign-in:2' }],
    ['another challenge', { challengeHash: randomBytes(32) }],
  ])('is not claimed with %s', async (_, change) => {
    expect(await passkeys.claimChallenge({ ...(await insert()), ...change })).toBe(false);
  });

  it('is not claimed once it has expired', async () => {
    expect(await passkeys.claimChallenge(await insert(Date.now() - 1))).toBe(false);
  });
});

describe('a budget of attempts', () => {
  const NOW = Date.now();
  const aBudget = () => ({ key: randomBytes(8).toString('hex'), atOnce: 3, refillSeconds: 10 });

  it('is taken as often as it has attempts, however many try at once', async () => {
    const budget = aBudget();
    expect(await eightTimes(async () => (await budgets.take(budget, NOW)) === 0)).toBe(3);
  });

  it('says how long to wait, and fills one by one', async () => {
    const budget = aBudget();
    for (let taken = 0; taken < 3; taken += 1) expect(await budgets.take(budget, NOW)).toBe(0);
    expect(await budgets.take(budget, NOW)).toBe(10);
    expect(await budgets.take(budget, NOW + 4_000)).toBe(6);
    expect(await budgets.take(budget, NOW + 10_000)).toBe(0);
    expect(await budgets.take(budget, NOW + 10_000)).toBe(10);
  });

  it('never holds more than it began with', async () => {
    const budget = aBudget();
    await budgets.take(budget, NOW);
    const later = NOW + 3_600_000;
    expect(await eightTimes(async () => (await budgets.take(budget, later)) === 0)).toBe(3);
  });

  it('takes back what was no guess', async () => {
    const budget = aBudget();
    for (let taken = 0; taken < 3; taken += 1) await budgets.take(budget, NOW);
    await budgets.giveBack(budget);
    expect(await budgets.take(budget, NOW)).toBe(0);
    expect(await budgets.take(budget, NOW)).not.toBe(0);
  });

  it('is another for every key', async () => {
    const budget = aBudget();
    for (let taken = 0; taken < 4; taken += 1) await budgets.take(budget, NOW);
    expect(await budgets.take(aBudget(), NOW)).toBe(0);
  });
});
