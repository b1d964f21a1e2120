import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import {
  type AdminProblemCode,
  type AdminProblemParts,
  describeAdminProblem,
  type PlainAdminProblemCode,
} from '@gatehouse/dto';
import {
  buildBearerChallenge,
  buildDpopChallenge,
  OAuthError,
  type OAuthErrorCode,
} from '@gatehouse/oauth-core';
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

/**
 * A refusal in the terms of RFC 9457, thrown by services: its code says which one, and what it leaves open has to come with
 * it. The sentences are in libs/dto.
 */
export class ProblemError extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly code: AdminProblemCode;
  readonly values: Values;
  readonly errors: readonly FieldProblem[];

  constructor(...[code, values, errors]: readonly [...AdminProblemParts, errors?: readonly FieldProblem[]]) {
    const parts = [code, values] as AdminProblemParts;
    const { status, title, detail } = describeAdminProblem(...parts);
    super(`${status} ${title}: ${detail}`);
    this.name = 'ProblemError';
    [this.status, this.title, this.detail] = [status, title, detail];
    [this.code, this.values, this.errors] = [code, values ?? {}, errors ?? []];
  }
}

type Values = Readonly<Record<string, string>>;

interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
  /** By which a page finds words of its own language for it (RFC 9457 §3.2). */
  readonly code: AdminProblemCode;
  /** For those words. */
  readonly values?: Values;
  readonly headers?: Readonly<Record<string, string>>;
}

const CLIENT_ERRORS: Readonly<Record<number, PlainAdminProblemCode>> = {
  400: 'unreadable-request',
  404: 'no-such-address',
  405: 'method-not-allowed',
  413: 'too-large',
  415: 'not-json',
};

/** Of what an access token is refused for; the sentence is the error's own. */
const OAUTH_ERRORS: Readonly<Partial<Record<OAuthErrorCode, PlainAdminProblemCode>>> = {
  invalid_request: 'invalid-request',
  invalid_token: 'invalid-token',
  // RFC 9449 §7.1, §9
  invalid_dpop_proof: 'invalid-dpop-proof',
  use_dpop_nonce: 'invalid-dpop-proof',
  temporarily_unavailable: 'unavailable',
};

const RETRY_SOON = { 'Retry-After': '2' };

function describeOAuthError(error: OAuthError): Problem {
  const { code, title } = new ProblemError(OAUTH_ERRORS[error.code] ?? 'refused');
  const problem = { code, title, detail: error.description };
  if (code === 'invalid-dpop-proof')
    return { ...problem, status: 401, headers: { 'WWW-Authenticate': buildDpopChallenge(error) } };
  const headers = error.status === 503 ? RETRY_SOON : { 'WWW-Authenticate': buildBearerChallenge(error) };
  return { ...problem, status: error.status, headers };
}

function describeKnown(error: unknown): Problem | undefined {
  if (error instanceof ProblemError) return error;
  if (error instanceof OAuthError) return describeOAuthError(error);
  if (error instanceof InvalidFieldsError) return new ProblemError('invalid-fields', {}, error.fields);
  if (error instanceof NotFoundError) return new ProblemError('not-found', { what: error.what });
  if (error instanceof StaleVersionError) return new ProblemError('changed-meanwhile', { what: error.what });
  if (error instanceof TakenError) {
    const { field, value } = error;
    const message = describeAdminProblem('taken', { value }).detail;
    return new ProblemError('taken', { value }, [{ field, message, code: 'taken' }]);
  }
  if (error instanceof LastAdminError) return new ProblemError('last-admin');
  if (isDatabaseUnavailable(error))
    return Object.assign(new ProblemError('database-unavailable'), { headers: RETRY_SOON });
  return undefined;
}

/** Errors of Express's and Nest's own: a route that is not there, a body that cannot be read. */
function describeHttpError(error: unknown): Problem | undefined {
  const status =
    error instanceof HttpException ? error.getStatus() : (error as { status?: unknown } | null)?.status;
  if (typeof status !== 'number' || status < 400 || status >= 500) return undefined;
  const { code, title, detail } = new ProblemError(CLIENT_ERRORS[status] ?? 'refused');
  return { code, title, detail, status };
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
          code,
          ...(Object.keys(values ?? {}).length > 0 && { values }),
          ...(errors?.length && { errors }),
          requestId,
        }),
      );
  }

  private describeUnknown(error: unknown, requestId: string): Problem {
    this.logger.error('request failed', { requestId, error });
    return new ProblemError('internal', { requestId });
  }
}
