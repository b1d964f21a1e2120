import { Body, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import {
  type CreatedRegistrationPolicy,
  type RegistrationPolicyDetail,
  RegistrationPolicyInput,
  UpdateRegistrationPolicy,
} from '@gatehouse/dto';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { RegistrationPoliciesService } from './registration-policies.service.js';

@AdminController('registration-policies')
export class RegistrationPoliciesController {
  constructor(@Inject(RegistrationPoliciesService) private readonly policies: RegistrationPoliciesService) {}

  @Get()
  list(): Promise<readonly RegistrationPolicyDetail[]> {
    return this.policies.list();
  }

  @Post()
  create(
    @CallerParam() caller: Caller,
    @Body() body: RegistrationPolicyInput,
  ): Promise<CreatedRegistrationPolicy> {
    return this.policies.create(caller, body);
  }

  @Get(':id')
  get(@Param('id', ParseUUIDPipe) id: string): Promise<RegistrationPolicyDetail> {
    return this.policies.get(id);
  }

  @Put(':id')
  replace(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateRegistrationPolicy,
  ): Promise<RegistrationPolicyDetail> {
    return this.policies.replace(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  delete(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.policies.delete(id);
  }
}
