import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { buildBearerChallenge, buildDpopChallenge, OAuthError } from '@gatehouse/oauth-core';
import {
  isDatabaseUnavailable,
  LastAdminError,
  NotFoundError,
  StaleVersionError,
  TakenError,
} from '@gatehouse/persistence';
import type { Request, Response } from 'express';
import type { Logger } from './logger.js';
import { requestIdOf } from './request-id.js';
import { type FieldProblem, InvalidFieldsError } from './validation.js';

/** A refusal in the terms of RFC 9457, thrown by services. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly errors: readonly FieldProblem[] = [],
  ) {
    super(`${status} ${title}: ${detail}`);
    this.name = 'ProblemError';
  }
}

interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  /** By which a page finds words of its own language for it (RFC 9457 §3.2). */
  readonly code?: string;
  /** For those words. */
  readonly values?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

const CLIENT_ERRORS: Readonly<Record<number, readonly [title: string, detail: string]>> = {
  400: [
    'Bad Request',
    'The request cannot be read: a body must be valid JSON, and an ID in the address a UUID.',
  ],
  404: ['Not Found', 'There is nothing at this address.'],
  405: ['Method Not Allowed', 'This address does not take this method.'],
  413: [
    'Content Too Large',
    'The request body is too large: 256 kB at most, and 10 MB for an API, its checks, and documents.',
  ],
  415: ['Unsupported Media Type', 'Send the body as application/json, in UTF-8.'],
};

function describeOAuthError(error: OAuthError): Problem {
  const title = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 503: 'Service Unavailable' }[
    error.status
  ];
  if (error.code === 'invalid_dpop_proof' || error.code === 'use_dpop_nonce')
    return {
      // RFC 9449 §7.1, §9
      status: 401,
      title: 'Unauthorized',
      detail: error.description,
      headers: { 'WWW-Authenticate': buildDpopChallenge(error) },
    };
  const headers =
    error.status === 503 ? { 'Retry-After': '2' } : { 'WWW-Authenticate': buildBearerChallenge(error) };
  return { status: error.status, title: title ?? 'Refused', detail: error.description, headers };
}

function describeKnown(error: unknown): Problem | undefined {
  if (error instanceof ProblemError) return error;
  if (error instanceof OAuthError) return describeOAuthError(error);
  if (error instanceof InvalidFieldsError) {
    return {
      status: 400,
      title: 'Bad Request',
      code: 'invalid-fields',
      detail: 'Some fields cannot be accepted.',
      errors: error.fields,
    };
  }
  if (error instanceof NotFoundError) {
    return {
      status: 404,
      title: 'Not Found',
      code: 'not-found',
      detail: `There is no such ${error.what}; it may have been deleted.`,
    };
  }
  if (error instanceof StaleVersionError) {
    const detail = `Somebody else has changed this ${error.what} meanwhile. Reload it and make your change again.`;
    return { status: 409, title: 'Changed meanwhile', code: 'changed-meanwhile', detail };
  }
  if (error instanceof TakenError) {
    const message = `"${error.value}" is already taken; choose another.`;
    return {
      status: 409,
      title: 'Already taken',
      code: 'taken',
      values: { value: error.value },
      detail: message,
      errors: [{ field: error.field, message, code: 'taken' }],
    };
  }
  if (error instanceof LastAdminError) {
    return {
      status: 409,
      title: 'Last admin',
      code: 'last-admin',
      detail: 'This is the last enabled admin. Make another one first.',
    };
  }
  if (isDatabaseUnavailable(error)) {
    const detail = 'The database cannot be reached. Try again in a moment.';
    return {
      status: 503,
      title: 'Service Unavailable',
      code: 'database-unavailable',
      detail,
      headers: { 'Retry-After': '2' },
    };
  }
  return undefined;
}

/** Errors of Express's and Nest's own: a route that is not there, a body that cannot be read. */
function describeHttpError(error: unknown): Problem | undefined {
  const status =
    error instanceof HttpException ? error.getStatus() : (error as { status?: unknown } | null)?.status;
  if (typeof status !== 'number' || status < 400 || status >= 500) return undefined;
  const [title, detail] = CLIENT_ERRORS[status] ?? ['Refused', 'This request cannot be accepted.'];
  return { status, title, detail };
}

/** RFC 9457: every error that leaves through Express. What is not known is a 500 with a request ID, and nothing else. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  /** @param onRefused told of whoever may not do something, before they are */
  constructor(
    private readonly logger: Logger,
    private readonly onRefused: (request: Request, detail: string) => Promise<void>,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const requestId = requestIdOf(response.req);
    const problem =
      describeKnown(error) ?? describeHttpError(error) ?? this.describeUnknown(error, requestId);
    const { status, title, detail, errors, code, values } = problem;
    if (status === 403) await this.onRefused(response.req, detail);
    for (const [name, value] of Object.entries(problem.headers ?? {})) response.setHeader(name, value);
    response
      .status(status)
      .setHeader('Cache-Control', 'no-store')
      .setHeader('X-Request-Id', requestId)
      .setHeader('Content-Type', 'application/problem+json')
      .end(
        JSON.stringify({
          title,
          status,
          detail,
          ...(code !== undefined && { code }),
          ...(values && { values }),
          ...(errors?.length && { errors }),
          requestId,
        }),
      );
  }

  private describeUnknown(error: unknown, requestId: string): Problem {
    this.logger.error('request failed', { requestId, error });
    const detail = `Something went wrong on our side. The log says more under request ${requestId}.`;
    return { status: 500, title: 'Internal Server Error', code: 'internal', detail };
  }
}
