import {
  applyDecorators,
  Controller,
  createParamDecorator,
  type ExecutionContext,
  UseGuards,
} from '@nestjs/common';
import type { Request } from 'express';
import { AdminGuard } from './admin.guard.js';
import type { Caller } from './bearer.strategy.js';

/** A controller of the admin REST API below `/api`: protected. */
export function AdminController(path: string): ClassDecorator {
  return applyDecorators(Controller(`api/${path}`), UseGuards(AdminGuard));
}

/** Who calls, as the guard found out. */
export const CallerParam = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller =>
    context.switchToHttp().getRequest<Request>().user as Caller,
);
