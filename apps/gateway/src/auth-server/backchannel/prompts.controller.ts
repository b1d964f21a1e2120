import {
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
import type { WaitingRequests } from '@gatehouse/dto';
import type { Request, Response } from 'express';
import { WAITING_PAGE } from '../../platform/first-start.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { AccountService, PAGE } from '../account/account.service.js';
import { writeSignIn } from '../account/sign-in-address.js';
import { createBrowserCookies } from '../browser-cookies.js';
import { InteractionFilter } from '../interaction/interaction.filter.js';
import { beginPage } from '../page-request.js';
import { PromptsService } from './prompts.service.js';

/** The API of the page where people find who waits for their answer. */
@Controller('account/requests')
@UseFilters(InteractionFilter)
export class PromptsController {
  private readonly cookies;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AccountService) private readonly accounts: AccountService,
    @Inject(PromptsService) private readonly prompts: PromptsService,
  ) {
    this.cookies = createBrowserCookies(platform.env, platform.csrfKey);
  }

  @Get('list')
  @Header('Cache-Control', 'no-store')
  async list(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WaitingRequests> {
    const visit = await this.accounts.open(request);
    return {
      csrfToken: beginPage(this.cookies, request, response, PAGE),
      user: { displayName: visit.user.displayName, username: visit.user.username },
      waiting: await this.prompts.listOpen(visit),
      blocked: await this.prompts.listBlocks(visit),
    };
  }

  /** Signs in as at any application, and comes back to the page. */
  @Get('sign-in')
  @Header('Cache-Control', 'no-store')
  signIn(@Query('again') again: unknown, @Res() response: Response): void {
    const more = again === undefined ? {} : { prompt: 'login' };
    response.redirect(303, writeSignIn(this.platform.env.issuer, WAITING_PAGE, more));
  }

  @Post(':id/answer')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async open(
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: Request,
  ): Promise<{ readonly location: string }> {
    return { location: await this.prompts.open(await this.accounts.openForChange(request), id) };
  }

  @Delete('blocked/:id')
  @HttpCode(204)
  async unblock(@Param('id', ParseUUIDPipe) id: string, @Req() request: Request): Promise<void> {
    await this.prompts.unblock(await this.accounts.openForChange(request), id);
  }
}
