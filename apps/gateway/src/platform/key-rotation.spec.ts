import type { NewSigningKey, SigningKeyRecord } from '@gatehouse/persistence';
import { findActivation, findPair, planRotation } from './key-rotation.js';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 0, 1, 12);
const daysAgo = (days: number): Date => new Date(NOON - days * DAY);

function aRecord(changes: Partial<SigningKeyRecord> = {}): SigningKeyRecord {
  return {
    kid: 'active',
    algorithm: 'ES256',
    state: 'active',
    isOutside: false,
    publicJwk: {},
    createdAt: daysAgo(10),
    activatesAt: null,
    activatedAt: daysAgo(10),
    retiredAt: null,
    expiresAt: null,
    ...changes,
  };
}

const aNext = (changes: Partial<SigningKeyRecord> = {}): SigningKeyRecord =>
  aRecord({ kid: 'next', state: 'next', activatedAt: null, ...changes });
const aRetired = (expiresAt: Date): SigningKeyRecord =>
  aRecord({ kid: 'retired', state: 'retired', retiredAt: daysAgo(1), expiresAt });
const plan = (keys: readonly SigningKeyRecord[], rotationDays = 90) =>
  planRotation(keys, { algorithms: ['ES256'], rotationDays }, NOON);

const TAKE_OVER = [
  { kind: 'activate', kid: 'next' },
  { kind: 'make', algorithm: 'ES256', state: 'next' },
];

describe('what is due with the signing keys', () => {
  it('at the first start: a key that signs and one that will', () => {
    expect(plan([])).toEqual([
      { kind: 'make', algorithm: 'ES256', state: 'active' },
      { kind: 'make', algorithm: 'ES256', state: 'next' },
    ]);
    const all = planRotation([], { algorithms: ['ES256', 'RS256'], rotationDays: 90 }, NOON);
    expect(all).toHaveLength(4);
  });

  it('nothing, while the active key is young and the next one is published', () => {
    expect(plan([aRecord(), aNext()])).toEqual([]);
  });

  it('a next key as soon as there is none: it is published ahead', () => {
    expect(plan([aRecord()])).toEqual([{ kind: 'make', algorithm: 'ES256', state: 'next' }]);
  });

  it.each([
    [89.9, []],
    [90, TAKE_OVER],
    [900, TAKE_OVER],
  ])('the rotation after 90 days: %p days', (age, expected) => {
    expect(plan([aRecord({ activatedAt: daysAgo(age) }), aNext()])).toEqual(expected);
  });

  it('not before the next key has been published for a day', () => {
    const active = aRecord({ activatedAt: daysAgo(100) });
    expect(plan([active, aNext({ createdAt: daysAgo(0.9) })])).toEqual([]);
    expect(plan([active, aNext({ createdAt: daysAgo(1) })])).toEqual(TAKE_OVER);
  });

  it('no rotation by itself where the setting says by hand', () => {
    expect(plan([aRecord({ activatedAt: daysAgo(1000) }), aNext()], 0)).toEqual([]);
    expect(plan([aRecord(), aNext({ activatesAt: daysAgo(0) })], 0)).toEqual(TAKE_OVER);
  });

  it('what an operator ordered comes at its moment, before the schedule or after it', () => {
    const old = aRecord({ activatedAt: daysAgo(100) });
    expect(plan([aRecord(), aNext({ activatesAt: daysAgo(0) })])).toEqual(TAKE_OVER);
    expect(plan([old, aNext({ activatesAt: daysAgo(-0.1) })])).toEqual([]);
  });

  it('a next key takes over at once where no key signs', () => {
    expect(plan([aNext()])).toEqual(TAKE_OVER);
  });

  it('a retired key goes when all that it signed has expired, and not before', () => {
    const rest = [aRecord(), aNext()];
    expect(plan([...rest, aRetired(daysAgo(-0.1))])).toEqual([]);
    expect(plan([...rest, aRetired(daysAgo(0))])).toEqual([{ kind: 'delete', kid: 'retired' }]);
  });

  it('says beforehand when the next key begins', () => {
    const pair = findPair([aRecord(), aNext()], 'ES256');
    expect(findActivation(pair, 90)).toBe(NOON + 80 * DAY);
    expect(findActivation(pair, 0)).toBeUndefined();
    expect(findActivation(findPair([aRecord()], 'ES256'), 90)).toBeUndefined();
  });
});

describe('what is due with an outside signer', () => {
  const anOffer = (kid: string): NewSigningKey => ({
    kid,
    algorithm: 'ES256',
    publicJwk: {},
    sealedPrivateKey: null,
  });
  const planWith = (keys: readonly SigningKeyRecord[], ...offered: readonly string[]) =>
    planRotation(keys, { algorithms: ['ES256'], rotationDays: 90, offered: offered.map(anOffer) }, NOON);
  const active = aRecord({ kid: 'a', isOutside: true });
  const next = aNext({ kid: 'b', isOutside: true, createdAt: daysAgo(0.5) });

  it('at the first start: its first key signs, its second will', () => {
    expect(planWith([], 'a', 'b')).toEqual([{ kind: 'take', key: anOffer('a'), state: 'active' }]);
    expect(planWith([active], 'a', 'b')).toEqual([{ kind: 'take', key: anOffer('b'), state: 'next' }]);
    expect(planWith([active, next], 'a', 'b')).toEqual([]);
  });

  it('never a key of our own', () => {
    expect(planWith([])).toEqual([]);
    expect(planWith([active], 'a')).toEqual([]);
    expect(planWith([aRecord(), aNext()])).toEqual([{ kind: 'delete', kid: 'next' }]);
    expect(planWith([aRecord()])).toEqual([{ kind: 'retire', kid: 'active' }]);
  });

  it('a key of ours signs until its own has been published for a day', () => {
    expect(planWith([aRecord(), next], 'b')).toEqual([]);
    const published = { ...next, createdAt: daysAgo(1) };
    expect(planWith([aRecord(), published], 'b')).toEqual([{ kind: 'activate', kid: 'b' }]);
  });

  it('a key that it offers no longer is replaced at once by one that it does', () => {
    expect(planWith([active, next], 'b')).toEqual([{ kind: 'activate', kid: 'b' }]);
    expect(planWith([active, next], 'a')).toEqual([{ kind: 'delete', kid: 'b' }]);
  });

  it('a revoked key is not taken up again, and an expired one only where there is none', () => {
    const revoked = aRecord({ kid: 'a', isOutside: true, state: 'revoked' });
    const retired = aRecord({ kid: 'a', isOutside: true, state: 'retired', expiresAt: daysAgo(1) });
    expect(planWith([revoked], 'a')).toEqual([]);
    expect(planWith([retired, { ...active, kid: 'c' }], 'a', 'c')).toEqual([]);
    expect(planWith([retired], 'a')).toEqual([{ kind: 'recall', kid: 'a' }]);
    expect(planWith([retired, { ...active, kid: 'c' }], 'c')).toEqual([{ kind: 'delete', kid: 'a' }]);
  });

  it('its keys come to their end when it is gone, and ours begin', () => {
    expect(plan([active, next])).toEqual([
      { kind: 'retire', kid: 'a' },
      { kind: 'delete', kid: 'b' },
      { kind: 'make', algorithm: 'ES256', state: 'active' },
      { kind: 'make', algorithm: 'ES256', state: 'next' },
    ]);
  });
});
