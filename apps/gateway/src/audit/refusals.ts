import { AuditStore } from '@gatehouse/persistence';
import type { ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Caller } from '../admin/bearer.strategy.js';
import type { Platform } from '../platform/platform.tokens.js';
import { deriveAction, findAuditedRoute, findSubjectId } from './audit-action.js';
import { describeAudited } from '../platform/audited-request.js';
import { toActor, typeOf } from './audit-request.js';

const routes = new WeakMap<Request, { readonly action: string; readonly path: string }>();
const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;

/** Remembers what a request wants, for when it is refused. */
export function noteRoute(request: Request, context: ExecutionContext): void {
  const { method, path, action } = findAuditedRoute(context);
  routes.set(request, { path, action: action ?? deriveAction(method, path) });
}

/** Before a handler is known: by its address. */
function guessRoute(request: Request): { readonly action: string; readonly path: string } {
  const path = request.originalUrl
    .replace(/\?.*$/, '')
    .slice(1)
    .split('/')
    .map((word) => (ID.test(word) ? ':id' : word))
    .join('/');
  return { path, action: deriveAction(request.method, path) };
}

/** Tells that somebody who is known was refused something at the admin REST API, before they are told. */
export async function recordRefusal(
  platform: Pick<Platform, 'database' | 'env' | 'logger'>,
  request: Request,
  detail: string,
): Promise<void> {
  if (!request.originalUrl.startsWith('/api/')) return;
  const { action, path } = routes.get(request) ?? guessRoute(request);
  const audited = describeAudited(platform.env, request, toActor(request.user as Caller | undefined), action);
  const subject = { type: typeOf(action), id: findSubjectId(path, request.params) };
  try {
    const store = new AuditStore(platform.database.controlPool);
    await store.record(audited, { action, subject, result: 'refused', detail });
  } catch (error) {
    // They are refused all the same.
    platform.logger.error('a refusal could not be told to the audit log', { action, error });
  }
}
