import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AuditActor, AuditContext } from '@gatehouse/persistence';
import { findClientAddress } from './client-address.js';
import type { Env } from './env.js';
import { requestIdOf } from './request-id.js';

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
