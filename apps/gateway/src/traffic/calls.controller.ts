import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { type CallExplanation, type CallList, CallQuery } from '@gatehouse/dto';
import type { Request, Response } from 'express';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { chooseLanguage } from '../platform/language.js';
import { CallsService } from './calls.service.js';

/** Single calls: for operators and admins, since they tell what people do; for members those of their applications. */
@AdminController('calls')
export class CallsController {
  constructor(@Inject(CallsService) private readonly calls: CallsService) {}

  @Get()
  async list(@Query() query: CallQuery, @CallerParam() caller: Caller): Promise<CallList> {
    await this.calls.checkMaySee(caller);
    return this.calls.list(query, caller.memberId);
  }

  @Get('stream')
  async watch(
    @Query() query: CallQuery,
    @CallerParam() caller: Caller,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.calls.checkMaySee(caller);
    this.calls.watch(query, caller.memberId, request, response);
  }

  @Get(':requestId')
  async explain(
    @Param('requestId') requestId: string,
    @CallerParam() caller: Caller,
    @Req() request: Request,
  ): Promise<CallExplanation> {
    await this.calls.checkMaySee(caller);
    return this.calls.explain(requestId, caller.memberId, chooseLanguage(request));
  }
}
