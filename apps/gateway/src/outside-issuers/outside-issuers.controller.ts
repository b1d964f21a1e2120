import { Body, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import {
  CheckOutsideIssuer,
  type OutsideIssuerCheck,
  type OutsideIssuerDetail,
  OutsideIssuerInput,
  type Page,
  PageQuery,
  UpdateOutsideIssuer,
} from '@gatehouse/dto';
import { ChangesNothing } from '../audit/audit-action.js';
import { AdminController } from '../admin/admin.decorators.js';
import { OutsideIssuersService } from './outside-issuers.service.js';

@AdminController('outside-issuers')
export class OutsideIssuersController {
  constructor(@Inject(OutsideIssuersService) private readonly issuers: OutsideIssuersService) {}

  @Get()
  list(@Query() query: PageQuery): Promise<Page<OutsideIssuerDetail>> {
    return this.issuers.list(query);
  }

  @Post()
  create(@Body() body: OutsideIssuerInput): Promise<OutsideIssuerDetail> {
    return this.issuers.create(body);
  }

  @ChangesNothing()
  @Post('checks')
  @HttpCode(200)
  check(@Body() body: CheckOutsideIssuer): Promise<OutsideIssuerCheck> {
    return this.issuers.check(body);
  }

  @Get(':id')
  get(@Param('id', ParseUUIDPipe) id: string): Promise<OutsideIssuerDetail> {
    return this.issuers.get(id);
  }

  @Put(':id')
  replace(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateOutsideIssuer,
  ): Promise<OutsideIssuerDetail> {
    return this.issuers.replace(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  delete(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.issuers.delete(id);
  }
}
