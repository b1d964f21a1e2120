import {
  Body,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import {
  CreateOrganization,
  type OrganizationApplication,
  type OrganizationDetail,
  type OrganizationMember,
  type Page,
  PageQuery,
  SetOrganizationMember,
  UpdateOrganization,
} from '@gatehouse/dto';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { OrganizationsService } from './organizations.service.js';

@AdminController('organizations')
export class OrganizationsController {
  constructor(@Inject(OrganizationsService) private readonly organizations: OrganizationsService) {}

  @Get()
  list(@CallerParam() caller: Caller, @Query() query: PageQuery): Promise<Page<OrganizationDetail>> {
    return this.organizations.list(caller, query);
  }

  @Post()
  create(@CallerParam() caller: Caller, @Body() body: CreateOrganization): Promise<OrganizationDetail> {
    return this.organizations.create(caller, body);
  }

  @Get(':id')
  get(@CallerParam() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<OrganizationDetail> {
    return this.organizations.get(caller, id);
  }

  @Patch(':id')
  update(
    @CallerParam() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateOrganization,
  ): Promise<OrganizationDetail> {
    return this.organizations.update(caller, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  delete(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.organizations.delete(id);
  }

  @Get(':id/applications')
  listApplications(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PageQuery,
  ): Promise<Page<OrganizationApplication>> {
    return this.organizations.listApplications(id, query);
  }

  @Get(':id/members')
  listMembers(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PageQuery,
  ): Promise<Page<OrganizationMember>> {
    return this.organizations.listMembers(id, query);
  }

  @Post(':id/members')
  @HttpCode(204)
  setMember(@Param('id', ParseUUIDPipe) id: string, @Body() body: SetOrganizationMember): Promise<void> {
    return this.organizations.setMember(id, body);
  }

  @Delete(':id/members/:userId')
  @HttpCode(204)
  removeMember(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('userId', ParseUUIDPipe) userId: string,
  ): Promise<void> {
    return this.organizations.removeMember(id, userId);
  }
}
