import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { type AuditContext, type AuditedOperation, AuditStore, runAudited } from '@gatehouse/persistence';
import type { Request } from 'express';
import { concatMap, from, map, type Observable, of } from 'rxjs';
import type { Caller } from '../admin/bearer.strategy.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { findAuditedRoute, findSubjectId } from './audit-action.js';
import { describeAudited } from '../platform/audited-request.js';
import { toActor, typeOf } from './audit-request.js';

/** Some bodies are read on the way to the handler, so this is asked afterwards. A change of rows leaves its entry all the same. */
const isDryRun = ({ body }: Request): boolean =>
  typeof body === 'object' && body !== null && (body as { readonly dryRun?: unknown }).dryRun === true;

/**
 * Around every operation of the admin REST API. Changes of rows leave their entry by themselves, in their own
 * transaction; what this adds is who makes them, and an entry for what changed no row.
 */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  private readonly store: AuditStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new AuditStore(platform.database.controlPool);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { method, path, action } = findAuditedRoute(context);
    if (action === undefined) return next.handle();
    const request = context.switchToHttp().getRequest<Request>();
    const audited = describeAudited(this.platform.env, request, toActor(request.user as Caller), action);
    const operation = {
      action,
      subject: { type: typeOf(action), id: findSubjectId(path, request.params) },
      result: 'done',
    } as const;
    return method === 'GET'
      ? this.tellFirst(audited, operation, next)
      : this.tellAfter(audited, operation, request, next);
  }

  /** What is read and told of is told before it leaves. */
  private tellFirst(
    audited: AuditContext,
    operation: AuditedOperation,
    next: CallHandler,
  ): Observable<unknown> {
    return from(this.store.record(audited, operation)).pipe(
      concatMap(() => runAudited(audited, () => next.handle())),
    );
  }

  private tellAfter(
    audited: AuditContext,
    operation: AuditedOperation,
    request: Request,
    next: CallHandler,
  ): Observable<unknown> {
    // Nest binds a handler to the moment in which it is asked for.
    return runAudited(audited, () => next.handle()).pipe(
      concatMap((body: unknown) =>
        isDryRun(request) ? of(body) : from(this.store.record(audited, operation)).pipe(map(() => body)),
      ),
    );
  }
}
