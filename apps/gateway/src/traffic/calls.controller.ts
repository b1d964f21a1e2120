import { Get, Inject, Query } from '@nestjs/common';
import { type CallList, CallQuery } from '@gatehouse/dto';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallsService } from './calls.service.js';

/** Single calls: for operators and admins, since they tell what people do. */
@AdminController('calls')
export class CallsController {
  constructor(@Inject(CallsService) private readonly calls: CallsService) {}

  @Get()
  async list(@Query() query: CallQuery, @CallerParam() caller: Caller): Promise<CallList> {
    await this.calls.checkMaySee(caller);
    return this.calls.list(query);
  }
}
