import type { SigningAlgorithm } from '@gatehouse/oauth-core';
import type { SigningKeyRecord } from '@gatehouse/persistence';

/*
 * The life of a signing key: made and published (`next`), signing (`active`), published still (`retired`), gone. The
 * next key is made the moment its predecessor begins, so that a rotation by hand need not wait for anybody's cache.
 */

/** A next key is at least this old when the schedule lets it begin: every cache of our JWKS has been renewed by then. */
export const PUBLISHED_AHEAD_MS = 86_400_000;

/** Something to do, by one node for all. */
export type KeyStep =
  | { readonly kind: 'make'; readonly algorithm: SigningAlgorithm; readonly state: 'next' | 'active' }
  | { readonly kind: 'activate'; readonly kid: string }
  | { readonly kind: 'delete'; readonly kid: string };

export interface RotationPolicy {
  readonly algorithms: readonly SigningAlgorithm[];
  /** How long a key signs; 0: until an operator rotates it. */
  readonly rotationDays: number;
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
  if (rotationDays === 0 || active.activatedAt === null) return undefined;
  const due = active.activatedAt.getTime() + rotationDays * 86_400_000;
  return Math.max(due, next.createdAt.getTime() + PUBLISHED_AHEAD_MS);
}

function planAlgorithm(
  pair: KeyPair,
  algorithm: SigningAlgorithm,
  rotationDays: number,
  now: number,
): KeyStep[] {
  const { active, next } = pair;
  const activation = findActivation(pair, rotationDays);
  if (next !== undefined && activation !== undefined && activation <= now) {
    return [
      { kind: 'activate', kid: next.kid },
      { kind: 'make', algorithm, state: 'next' },
    ];
  }
  const steps: KeyStep[] = [];
  if (active === undefined && next === undefined) steps.push({ kind: 'make', algorithm, state: 'active' });
  if (next === undefined) steps.push({ kind: 'make', algorithm, state: 'next' });
  return steps;
}

/** What is due now. Run again after it has been done, it plans nothing. */
export function planRotation(
  keys: readonly SigningKeyRecord[],
  { algorithms, rotationDays }: RotationPolicy,
  now: number,
): KeyStep[] {
  const expired = keys.filter(
    ({ state, expiresAt }) => state === 'retired' && expiresAt !== null && expiresAt.getTime() <= now,
  );
  return [
    ...algorithms.flatMap((algorithm) =>
      planAlgorithm(findPair(keys, algorithm), algorithm, rotationDays, now),
    ),
    ...expired.map(({ kid }): KeyStep => ({ kind: 'delete', kid })),
  ];
}
