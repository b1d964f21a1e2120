import { Body, Controller, Get, Header, HttpCode, Inject, Post, Req, Res, UseFilters } from '@nestjs/common';
import { AskForReset, ConfirmEmail, ResetPassword, SignUpRequest } from '@gatehouse/dto';
import type { Request, Response } from 'express';
import { findClientAddress } from '../../platform/client-address.js';
import { chooseLanguage } from '../../platform/language.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { ProfileService } from '../account/profile.service.js';
import { type BrowserCookies, createBrowserCookies } from '../browser-cookies.js';
import { InteractionFilter } from '../interaction/interaction.filter.js';
import { beginPage, checkPageRequest } from '../page-request.js';
import { AccountAccessService, type Asker } from './account-access.service.js';

/** What the CSRF token of these pages is made for; no interaction's ID is as short. */
const PAGE = 'account';

/** The JSON API of the pages where people keep their own accounts. */
@Controller('account/access')
@UseFilters(InteractionFilter)
export class AccountAccessController {
  private readonly cookies: BrowserCookies;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AccountAccessService) private readonly accounts: AccountAccessService,
    @Inject(ProfileService) private readonly profiles: ProfileService,
  ) {
    this.cookies = createBrowserCookies(platform.env, platform.csrfKey);
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  begin(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): { csrfToken: string; allowsSignUp: boolean } {
    return {
      csrfToken: beginPage(this.cookies, request, response, PAGE),
      allowsSignUp: this.platform.settings().allowsSignUp,
    };
  }

  @Post('forgotten-password')
  @HttpCode(202)
  async askForReset(@Body() body: AskForReset, @Req() request: Request): Promise<object> {
    checkPageRequest(this.cookies, request, PAGE);
    await this.accounts.askForReset(body.email, this.findAsker(request));
    return {};
  }

  @Post('password')
  @HttpCode(204)
  async resetPassword(@Body() body: ResetPassword, @Req() request: Request): Promise<void> {
    checkPageRequest(this.cookies, request, PAGE);
    await this.accounts.resetPassword(body.ticket, body.password, chooseLanguage(request));
  }

  @Post('sign-up')
  @HttpCode(202)
  async signUp(@Body() body: SignUpRequest, @Req() request: Request): Promise<object> {
    checkPageRequest(this.cookies, request, PAGE);
    await this.accounts.signUp(body, this.findAsker(request));
    return {};
  }

  @Post('email')
  @HttpCode(204)
  async confirmEmail(@Body() body: ConfirmEmail, @Req() request: Request): Promise<void> {
    checkPageRequest(this.cookies, request, PAGE);
    await this.accounts.confirmEmail(body.ticket);
  }

  @Post('new-email')
  @HttpCode(204)
  async confirmAddress(@Body() body: ConfirmEmail, @Req() request: Request): Promise<void> {
    checkPageRequest(this.cookies, request, PAGE);
    await this.profiles.confirmAddress(body.ticket, chooseLanguage(request));
  }

  private findAsker(request: Request): Asker {
    return {
      address: findClientAddress(request, this.platform.env.trustedProxies),
      language: chooseLanguage(request),
    };
  }
}
