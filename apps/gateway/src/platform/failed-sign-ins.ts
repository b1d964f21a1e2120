import { randomUUID } from 'node:crypto';
import { AuditStore } from '@gatehouse/persistence';
import type { Platform } from './platform.tokens.js';

/**
 * Tells the audit log that somebody did not get in as an operator. Nobody waits for it: an answer must not take longer
 * for operators than for others.
 */
export function tellFailedSignIn(
  { database, logger }: Pick<Platform, 'database' | 'logger'>,
  userId: string | undefined,
  address: string,
  detail: string,
): void {
  if (userId === undefined) return;
  const context = { operation: randomUUID(), actor: { kind: 'unknown' }, address } as const;
  new AuditStore(database.controlPool)
    .recordFailedSignIn(context, userId, detail)
    .catch((error: unknown) => logger.warn('a failed sign-in could not be told to the audit log', { error }));
}
