import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import { OAuthError } from '@gatehouse/oauth-core';
import { isDatabaseUnavailable } from '@gatehouse/persistence';
import type { Response } from 'express';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { requestIdOf } from '../../platform/request-id.js';
import { InvalidFieldsError } from '../../platform/validation.js';
import { InteractionProblem } from './interaction.problem.js';
import { toProblem } from './interaction.service.js';

/** RFC 9457: every error of the pages' JSON API, in words for the person at the page. */
@Catch()
export class InteractionFilter implements ExceptionFilter {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

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
