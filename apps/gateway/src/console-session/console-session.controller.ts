import { Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { UsersStore } from '@gatehouse/persistence';
import { SECURITY_PAGE } from '../platform/first-start.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { RefusedByServerError } from './authorization-client.js';
import { type ConsoleCookies, createConsoleCookies } from './console-cookies.js';
import { ConsoleSessionService } from './console-session.service.js';

/** What the sign-in page says of a refusal; it has the texts. */
const WORDS: Readonly<Record<string, string>> = {
  access_denied: 'not-an-operator',
  unmet_authentication_requirements: 'second-factor',
};

/** What the console asks first. */
export type SessionAnswer =
  | { readonly signedIn: false }
  | {
      readonly signedIn: true;
      readonly csrfToken: string;
      readonly user: { readonly username: string; readonly displayName: string; readonly role: string };
    };

/** A path of this console, and no other address (open redirects): one slash, and no backslash that browsers read as one. */
export function checkReturnTo(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path) ? path : '/';
}

/** How operators sign in to the console: through the authorization server, as anywhere else. */
@Controller('session')
export class ConsoleSessionController {
  private readonly cookies: ConsoleCookies;
  private readonly users: UsersStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(ConsoleSessionService) private readonly sessions: ConsoleSessionService,
  ) {
    this.cookies = createConsoleCookies(platform.env);
    this.users = new UsersStore(platform.database.dataSource);
  }

  @Get()
  async get(@Req() request: Request): Promise<SessionAnswer> {
    const cookie = this.cookies.findSession(request);
    const session = cookie === undefined ? undefined : await this.sessions.find(cookie);
    if (session === undefined) return { signedIn: false };
    const token = await this.platform.accessTokens.verify(session.accessToken).catch(() => undefined);
    if (token?.userId == null) return { signedIn: false };
    const { username, displayName, operatorRole } = await this.users.get(token.userId);
    return {
      signedIn: true,
      csrfToken: session.csrfToken,
      user: { username, displayName, role: operatorRole ?? 'none' },
    };
  }

  @Get('sign-in')
  async signIn(@Query('returnTo') returnTo: string | undefined, @Res() response: Response): Promise<void> {
    const { location, cookie } = await this.sessions.begin(checkReturnTo(returnTo));
    response.append('Set-Cookie', this.cookies.writeSignIn(cookie));
    response.redirect(303, location);
  }

  /** Where operators look after how they sign in: at the authorization server. */
  @Get('account')
  showAccount(@Res() response: Response): void {
    response.redirect(303, this.platform.env.issuer + SECURITY_PAGE);
  }

  @Get('callback')
  async callback(@Req() request: Request, @Res() response: Response): Promise<void> {
    const cookie = this.cookies.findSignIn(request);
    response.append('Set-Cookie', this.cookies.clearSignIn());
    // Nothing to compare with: another browser, or too late.
    if (cookie === undefined) return response.redirect(303, '/sign-in?error=expired');
    try {
      const query = request.originalUrl.slice(request.originalUrl.indexOf('?') + 1);
      const { session, returnTo } = await this.sessions.finish(query, cookie, request);
      response.append(
        'Set-Cookie',
        this.cookies.writeSession(session, this.platform.settings().consoleSessionSeconds),
      );
      response.redirect(303, returnTo);
    } catch (error) {
      const code = error instanceof RefusedByServerError ? error.code : 'failed';
      this.platform.logger.warn('console sign-in failed', { code, error: (error as Error).message });
      response.redirect(303, `/sign-in?error=${WORDS[code] ?? 'failed'}`);
    }
  }

  @Post('sign-out')
  @HttpCode(200)
  async signOut(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionAnswer> {
    const cookie = this.cookies.findSession(request);
    const session = cookie === undefined ? undefined : await this.sessions.find(cookie);
    if (session !== undefined && cookie !== undefined) {
      if (!this.sessions.isCsrfToken(session, request.get('x-csrf-token'))) {
        throw new ProblemError('foreign-request');
      }
      await this.sessions.end(cookie, request);
    }
    response.append('Set-Cookie', this.cookies.clearSession());
    return { signedIn: false };
  }
}
