import { Body, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import {
  CheckIssuer,
  type IdentityProviderDetail,
  IdentityProviderInput,
  type IssuerCheck,
  type LinkedSubject,
  LinkSubject,
  type Page,
  PageQuery,
  UpdateIdentityProvider,
} from '@gatehouse/dto';
import { Audited, ChangesNothing } from '../audit/audit-action.js';
import { AdminController } from '../admin/admin.decorators.js';
import { IdentityProvidersService } from './identity-providers.service.js';

@AdminController('identity-providers')
export class IdentityProvidersController {
  constructor(@Inject(IdentityProvidersService) private readonly providers: IdentityProvidersService) {}

  @Get()
  list(@Query() query: PageQuery): Promise<Page<IdentityProviderDetail>> {
    return this.providers.list(query);
  }

  @Post()
  create(@Body() body: IdentityProviderInput): Promise<IdentityProviderDetail> {
    return this.providers.create(body);
  }

  @ChangesNothing()
  @Post('checks')
  @HttpCode(200)
  check(@Body() { issuer }: CheckIssuer): Promise<IssuerCheck> {
    return this.providers.check(issuer);
  }

  @Get(':id')
  get(@Param('id', ParseUUIDPipe) id: string): Promise<IdentityProviderDetail> {
    return this.providers.get(id);
  }

  @Put(':id')
  replace(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateIdentityProvider,
  ): Promise<IdentityProviderDetail> {
    return this.providers.replace(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  delete(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.providers.delete(id);
  }

  @Get(':id/accounts')
  listLinks(@Param('id', ParseUUIDPipe) id: string, @Query() query: PageQuery): Promise<Page<LinkedSubject>> {
    return this.providers.listLinks(id, query);
  }

  @Audited('user.account.link')
  @Post(':id/accounts')
  link(@Param('id', ParseUUIDPipe) id: string, @Body() body: LinkSubject): Promise<LinkedSubject> {
    return this.providers.link(id, body);
  }

  @Audited('user.account.unlink')
  @Delete(':id/accounts/:subject')
  @HttpCode(204)
  unlink(@Param('id', ParseUUIDPipe) id: string, @Param('subject') subject: string): Promise<void> {
    return this.providers.unlink(id, subject);
  }
}
