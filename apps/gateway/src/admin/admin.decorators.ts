import {
  applyDecorators,
  Controller,
  createParamDecorator,
  type ExecutionContext,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import type { Request } from 'express';
import { AuditInterceptor } from '../audit/audit.interceptor.js';
import { AdminGuard } from './admin.guard.js';
import { chooseLanguage, type Language } from '../platform/language.js';
import type { Caller } from './bearer.strategy.js';

/** A controller of the admin REST API below `/api`: protected, and what it changes is in the audit log. */
export function AdminController(path: string): ClassDecorator {
  return applyDecorators(Controller(`api/${path}`), UseGuards(AdminGuard), UseInterceptors(AuditInterceptor));
}

/** Who calls, as the guard found out. */
export const CallerParam = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller =>
    context.switchToHttp().getRequest<Request>().user as Caller,
);

/** That of the console, or what a program accepts: for mails to people who say nothing of theirs. */
export const LanguageParam = createParamDecorator((_: unknown, context: ExecutionContext): Language =>
  chooseLanguage(context.switchToHttp().getRequest<Request>()),
);
