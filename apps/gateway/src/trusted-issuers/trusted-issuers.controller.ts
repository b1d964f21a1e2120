import { Body, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import {
  CheckKeySet,
  type KeySetCheck,
  type LinkedSubject,
  LinkSubject,
  type Page,
  PageQuery,
  type TrustedIssuerDetail,
  TrustedIssuerInput,
  UpdateTrustedIssuer,
} from '@gatehouse/dto';
import { ChangesNothing } from '../audit/audit-action.js';
import { AdminController } from '../admin/admin.decorators.js';
import { TrustedIssuersService } from './trusted-issuers.service.js';

@AdminController('trusted-issuers')
export class TrustedIssuersController {
  constructor(@Inject(TrustedIssuersService) private readonly issuers: TrustedIssuersService) {}

  @Get()
  list(@Query() query: PageQuery): Promise<Page<TrustedIssuerDetail>> {
    return this.issuers.list(query);
  }

  @Post()
  create(@Body() body: TrustedIssuerInput): Promise<TrustedIssuerDetail> {
    return this.issuers.create(body);
  }

  @ChangesNothing()
  @Post('key-set-checks')
  @HttpCode(200)
  checkKeySet(@Body() { jwksUri }: CheckKeySet): Promise<KeySetCheck> {
    return this.issuers.checkKeySet(jwksUri);
  }

  @Get(':id')
  get(@Param('id', ParseUUIDPipe) id: string): Promise<TrustedIssuerDetail> {
    return this.issuers.get(id);
  }

  @Put(':id')
  replace(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateTrustedIssuer,
  ): Promise<TrustedIssuerDetail> {
    return this.issuers.replace(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  delete(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.issuers.delete(id);
  }

  @Get(':id/subjects')
  listSubjects(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PageQuery,
  ): Promise<Page<LinkedSubject>> {
    return this.issuers.listSubjects(id, query);
  }

  @Post(':id/subjects')
  linkSubject(@Param('id', ParseUUIDPipe) id: string, @Body() body: LinkSubject): Promise<LinkedSubject> {
    return this.issuers.linkSubject(id, body);
  }

  @Delete(':id/subjects/:subject')
  @HttpCode(204)
  unlinkSubject(@Param('id', ParseUUIDPipe) id: string, @Param('subject') subject: string): Promise<void> {
    return this.issuers.unlinkSubject(id, subject);
  }
}
