import { Body, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import {
  ApproveRequest,
  DeclineRequest,
  type Page,
  type RegistrationRequestDetail,
  RegistrationRequestQuery,
} from '@gatehouse/dto';
import { AdminController, CallerParam, LanguageParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import type { Language } from '../platform/language.js';
import { RegistrationRequestsService } from './registration-requests.service.js';

@AdminController('registration-requests')
export class RegistrationRequestsController {
  constructor(@Inject(RegistrationRequestsService) private readonly requests: RegistrationRequestsService) {}

  @Get()
  list(@Query() query: RegistrationRequestQuery): Promise<Page<RegistrationRequestDetail>> {
    return this.requests.list(query);
  }

  @Get(':id')
  get(@Param('id', ParseUUIDPipe) id: string): Promise<RegistrationRequestDetail> {
    return this.requests.get(id);
  }

  @Post(':id/approval')
  @HttpCode(200)
  approve(
    @CallerParam() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ApproveRequest,
    @LanguageParam() language: Language,
  ): Promise<RegistrationRequestDetail> {
    return this.requests.approve(caller, id, body, language);
  }

  @Post(':id/refusal')
  @HttpCode(200)
  decline(
    @CallerParam() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: DeclineRequest,
    @LanguageParam() language: Language,
  ): Promise<RegistrationRequestDetail> {
    return this.requests.decline(caller, id, body, language);
  }
}
