import { randomUUID } from 'node:crypto';
import {
  AuditStore,
  createAccountEventStore,
  type FailedSignInKind,
  type SessionPlace,
} from '@gatehouse/persistence';
import type { Platform } from './platform.tokens.js';

/** A sign-in that was refused. */
export interface FailedSignIn {
  /** Undefined: nobody here has the name that was typed, and nothing is remembered. */
  readonly userId: string | undefined;
  readonly kind: FailedSignInKind;
  readonly place: SessionPlace & { readonly address: string };
  readonly why: string;
}

/**
 * Tells the owner of an account that somebody did not get in, and the audit log where they are an operator. Nobody waits
 * for it: an answer must not take longer for names that are known, nor for operators.
 */
export function tellFailedSignIn(
  { database, logger }: Pick<Platform, 'database' | 'logger'>,
  { userId, kind, place, why }: FailedSignIn,
): void {
  if (userId === undefined) return;
  const context = { operation: randomUUID(), actor: { kind: 'unknown' }, address: place.address } as const;
  new AuditStore(database.controlPool)
    .recordFailedSignIn(context, userId, why)
    .catch((error: unknown) => logger.warn('a failed sign-in could not be told to the audit log', { error }));
  createAccountEventStore(database.pool)
    .countFailedSignIn(userId, kind, place)
    .catch((error: unknown) => logger.warn('a failed sign-in could not be told to its account', { error }));
}
