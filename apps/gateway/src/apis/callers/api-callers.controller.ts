import { Get, Inject, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { type ApiCaller, ApiCallerQuery, type ApiCallersOverview, type Page } from '@gatehouse/dto';
import { AdminController } from '../../admin/admin.decorators.js';
import { ApiCallersService } from './api-callers.service.js';

/** Who can call an API, by what is configured. */
@AdminController('apis/:id/callers')
export class ApiCallersController {
  constructor(@Inject(ApiCallersService) private readonly callers: ApiCallersService) {}

  @Get()
  list(@Param('id', ParseUUIDPipe) id: string, @Query() query: ApiCallerQuery): Promise<Page<ApiCaller>> {
    return this.callers.list(id, query);
  }

  @Get('overview')
  describe(@Param('id', ParseUUIDPipe) id: string): ApiCallersOverview {
    return this.callers.describe(id);
  }
}
