import { createHash, randomBytes } from 'node:crypto';
import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Inject,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  Req,
  Res,
  UseFilters,
} from '@nestjs/common';
import { NewPassword, type SecurityOverview } from '@gatehouse/dto';
import type { Request, Response } from 'express';
import { ACCOUNT_CLIENT_ID, SECURITY_PAGE } from '../../platform/first-start.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { createBrowserCookies, makeCookieValue } from '../browser-cookies.js';
import { InteractionFilter } from '../interaction/interaction.filter.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';
import { AccountService, PAGE } from './account.service.js';
import { SecurityService } from './security.service.js';

/** The API of the page where people look after how they sign in, and where they are signed in. */
@Controller('account/security')
@UseFilters(InteractionFilter)
export class SecurityController {
  private readonly cookies;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(SecurityService) private readonly security: SecurityService,
  ) {
    this.cookies = createBrowserCookies(platform.env, platform.csrfKey);
  }

  @Get('overview')
  @Header('Cache-Control', 'no-store')
  async get(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SecurityOverview> {
    const visit = await this.accounts.open(request);
    const browser = visit.browser === '' ? makeCookieValue() : visit.browser;
    if (visit.browser === '') response.append('Set-Cookie', this.cookies.writeBrowser(browser));
    return {
      csrfToken: this.cookies.getCsrfToken(browser, PAGE),
      isFresh: await this.accounts.isFresh(visit),
      ...(await this.security.describe(visit)),
    };
  }

  /**
   * Signs in as at any application, and comes back to the page. The code that comes along is of no use: its verifier is
   * gone, and the session is what the page needs.
   */
  @Get('sign-in')
  @Header('Cache-Control', 'no-store')
  signIn(@Query('again') again: unknown, @Res() response: Response): void {
    const { issuer } = this.platform.env;
    const challenge = createHash('sha256').update(randomBytes(32)).digest('base64url');
    const parameters = new URLSearchParams({
      response_type: 'code',
      client_id: ACCOUNT_CLIENT_ID,
      redirect_uri: issuer + SECURITY_PAGE,
      scope: 'openid',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...(again !== undefined && { prompt: 'login' }),
    });
    response.redirect(303, `${issuer}/oauth2/authorize?${parameters.toString()}`);
  }

  @Post('password')
  @HttpCode(204)
  async changePassword(@Body() body: NewPassword, @Req() request: Request): Promise<void> {
    await this.security.changePassword(await this.accounts.openFresh(request), body.password);
  }

  @Delete('providers/:slug')
  @HttpCode(204)
  async unlinkProvider(@Param('slug') slug: string, @Req() request: Request): Promise<void> {
    await this.security.unlinkProvider(await this.accounts.openFresh(request), slug);
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  async endSession(@Param('id', ParseUUIDPipe) id: string, @Req() request: Request): Promise<void> {
    const visit = await this.accounts.openForChange(request);
    if (await this.security.endSession(visit, id)) return;
    throw new InteractionProblem(404, 'Not found', 'This session has ended already.');
  }

  @Post('sessions/end-others')
  @HttpCode(204)
  async endOthers(@Req() request: Request): Promise<void> {
    await this.security.endOtherSessions(await this.accounts.openForChange(request));
  }
}
