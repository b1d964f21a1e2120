import { Body, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import {
  type ApplicationLimitsDetail,
  type Page,
  type QuotaUseDetail,
  QuotaUseQuery,
  ResetQuota,
  type SystemLimitsDetail,
  UpdateApplicationLimits,
  UpdateSystemLimits,
} from '@gatehouse/dto';
import { Audited } from '../audit/audit-action.js';
import { AdminController } from '../admin/admin.decorators.js';
import { LimitsService } from './limits.service.js';

@AdminController('limits')
export class LimitsController {
  constructor(@Inject(LimitsService) private readonly limits: LimitsService) {}

  @Get()
  getSystem(): Promise<SystemLimitsDetail> {
    return this.limits.getSystem();
  }

  @Put()
  replaceSystem(@Body() body: UpdateSystemLimits): Promise<SystemLimitsDetail> {
    return this.limits.replaceSystem(body);
  }

  @Get('applications/:id')
  getApplication(@Param('id', ParseUUIDPipe) id: string): Promise<ApplicationLimitsDetail> {
    return this.limits.getApplication(id);
  }

  @Audited('application.limits.update')
  @Put('applications/:id')
  replaceApplication(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateApplicationLimits,
  ): Promise<ApplicationLimitsDetail> {
    return this.limits.replaceApplication(id, body);
  }

  @Get('uses')
  listUse(@Query() query: QuotaUseQuery): Promise<Page<QuotaUseDetail>> {
    return this.limits.listUse(query);
  }

  @Audited('quota.reset')
  @Post('resets')
  @HttpCode(204)
  resetUse(@Body() body: ResetQuota): Promise<void> {
    return this.limits.resetUse(body);
  }
}
