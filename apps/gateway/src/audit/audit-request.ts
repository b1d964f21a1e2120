import type { AuditActor } from '@gatehouse/persistence';
import type { Caller } from '../admin/bearer.strategy.js';

export const toActor = (caller: Pick<Caller, 'userId' | 'clientId'> | undefined): AuditActor => {
  if (caller === undefined) return { kind: 'unknown' };
  return caller.userId === null
    ? { kind: 'client', id: caller.clientId }
    : { kind: 'operator', id: caller.userId, client: caller.clientId };
};

/** What an action is about. */
export const typeOf = (action: string): string => action.split('.', 1)[0] ?? action;
