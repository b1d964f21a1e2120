import { Body, Delete, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import {
  CreateScope,
  type Page,
  type ScopeDetail,
  ScopeQuery,
  type ScopeUse,
  UpdateScope,
} from '@gatehouse/dto';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { ScopesService } from './scopes.service.js';

@AdminController('scopes')
export class ScopesController {
  constructor(@Inject(ScopesService) private readonly scopes: ScopesService) {}

  @Get()
  list(@Query() query: ScopeQuery, @CallerParam() { memberId }: Caller): Promise<Page<ScopeDetail>> {
    return memberId === null ? this.scopes.list(query) : this.scopes.listOpen(query);
  }

  @Post()
  create(@Body() body: CreateScope): Promise<ScopeDetail> {
    return this.scopes.create(body);
  }

  @Get(':name')
  get(@Param('name') name: string): Promise<ScopeUse> {
    return this.scopes.get(name);
  }

  @Put(':name')
  update(@Param('name') name: string, @Body() body: UpdateScope): Promise<ScopeDetail> {
    return this.scopes.update(name, body);
  }

  @Delete(':name')
  @HttpCode(204)
  delete(@Param('name') name: string): Promise<void> {
    return this.scopes.delete(name);
  }
}
