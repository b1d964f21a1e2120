import { Body, Delete, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import {
  CreateDetailsType,
  type DetailsTypeDetail,
  DetailsTypeQuery,
  type DetailsTypeUse,
  type Page,
  UpdateDetailsType,
} from '@gatehouse/dto';
import { AdminController } from '../admin/admin.decorators.js';
import { DetailsTypesService } from './details-types.service.js';

@AdminController('details-types')
export class DetailsTypesController {
  constructor(@Inject(DetailsTypesService) private readonly types: DetailsTypesService) {}

  @Get()
  list(@Query() query: DetailsTypeQuery): Promise<Page<DetailsTypeDetail>> {
    return this.types.list(query);
  }

  @Post()
  create(@Body() body: CreateDetailsType): Promise<DetailsTypeDetail> {
    return this.types.create(body);
  }

  @Get(':name')
  get(@Param('name') name: string): Promise<DetailsTypeUse> {
    return this.types.get(name);
  }

  @Put(':name')
  update(@Param('name') name: string, @Body() body: UpdateDetailsType): Promise<DetailsTypeDetail> {
    return this.types.update(name, body);
  }

  @Delete(':name')
  @HttpCode(204)
  delete(@Param('name') name: string): Promise<void> {
    return this.types.delete(name);
  }
}
