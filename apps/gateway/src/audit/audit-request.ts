import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AuditActor, AuditContext } from '@gatehouse/persistence';
import type { Caller } from '../admin/bearer.strategy.js';
import { findClientAddress } from '../platform/client-address.js';
import type { Env } from '../platform/env.js';
import { requestIdOf } from '../platform/request-id.js';

export const toActor = (caller: Pick<Caller, 'userId' | 'clientId'> | undefined): AuditActor => {
  if (caller === undefined) return { kind: 'unknown' };
  return caller.userId === null
    ? { kind: 'client', id: caller.clientId }
    : { kind: 'operator', id: caller.userId, client: caller.clientId };
};

/** What the audit log tells of a request. */
export const describeAudited = (
  env: Pick<Env, 'trustedProxies'>,
  request: IncomingMessage,
  actor: AuditActor,
  action: string,
): AuditContext => ({
  operation: randomUUID(),
  actor,
  address: findClientAddress(request, env.trustedProxies),
  requestId: requestIdOf(request),
  action,
});

/** What an action is about. */
export const typeOf = (action: string): string => action.split('.', 1)[0] ?? action;
