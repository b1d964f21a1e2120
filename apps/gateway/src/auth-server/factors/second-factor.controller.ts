import {
  Body,
  Controller,
  Header,
  HttpCode,
  Inject,
  Param,
  Post,
  Req,
  Res,
  UseFilters,
} from '@nestjs/common';
import { PasskeyAnswer, SecondFactorCode } from '@gatehouse/dto';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import type { Request, Response } from 'express';
import { chooseLanguage } from '../../platform/language.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { type BrowserCookies, createBrowserCookies } from '../browser-cookies.js';
import { InteractionFilter } from '../interaction/interaction.filter.js';
import type { InteractionKey, NextStep } from '../interaction/interaction.service.js';
import { sendSignIn } from '../interaction/send-sign-in.js';
import { findVisitor } from '../lockout/visitor.js';
import { checkPageRequest } from '../page-request.js';
import { findPlace } from '../session-place.js';
import { PasskeySignInService } from './passkey-sign-in.service.js';
import { SecondFactorService } from './second-factor.service.js';

/** The pages' API for what a person proves beside, or instead of, a password. */
@Controller('interaction/:id')
@UseFilters(InteractionFilter)
export class SecondFactorController {
  private readonly cookies: BrowserCookies;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(SecondFactorService) private readonly secondFactors: SecondFactorService,
    @Inject(PasskeySignInService) private readonly passkeys: PasskeySignInService,
  ) {
    this.cookies = createBrowserCookies(platform.env, platform.csrfKey);
  }

  @Post('second-factor')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async enterCode(
    @Param('id') id: string,
    @Body() body: SecondFactorCode,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<NextStep> {
    const visitor = findVisitor(this.platform, request);
    const outcome = await this.secondFactors.enterCode(this.getKeyOfChange(id, request), body, visitor);
    return sendSignIn(this.platform, this.cookies, { request, response }, outcome);
  }

  @Post('passkey/options')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  begin(@Param('id') id: string, @Req() request: Request): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return this.passkeys.begin(this.getKeyOfChange(id, request));
  }

  @Post('passkey')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async usePasskey(
    @Param('id') id: string,
    @Body() body: PasskeyAnswer,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<NextStep> {
    const outcome = await this.passkeys.signIn(this.getKeyOfChange(id, request), body.response);
    return sendSignIn(this.platform, this.cookies, { request, response }, outcome);
  }

  private getKeyOfChange(id: string, request: Request): InteractionKey {
    checkPageRequest(this.cookies, request, id);
    return {
      id,
      browser: this.cookies.findBrowser(request) ?? '',
      session: this.cookies.findSession(request),
      place: findPlace(this.platform.env, request),
      language: chooseLanguage(request),
    };
  }
}
