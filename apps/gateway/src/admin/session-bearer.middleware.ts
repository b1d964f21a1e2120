import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { type ConsoleCookies, createConsoleCookies } from '../console-session/console-cookies.js';
import { ConsoleSessionService } from '../console-session/console-session.service.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { attachSessionBearer } from './session-bearer.js';

const WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** Before every request to the admin REST API: JSON or nothing, and the console session's access token. */
@Injectable()
export class SessionBearerMiddleware implements NestMiddleware {
  private readonly cookies: ConsoleCookies;

  constructor(
    @Inject(PLATFORM) platform: Platform,
    @Inject(ConsoleSessionService) private readonly sessions: ConsoleSessionService,
  ) {
    this.cookies = createConsoleCookies(platform.env);
  }

  async use(request: Request, response: Response, next: NextFunction): Promise<void> {
    response.setHeader('Cache-Control', 'no-store');
    if (WITH_BODY.has(request.method) && request.is('application/json') === false) {
      throw new ProblemError('not-json');
    }
    await attachSessionBearer(request, this.cookies, this.sessions);
    next();
  }
}
