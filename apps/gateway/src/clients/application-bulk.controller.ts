import { Body, Get, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import {
  type ApplicationEffects,
  ApplicationQuery,
  type ApplicationSelection,
  ChangeApplications,
  type ChangedApplications,
  DescribeEffects,
  EPOCH_HEADER,
} from '@gatehouse/dto';
import { findEpochOf } from '@gatehouse/persistence';
import type { Response } from 'express';
import { Audited, ChangesNothing } from '../audit/audit-action.js';
import { AdminController } from '../admin/admin.decorators.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ApplicationBulkService } from './application-bulk.service.js';

/** Many applications at a time. */
@AdminController('applications')
export class ApplicationBulkController {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(ApplicationBulkService) private readonly bulk: ApplicationBulkService,
  ) {}

  @Get('selection')
  select(@Query() query: ApplicationQuery): Promise<ApplicationSelection> {
    return this.bulk.select(query);
  }

  @ChangesNothing()
  @Post('effects')
  @HttpCode(200)
  describeEffects(@Body() { ids }: DescribeEffects): Promise<ApplicationEffects> {
    return this.bulk.describeEffects(ids);
  }

  @Audited('application.update')
  @Post('changes')
  @HttpCode(200)
  async change(
    @Body() body: ChangeApplications,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ChangedApplications> {
    const changed = await this.bulk.change(body);
    if (changed.receiptOf !== null) {
      const epoch = await findEpochOf(this.platform.database.pool, 'application', changed.receiptOf);
      response.setHeader(EPOCH_HEADER, String(epoch));
    }
    return changed;
  }
}
