import { Controller, Header, HttpCode, Inject, Param, Post, Req, UseFilters } from '@nestjs/common';
import type { Request } from 'express';
import { chooseLanguage } from '../../platform/language.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { type BrowserCookies, createBrowserCookies } from '../browser-cookies.js';
import { InteractionFilter } from '../interaction/interaction.filter.js';
import { checkPageRequest } from '../page-request.js';
import { findPlace } from '../session-place.js';
import { IdentitySignInService } from './identity-sign-in.service.js';

/** The sign-in page's API for signing in elsewhere. */
@Controller('interaction/:id')
@UseFilters(InteractionFilter)
export class IdentitySignInController {
  private readonly cookies: BrowserCookies;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(IdentitySignInService) private readonly identitySignIns: IdentitySignInService,
  ) {
    this.cookies = createBrowserCookies(platform.env, platform.csrfKey);
  }

  @Post('identity-providers/:slug')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async begin(
    @Param('id') id: string,
    @Param('slug') slug: string,
    @Req() request: Request,
  ): Promise<{ location: string }> {
    checkPageRequest(this.cookies, request, id);
    const browser = this.cookies.findBrowser(request) ?? '';
    const place = findPlace(this.platform.env, request);
    const language = chooseLanguage(request);
    const key = { id, browser, session: this.cookies.findSession(request), place, language };
    return { location: await this.identitySignIns.begin(key, slug) };
  }
}
