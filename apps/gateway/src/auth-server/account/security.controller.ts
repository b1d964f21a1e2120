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
import { NewPassword, type AccountActivities, ActivityQuery, type SecurityOverview } from '@gatehouse/dto';
import type { Request, Response } from 'express';
import { describeActivity } from '../../platform/account-activity.js';
import { SECURITY_PAGE } from '../../platform/first-start.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { createBrowserCookies } from '../browser-cookies.js';
import { InteractionFilter } from '../interaction/interaction.filter.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';
import { beginPage } from '../page-request.js';
import { AccountService, PAGE } from './account.service.js';
import { writeSignIn } from './sign-in-address.js';
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
    return {
      csrfToken: beginPage(this.cookies, request, response, PAGE),
      isFresh: await this.accounts.isFresh(visit),
      ...(await this.security.describe(visit)),
    };
  }

  @Get('activity')
  @Header('Cache-Control', 'no-store')
  async listActivity(@Query() query: ActivityQuery, @Req() request: Request): Promise<AccountActivities> {
    const { user, language } = await this.accounts.open(request);
    return describeActivity(this.platform, user.userId, query, language);
  }

  /** Signs in as at any application, and comes back to the page. */
  @Get('sign-in')
  @Header('Cache-Control', 'no-store')
  signIn(@Query('again') again: unknown, @Res() response: Response): void {
    const more = again === undefined ? {} : { prompt: 'login' };
    response.redirect(303, writeSignIn(this.platform.env.issuer, SECURITY_PAGE, more));
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
    throw new InteractionProblem('session-gone');
  }

  @Post('sessions/end-others')
  @HttpCode(204)
  async endOthers(@Req() request: Request): Promise<void> {
    await this.security.endOtherSessions(await this.accounts.openForChange(request));
  }
}
