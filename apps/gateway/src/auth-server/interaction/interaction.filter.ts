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
    if (problem.retryAfterSeconds !== undefined) response.setHeader('Retry-After', problem.retryAfterSeconds);
    response
      .status(problem.status)
      .setHeader('Cache-Control', 'no-store')
      .setHeader('X-Request-Id', requestId)
      .type('application/problem+json')
      .send(
        JSON.stringify({ title: problem.title, status: problem.status, detail: problem.detail, requestId }),
      );
  }

  private describe(error: unknown, requestId: string): InteractionProblem {
    if (error instanceof InteractionProblem) return error;
    if (error instanceof OAuthError) return toProblem(error);
    if (error instanceof InvalidFieldsError || error instanceof HttpException) {
      return new InteractionProblem(400, 'Not accepted', 'Something in this request is missing or too long.');
    }
    if (isDatabaseUnavailable(error)) {
      return new InteractionProblem(
        503,
        'Not available',
        'We cannot reach our database. Try again in a moment.',
        2,
      );
    }
    this.platform.logger.error('interaction failed', { requestId, error });
    return new InteractionProblem(
      500,
      'Something went wrong',
      'This is our fault. Try again; if it stays, tell us the request ID.',
    );
  }
}
