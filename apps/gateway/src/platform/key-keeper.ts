import { randomUUID } from 'node:crypto';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '@gatehouse/oauth-core';
import { runAudited, type SigningKeyRecord } from '@gatehouse/persistence';
import { GuardedFetchError } from './guarded-fetch.js';
import { type KeyRoom, revokeKey, rotateKey, type RotationOrder, takeSteps } from './key-orders.js';
import { findActivation, findPair, type KeyStep, planRotation, type RotationPolicy } from './key-rotation.js';
import type { OutsideSigner } from './outside-signer.js';

/** Makes, rotates and removes signing keys as time goes by. Every node has one; they take turns. */
export interface KeyKeeper {
  /** Makes the keys that must be there before the first request. */
  prepare(): Promise<void>;
  /** Does what is due. */
  keep(): Promise<void>;
  /** Every key, the revoked ones too. */
  list(): Promise<readonly SigningKeyRecord[]>;
  /** @returns when the next key of the algorithm begins to sign */
  rotate(algorithm: SigningAlgorithm, order: RotationOrder): Promise<Date>;
  /** Revokes one key, whatever its state. @returns false when there is none, or it was revoked before */
  revoke(kid: string): Promise<boolean>;
  /** Keeps from now on. */
  start(): void;
  stop(): void;
}

const KEEP_MS = 60_000;

/** When the first of the next keys begins, in epoch milliseconds. */
const findFirstActivation = (keys: readonly SigningKeyRecord[], rotationDays: number): number =>
  Math.min(
    ...SIGNING_ALGORITHMS.map(
      (algorithm) => findActivation(findPair(keys, algorithm), rotationDays) ?? Infinity,
    ),
  );

async function takeDue(
  room: KeyRoom,
  policy: RotationPolicy,
  isDue: (step: KeyStep) => boolean = () => true,
): Promise<void> {
  const plan = (keys: readonly SigningKeyRecord[]): KeyStep[] =>
    planRotation(keys, policy, room.now()).filter(isDue);
  // Most of the time there is nothing to do, and no lock to take.
  if (plan(await room.store.list()).length > 0) await takeSteps(room, plan);
}

/**
 * @param rotationDays how long a key signs; 0: until an operator rotates it
 * @param signer has the keys, where there is one
 */
export function createKeyKeeper(room: KeyRoom, rotationDays: number, signer?: OutsideSigner): KeyKeeper {
  let interval: NodeJS.Timeout | undefined;
  let wake: NodeJS.Timeout | undefined;

  const findPolicy = async (): Promise<RotationPolicy> => ({
    algorithms: SIGNING_ALGORITHMS,
    rotationDays,
    offered: await signer?.listKeys(),
  });

  async function keep(): Promise<void> {
    await takeDue(room, await findPolicy());
    wakeInTime(await room.store.list());
  }

  /** The interval is too coarse for a key that an operator waits for. */
  function wakeInTime(keys: readonly SigningKeyRecord[]): void {
    const wait = findFirstActivation(keys, rotationDays) - room.now();
    clearTimeout(wake);
    if (interval !== undefined && wait < KEEP_MS)
      wake = setTimeout(keepInBackground, Math.max(wait, 0) + 1).unref();
  }

  function keepInBackground(): void {
    // Not in the name of the operator in whose request the timer was set.
    const audited = { operation: randomUUID(), actor: { kind: 'server', name: 'key rotation' } } as const;
    runAudited(audited, keep).catch((error: unknown) => {
      if (interval !== undefined) room.logger.warn('signing keys could not be kept', { error });
    });
  }

  return {
    async prepare() {
      try {
        // What will sign later can be made later.
        await takeDue(room, await findPolicy(), (step) => !('state' in step && step.state === 'next'));
      } catch (error) {
        if (!(error instanceof GuardedFetchError)) throw error;
        room.logger.error('the outside signer cannot be asked for its keys', { reason: error.message });
      }
    },
    keep,
    list: () => room.store.list(),
    async rotate(algorithm, order) {
      const begin = await rotateKey(room, algorithm, order);
      wakeInTime(await room.store.list());
      return begin;
    },
    revoke: (kid) => revokeKey(room, kid),
    start() {
      interval = setInterval(keepInBackground, KEEP_MS).unref();
      keepInBackground();
    },
    stop() {
      clearInterval(interval);
      clearTimeout(wake);
      interval = undefined;
    },
  };
}
