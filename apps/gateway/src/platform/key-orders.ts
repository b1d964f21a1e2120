import type { SigningAlgorithm } from '@gatehouse/oauth-core';
import type {
  NewSigningKey,
  SigningKeyChanges,
  SigningKeyRecord,
  SigningKeysStore,
} from '@gatehouse/persistence';
import { findPair, type KeyStep, PUBLISHED_AHEAD_MS } from './key-rotation.js';
import type { Logger } from './logger.js';

/** What changes to signing keys are made with. */
export interface KeyRoom {
  readonly store: SigningKeysStore;
  /** Makes a key of our own; undefined: none are, for an outside signer has the keys. */
  readonly make: ((algorithm: SigningAlgorithm) => Promise<NewSigningKey>) | undefined;
  readonly logger: Logger;
  readonly now: () => number;
}

/** The outside signer offers no further key that could take over. */
export class NoNextKeyError extends Error {
  constructor(readonly algorithm: SigningAlgorithm) {
    super(`no next signing key of ${algorithm}`);
    this.name = 'NoNextKeyError';
  }
}

/** How an operator wants the next key to begin. */
export interface RotationOrder {
  /** Only once it has been published for a day; else as soon as every node of ours knows it. */
  readonly isPublishedFirst: boolean;
  /** The present key is revoked: the next one begins at once, and what the present one signed is refused. */
  readonly isCompromised: boolean;
}

/** Every node of ours has heard of a new key after this long: it takes milliseconds. */
const PROPAGATION_MS = 2_000;

const MAX_ROUNDS = 5;

/** Takes the steps that are due when it is this node's turn, and those that follow from them. */
export async function takeSteps(
  room: KeyRoom,
  plan: (keys: readonly SigningKeyRecord[]) => readonly KeyStep[],
): Promise<void> {
  await room.store.change(async (changes) => {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const steps = plan(await changes.list());
      // RSA takes its time: all at once.
      const making = steps.map(async (step) =>
        step.kind === 'make' ? room.make?.(step.algorithm) : step.kind === 'take' ? step.key : undefined,
      );
      const made = await Promise.all(making);
      for (const [index, step] of steps.entries()) await take(room, changes, step, made[index]);
      if (steps.length === 0) return;
    }
  });
}

async function take(
  room: KeyRoom,
  changes: SigningKeyChanges,
  step: KeyStep,
  key: NewSigningKey | undefined,
): Promise<void> {
  switch (step.kind) {
    case 'make':
    case 'take':
      if (key !== undefined) await insert(room, changes, key, step.state);
      return;
    case 'activate':
      return activate(room, changes, step.kid);
    case 'recall':
      await changes.recall(step.kid);
      return room.logger.info('signing key recalled', { kid: step.kid });
    case 'retire':
      await changes.retire(step.kid);
      return room.logger.info('signing key retired', { kid: step.kid });
    case 'delete':
      await changes.delete(step.kid);
      return room.logger.info('signing key removed', { kid: step.kid });
  }
}

/**
 * @returns when the next key of the algorithm begins to sign
 * @throws NoNextKeyError
 */
export async function rotateKey(
  room: KeyRoom,
  algorithm: SigningAlgorithm,
  order: RotationOrder,
): Promise<Date> {
  return room.store.change(async (changes) => {
    const now = room.now();
    const { active, next } = findPair(await changes.list(), algorithm);
    if (next === undefined && room.make === undefined) throw new NoNextKeyError(algorithm);
    if (order.isCompromised) {
      if (active !== undefined) await revoke(room, changes, active);
      await replace(room, changes, algorithm, next);
      return new Date(now);
    }
    const published = next?.createdAt.getTime() ?? now;
    const begin = published + (order.isPublishedFirst ? PUBLISHED_AHEAD_MS : PROPAGATION_MS);
    if (begin <= now) {
      await replace(room, changes, algorithm, next);
      return new Date(now);
    }
    const coming = next ?? (await makeOne(room, changes, algorithm, 'next'));
    if (coming !== undefined) await changes.schedule(coming.kid, new Date(begin));
    return new Date(begin);
  });
}

/** Revokes one key, whatever its state. @returns false when there is none, or it was revoked before */
export async function revokeKey(room: KeyRoom, kid: string): Promise<boolean> {
  return room.store.change(async (changes) => {
    const keys = await changes.list();
    const key = keys.find((candidate) => candidate.kid === kid);
    if (key === undefined || key.state === 'revoked') return false;
    await revoke(room, changes, key);
    if (key.state === 'active')
      await replace(room, changes, key.algorithm, findPair(keys, key.algorithm).next);
    else if (key.state === 'next') await makeOne(room, changes, key.algorithm, 'next');
    return true;
  });
}

/** The next key signs from now on, and has a next one itself; an outside signer has to offer it. */
async function replace(
  room: KeyRoom,
  changes: SigningKeyChanges,
  algorithm: SigningAlgorithm,
  next: SigningKeyRecord | undefined,
): Promise<void> {
  if (next === undefined) await makeOne(room, changes, algorithm, 'active');
  else await activate(room, changes, next.kid);
  await makeOne(room, changes, algorithm, 'next');
}

async function makeOne(
  room: KeyRoom,
  changes: SigningKeyChanges,
  algorithm: SigningAlgorithm,
  state: 'next' | 'active',
): Promise<NewSigningKey | undefined> {
  const key = await room.make?.(algorithm);
  return key && insert(room, changes, key, state);
}

async function insert(
  { logger }: KeyRoom,
  changes: SigningKeyChanges,
  key: NewSigningKey,
  state: 'next' | 'active',
): Promise<NewSigningKey> {
  await changes.insert(key, state);
  logger.info('signing key made', { kid: key.kid, algorithm: key.algorithm, state });
  return key;
}

async function activate({ logger }: KeyRoom, changes: SigningKeyChanges, kid: string): Promise<void> {
  await changes.activate(kid);
  logger.info('signing key begins to sign', { kid });
}

async function revoke({ logger }: KeyRoom, changes: SigningKeyChanges, key: SigningKeyRecord): Promise<void> {
  await changes.revoke(key.kid);
  logger.warn('signing key revoked: what it signed is refused', { kid: key.kid, algorithm: key.algorithm });
}
