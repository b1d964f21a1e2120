import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Inject,
  Post,
  Put,
  Query,
  Req,
  Res,
  UseFilters,
} from '@nestjs/common';
import { ChangeAddress, type OwnProfile, UpdateOwnProfile } from '@gatehouse/dto';
import type { Request, Response } from 'express';
import { PROFILE_PAGE } from '../../platform/first-start.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { createBrowserCookies } from '../browser-cookies.js';
import { InteractionFilter } from '../interaction/interaction.filter.js';
import { beginPage } from '../page-request.js';
import { AccountService, PAGE } from './account.service.js';
import { ProfileService } from './profile.service.js';
import { writeSignIn } from './sign-in-address.js';

/** The API of the page where people see and change what is known of them. */
@Controller('account/profile')
@UseFilters(InteractionFilter)
export class ProfileController {
  private readonly cookies;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(ProfileService) private readonly profiles: ProfileService,
  ) {
    this.cookies = createBrowserCookies(platform.env, platform.csrfKey);
  }

  @Get('details')
  @Header('Cache-Control', 'no-store')
  async get(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<OwnProfile> {
    const visit = await this.accounts.open(request);
    return {
      csrfToken: beginPage(this.cookies, request, response, PAGE),
      isFresh: await this.accounts.isFresh(visit),
      ...(await this.profiles.describe(visit)),
    };
  }

  /** Signs in as at any application, and comes back to the page. */
  @Get('sign-in')
  @Header('Cache-Control', 'no-store')
  signIn(@Query('again') again: unknown, @Res() response: Response): void {
    const more = again === undefined ? {} : { prompt: 'login' };
    response.redirect(303, writeSignIn(this.platform.env.issuer, PROFILE_PAGE, more));
  }

  @Put('details')
  @HttpCode(204)
  async update(@Body() body: UpdateOwnProfile, @Req() request: Request): Promise<void> {
    await this.profiles.update(await this.accounts.openForChange(request), body);
  }

  /** Whoever has the address can get a new password: as careful as with those. */
  @Post('email')
  @HttpCode(202)
  async askForAddress(@Body() body: ChangeAddress, @Req() request: Request): Promise<object> {
    await this.profiles.askForAddress(await this.accounts.openFresh(request), body.email);
    return {};
  }

  @Delete('email')
  @HttpCode(204)
  async cancelAddress(@Req() request: Request): Promise<void> {
    await this.profiles.cancelAddress(await this.accounts.openForChange(request));
  }
}
