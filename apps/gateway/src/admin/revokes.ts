import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { EPOCH_HEADER } from '@gatehouse/dto';
import { type EpochKind, findEpochOf } from '@gatehouse/persistence';
import type { Request, Response } from 'express';
import { mergeMap, type Observable } from 'rxjs';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';

const SUBJECT = 'gatehouse:revoked-subject';

interface Subject {
  readonly kind: EpochKind;
  /** Which parameter of the path is its ID. */
  readonly parameter: string;
}

/** Names the epoch in the answer, where the operation took rights away. */
@Injectable()
class EpochInterceptor implements NestInterceptor {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const { kind, parameter } = Reflect.getMetadata(SUBJECT, context.getHandler()) as Subject;
    const http = context.switchToHttp();
    const id = String(http.getRequest<Request>().params[parameter]);
    const find = (): Promise<number> => findEpochOf(this.platform.database.pool, kind, id);
    const before = await find();
    return next.handle().pipe(
      mergeMap(async (body: unknown) => {
        const after = await find();
        if (after > before) http.getResponse<Response>().setHeader(EPOCH_HEADER, String(after));
        return body;
      }),
    );
  }
}

/** An operation that may take rights away from the subject that a parameter of its path names. */
export const Revokes = (kind: EpochKind, parameter: string): MethodDecorator =>
  applyDecorators(
    SetMetadata(SUBJECT, { kind, parameter } satisfies Subject),
    UseInterceptors(EpochInterceptor),
  );
