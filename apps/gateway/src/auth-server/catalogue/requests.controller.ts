import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Inject,
  Param,
  ParseUUIDPipe,
  Post,
  Req,
  Res,
  UseFilters,
} from '@nestjs/common';
import { type FetchedSecret, type OwnRegistrationRequests, RequestApplication } from '@gatehouse/dto';
import type { Request, Response } from 'express';
import { REQUESTS_PAGE } from '../../platform/first-start.js';
import { chooseLanguage } from '../../platform/language.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { AccountService, PAGE } from '../account/account.service.js';
import { writeSignIn } from '../account/sign-in-address.js';
import { createBrowserCookies } from '../browser-cookies.js';
import { InteractionFilter } from '../interaction/interaction.filter.js';
import { beginPage } from '../page-request.js';
import { RequestsService } from './requests.service.js';

/** The JSON API by which client developers ask for applications. */
@Controller('catalogue/requests')
@UseFilters(InteractionFilter)
export class RequestsController {
  private readonly cookies;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(RequestsService) private readonly requests: RequestsService,
  ) {
    this.cookies = createBrowserCookies(platform.env, platform.csrfKey);
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  async list(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OwnRegistrationRequests> {
    this.requests.checkOpen();
    const { user } = await this.accounts.open(request);
    return {
      csrfToken: beginPage(this.cookies, request, response, PAGE),
      displayName: user.displayName,
      scopes: this.requests.listScopes(chooseLanguage(request)),
      requests: await this.requests.list(user.userId),
    };
  }

  @Get('sign-in')
  @Header('Cache-Control', 'no-store')
  signIn(@Res() response: Response): void {
    response.redirect(303, writeSignIn(this.platform.env.issuer, REQUESTS_PAGE));
  }

  @Post()
  @HttpCode(201)
  async ask(@Body() body: RequestApplication, @Req() request: Request): Promise<object> {
    this.requests.checkOpen();
    const { user } = await this.accounts.openForChange(request);
    await this.requests.ask(user.userId, body);
    return {};
  }

  @Post(':id/secret')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async fetchSecret(@Param('id', ParseUUIDPipe) id: string, @Req() request: Request): Promise<FetchedSecret> {
    const { user } = await this.accounts.openForChange(request);
    return this.requests.fetchSecret(id, user.userId);
  }
}
