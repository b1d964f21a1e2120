import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '@gatehouse/oauth-core';
import type { SigningKeyRecord } from '@gatehouse/persistence';
import { type KeyRoom, revokeKey, rotateKey, type RotationOrder, takeSteps } from './key-orders.js';
import { findActivation, findPair, type KeyStep, planRotation } from './key-rotation.js';

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

/** @param rotationDays how long a key signs; 0: until an operator rotates it */
export function createKeyKeeper(room: KeyRoom, rotationDays: number): KeyKeeper {
  const policy = { algorithms: SIGNING_ALGORITHMS, rotationDays };
  const plan = (keys: readonly SigningKeyRecord[]): KeyStep[] => planRotation(keys, policy, room.now());
  const planStart = (keys: readonly SigningKeyRecord[]): KeyStep[] =>
    plan(keys).filter((step) => step.kind === 'make' && step.state === 'active');
  let interval: NodeJS.Timeout | undefined;
  let wake: NodeJS.Timeout | undefined;

  async function take(what: typeof plan): Promise<void> {
    // Most of the time there is nothing to do, and no lock to take.
    if (what(await room.store.list()).length > 0) await takeSteps(room, what);
  }

  async function keep(): Promise<void> {
    await take(plan);
    wakeInTime(await room.store.list());
  }

  /** The interval is too coarse for a key that an operator waits for. */
  function wakeInTime(keys: readonly SigningKeyRecord[]): void {
    const moments = SIGNING_ALGORITHMS.map(
      (algorithm) => findActivation(findPair(keys, algorithm), rotationDays) ?? Infinity,
    );
    const wait = Math.min(...moments) - room.now();
    clearTimeout(wake);
    if (interval !== undefined && wait < KEEP_MS)
      wake = setTimeout(keepInBackground, Math.max(wait, 0) + 1).unref();
  }

  function keepInBackground(): void {
    keep().catch((error: unknown) => {
      if (interval !== undefined) room.logger.warn('signing keys could not be kept', { error });
    });
  }

  return {
    prepare: () => take(planStart),
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
