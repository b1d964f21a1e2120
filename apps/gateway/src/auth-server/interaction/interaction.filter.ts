import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import { OAuthError } from '@gatehouse/oauth-core';
import { isDatabaseUnavailable } from '@gatehouse/persistence';
import type { Request, Response } from 'express';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { requestIdOf } from '../../platform/request-id.js';
import { InvalidFieldsError } from '../../platform/validation.js';
import { type BrowserCookies, createBrowserCookies, hashCookie } from '../browser-cookies.js';
import { createErrorRecord, nameUnexpected, type RecordError } from '../seen/error-record.js';
import { InteractionProblem } from './interaction.problem.js';
import { toProblem } from './interaction.service.js';

function describeCause(error: unknown, detail: string): string {
  if (error instanceof InteractionProblem) return detail;
  if (error instanceof OAuthError) return error.reason;
  if (error instanceof InvalidFieldsError)
    return `These fields of the request cannot be accepted: ${error.fields.map(({ field }) => field).join(', ')}.`;
  return isDatabaseUnavailable(error) ? 'The database cannot be reached.' : nameUnexpected(error);
}

/** RFC 9457: every error of the pages' JSON API, in words for the person at the page. */
@Catch()
export class InteractionFilter implements ExceptionFilter {
  private readonly cookies: BrowserCookies;
  private readonly record: RecordError;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.cookies = createBrowserCookies(platform.env, platform.csrfKey);
    this.record = createErrorRecord(platform);
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const requestId = requestIdOf(response.req);
    const problem = this.describe(error, requestId);
    const { status, title, detail, code, values, retryAfterSeconds } = problem;
    // By the constraint that was broken: the pages have words for it.
    const errors = error instanceof InvalidFieldsError ? error.fields : [];
    if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', retryAfterSeconds);
    response
      .status(status)
      .setHeader('Cache-Control', 'no-store')
      .setHeader('X-Request-Id', requestId)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          title,
          status,
          detail,
          code,
          ...(values !== undefined && { values }),
          ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
          ...(errors.length > 0 && { errors }),
          requestId,
        }),
      );
    this.keep(response.req, problem, error);
  }

  /** What the page sends is not looked at: it may be a password. */
  private keep(request: Request, { status, code, detail }: InteractionProblem, error: unknown): void {
    const { path = 'pages' } = (request.route ?? {}) as { readonly path?: string };
    const { id } = request.params;
    const session = this.cookies.findSession(request);
    this.record(
      request,
      { status, error: code, description: detail, reason: describeCause(error, detail) },
      {
        endpoint: path,
        sessionHash: session === undefined ? undefined : hashCookie(session),
        interactionHash:
          path.startsWith('/interaction/') && typeof id === 'string' ? hashCookie(id) : undefined,
      },
    );
  }

  private describe(error: unknown, requestId: string): InteractionProblem {
    if (error instanceof InteractionProblem) return error;
    if (error instanceof OAuthError) return toProblem(error);
    if (error instanceof InvalidFieldsError || error instanceof HttpException) {
      return new InteractionProblem('bad-request');
    }
    if (isDatabaseUnavailable(error)) {
      return new InteractionProblem('database-unavailable', { retryAfterSeconds: 2 });
    }
    this.platform.logger.error('interaction failed', { requestId, error });
    return new InteractionProblem('failure');
  }
}
