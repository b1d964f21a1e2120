import type { SigningAlgorithm } from '@gatehouse/oauth-core';
import type { NewSigningKey, SigningKeyRecord } from '@gatehouse/persistence';

/*
 * The life of a signing key: made and published (`next`), signing (`active`), published still (`retired`), gone. The
 * next key is made the moment its predecessor begins, so that a rotation by hand need not wait for anybody's cache.
 * With an outside signer there are no keys of our own: a key that it offers is taken up as the next one.
 */

/** A next key is at least this old when the schedule lets it begin: every cache of our JWKS has been renewed by then. */
export const PUBLISHED_AHEAD_MS = 86_400_000;

/** Something to do, by one node for all. */
export type KeyStep =
  | { readonly kind: 'make'; readonly algorithm: SigningAlgorithm; readonly state: 'next' | 'active' }
  | { readonly kind: 'take'; readonly key: NewSigningKey; readonly state: 'next' | 'active' }
  | { readonly kind: 'activate' | 'retire' | 'recall' | 'delete'; readonly kid: string };

export interface RotationPolicy {
  readonly algorithms: readonly SigningAlgorithm[];
  /** How long a key signs; 0: until an operator rotates it. */
  readonly rotationDays: number;
  /** What the outside signer offers; undefined: there is none. */
  readonly offered?: readonly NewSigningKey[] | undefined;
}

/** The keys of one algorithm that sign, and will sign. */
export interface KeyPair {
  readonly active: SigningKeyRecord | undefined;
  readonly next: SigningKeyRecord | undefined;
}

export function findPair(keys: readonly SigningKeyRecord[], algorithm: SigningAlgorithm): KeyPair {
  const find = (state: SigningKeyRecord['state']): SigningKeyRecord | undefined =>
    keys.find((key) => key.algorithm === algorithm && key.state === state);
  return { active: find('active'), next: find('next') };
}

/** When the next key begins to sign, in epoch milliseconds; undefined: when an operator says so. */
export function findActivation({ active, next }: KeyPair, rotationDays: number): number | undefined {
  if (next === undefined) return undefined;
  if (next.activatesAt !== null) return next.activatesAt.getTime();
  if (active === undefined) return 0;
  const published = next.createdAt.getTime() + PUBLISHED_AHEAD_MS;
  // Whoever keeps the keys has decided that there is a new one.
  if (next.isOutside) return published;
  if (rotationDays === 0 || active.activatedAt === null) return undefined;
  return Math.max(active.activatedAt.getTime() + rotationDays * 86_400_000, published);
}

/** Keys of our own; what an outside signer, which is gone, signed with comes to its end. */
function planOwn(pair: KeyPair, algorithm: SigningAlgorithm, rotationDays: number, now: number): KeyStep[] {
  const steps: KeyStep[] = [];
  if (pair.active?.isOutside === true) steps.push({ kind: 'retire', kid: pair.active.kid });
  if (pair.next?.isOutside === true) steps.push({ kind: 'delete', kid: pair.next.kid });
  const active = pair.active?.isOutside === true ? undefined : pair.active;
  const next = pair.next?.isOutside === true ? undefined : pair.next;
  const activation = findActivation({ active, next }, rotationDays);
  if (next !== undefined && activation !== undefined && activation <= now) {
    steps.push({ kind: 'activate', kid: next.kid }, { kind: 'make', algorithm, state: 'next' });
    return steps;
  }
  if (active === undefined) steps.push({ kind: 'make', algorithm, state: 'active' });
  if (next === undefined) steps.push({ kind: 'make', algorithm, state: 'next' });
  return steps;
}

/** Keys of the outside signer; ours come to their end, those that it does not replace too. */
function planOutside(
  keys: readonly SigningKeyRecord[],
  { active, next }: KeyPair,
  offered: readonly NewSigningKey[],
  now: number,
): KeyStep[] {
  const isOffered = ({ kid }: SigningKeyRecord): boolean => offered.some((key) => key.kid === kid);
  if (next !== undefined && !(next.isOutside && isOffered(next))) return [{ kind: 'delete', kid: next.kid }];
  if (active !== undefined && !active.isOutside && offered.length === 0)
    return [{ kind: 'retire', kid: active.kid }];
  if (next === undefined) {
    const fresh = offered.find(({ kid }) => keys.every((key) => key.kid !== kid));
    if (fresh !== undefined)
      return [{ kind: 'take', key: fresh, state: active === undefined ? 'active' : 'next' }];
    // After a time without the signer, or beside a node that does not know of it yet.
    const known = keys.find((key) => key.isOutside && key.state === 'retired' && isOffered(key));
    return known === undefined || active?.isOutside === true ? [] : [{ kind: 'recall', kid: known.kid }];
  }
  const isLost = active?.isOutside === true && !isOffered(active);
  const activation = findActivation({ active, next }, 0);
  return isLost || (activation !== undefined && activation <= now)
    ? [{ kind: 'activate', kid: next.kid }]
    : [];
}

/** Retired keys of whose signatures none lives. What the signer still offers stays known, or it would be taken up again. */
function planEnds(
  keys: readonly SigningKeyRecord[],
  offered: readonly NewSigningKey[],
  now: number,
): KeyStep[] {
  return keys
    .filter(({ state, expiresAt }) => state === 'retired' && expiresAt !== null && expiresAt.getTime() <= now)
    .filter(({ kid }) => offered.every((key) => key.kid !== kid))
    .map(({ kid }) => ({ kind: 'delete', kid }));
}

/** What is due now. */
export function planRotation(
  keys: readonly SigningKeyRecord[],
  { algorithms, rotationDays, offered }: RotationPolicy,
  now: number,
): KeyStep[] {
  const planned = algorithms.flatMap((algorithm) => {
    const pair = findPair(keys, algorithm);
    if (offered === undefined) return planOwn(pair, algorithm, rotationDays, now);
    return planOutside(
      keys,
      pair,
      offered.filter((key) => key.algorithm === algorithm),
      now,
    );
  });
  return [...planned, ...planEnds(keys, offered ?? [], now)];
}
