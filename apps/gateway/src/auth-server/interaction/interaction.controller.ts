import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Inject,
  Param,
  Post,
  Req,
  Res,
  UseFilters,
} from '@nestjs/common';
import { ConsentAnswer, SignInRequest } from '@gatehouse/dto';
import type { Request, Response } from 'express';
import { chooseLanguage } from '../../platform/language.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { type BrowserCookies, createBrowserCookies } from '../browser-cookies.js';
import { findVisitor } from '../lockout/visitor.js';
import { checkPageRequest } from '../page-request.js';
import { findPlace } from '../session-place.js';
import { InteractionFilter } from './interaction.filter.js';
import {
  type InteractionKey,
  InteractionService,
  type InteractionView,
  type NextStep,
} from './interaction.service.js';
import { sendSignIn } from './send-sign-in.js';
import { SignInService } from './sign-in.service.js';

/** The JSON API of the end users' pages; same origin, same browser, and every change carries the CSRF token. */
@Controller('interaction/:id')
@UseFilters(InteractionFilter)
export class InteractionController {
  private readonly cookies: BrowserCookies;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(InteractionService) private readonly interactions: InteractionService,
    @Inject(SignInService) private readonly signIns: SignInService,
  ) {
    this.cookies = createBrowserCookies(platform.env, platform.csrfKey);
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  async get(
    @Param('id') id: string,
    @Req() request: Request,
  ): Promise<InteractionView & { csrfToken: string }> {
    const key = this.getKey(id, request);
    const view = await this.interactions.get(key);
    return { ...view, csrfToken: this.cookies.getCsrfToken(key.browser, id) };
  }

  @Post('sign-in')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async signIn(
    @Param('id') id: string,
    @Body() body: SignInRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<NextStep> {
    const key = this.getKeyOfChange(id, request);
    const visitor = findVisitor(this.platform, request);
    const outcome = await this.signIns.signIn(key, body.username, body.password, visitor);
    return sendSignIn(this.platform, this.cookies, { request, response }, outcome);
  }

  @Post('account')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  chooseAccount(@Param('id') id: string, @Req() request: Request): Promise<NextStep> {
    return this.interactions.chooseAccount(this.getKeyOfChange(id, request));
  }

  @Post('consent')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async consent(
    @Param('id') id: string,
    @Body() body: ConsentAnswer,
    @Req() request: Request,
  ): Promise<{ location: string }> {
    const key = this.getKeyOfChange(id, request);
    return { location: await this.interactions.consent(key, body) };
  }

  @Post('sign-out')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async signOut(
    @Param('id') id: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ next: 'sign-in' }> {
    await this.interactions.signOut(this.getKeyOfChange(id, request));
    response.append('Set-Cookie', this.cookies.clearSession());
    return { next: 'sign-in' };
  }

  private getKey(id: string, request: Request): InteractionKey {
    // Without the cookie no interaction can be this browser's: the look-up will say so.
    return {
      id,
      browser: this.cookies.findBrowser(request) ?? '',
      session: this.cookies.findSession(request),
      place: findPlace(this.platform.env, request),
      language: chooseLanguage(request),
    };
  }

  private getKeyOfChange(id: string, request: Request): InteractionKey {
    checkPageRequest(this.cookies, request, id);
    return this.getKey(id, request);
  }
}
