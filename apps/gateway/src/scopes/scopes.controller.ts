import { Body, Delete, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { CreateScope, type Page, type ScopeDetail, UpdateScope } from '@gatehouse/dto';
import { AdminController } from '../admin/admin.decorators.js';
import { ScopesService } from './scopes.service.js';

@AdminController('scopes')
export class ScopesController {
  constructor(@Inject(ScopesService) private readonly scopes: ScopesService) {}

  @Get()
  list(): Promise<Page<ScopeDetail>> {
    return this.scopes.list();
  }

  @Post()
  create(@Body() body: CreateScope): Promise<ScopeDetail> {
    return this.scopes.create(body);
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
