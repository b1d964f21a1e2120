import { Body, Controller, Get, Header, HttpCode, Inject, Post, Req, Res, UseFilters } from '@nestjs/common';
import { UserCodeEntry } from '@gatehouse/dto';
import type { Request, Response } from 'express';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { type BrowserCookies, createBrowserCookies } from '../browser-cookies.js';
import { InteractionFilter } from '../interaction/interaction.filter.js';
import { beginPage, checkPageRequest } from '../page-request.js';
import { findPlace } from '../session-place.js';
import { DeviceService } from './device.service.js';

/** What the CSRF token of the page is made for; no interaction's ID is as short. */
const PAGE = 'device';

/** The JSON API of the page where a person enters the code of their device (RFC 8628 §3.3). */
@Controller('device/code')
@UseFilters(InteractionFilter)
export class DeviceController {
  private readonly cookies: BrowserCookies;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(DeviceService) private readonly devices: DeviceService,
  ) {
    this.cookies = createBrowserCookies(platform.env, platform.csrfKey);
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  begin(@Req() request: Request, @Res({ passthrough: true }) response: Response): { csrfToken: string } {
    return { csrfToken: beginPage(this.cookies, request, response, PAGE) };
  }

  @Post()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async enter(@Body() body: UserCodeEntry, @Req() request: Request): Promise<{ location: string }> {
    checkPageRequest(this.cookies, request, PAGE);
    const location = await this.devices.enter({
      userCode: body.userCode,
      browser: this.cookies.findBrowser(request) ?? '',
      session: this.cookies.findSession(request),
      place: findPlace(this.platform.env, request),
    });
    return { location };
  }
}
