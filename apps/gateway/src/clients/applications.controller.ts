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
  type ApplicationDetail,
  ApplicationQuery,
  type ApplicationSummary,
  CreateApplication,
  CreateClient,
  type CreatedApplication,
  type CreatedClientKey,
  type CreatedSecret,
  type Page,
  RotateSecret,
  UpdateApplication,
  UpdateClient,
} from '@gatehouse/dto';
import { Audited } from '../audit/audit-action.js';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import { Revokes } from '../admin/revokes.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { ApplicationsService } from './applications.service.js';

@AdminController('applications')
export class ApplicationsController {
  constructor(@Inject(ApplicationsService) private readonly applications: ApplicationsService) {}

  @Get()
  list(
    @CallerParam() { memberId }: Caller,
    @Query() query: ApplicationQuery,
  ): Promise<Page<ApplicationSummary>> {
    return this.applications.list(query, memberId);
  }

  @Post()
  create(@CallerParam() caller: Caller, @Body() body: CreateApplication): Promise<CreatedApplication> {
    return this.applications.create(caller, body);
  }

  @Get(':id')
  get(@Param('id', ParseUUIDPipe) id: string): Promise<ApplicationDetail> {
    return this.applications.get(id);
  }

  @Patch(':id')
  @Revokes('application', 'id')
  update(
    @CallerParam() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateApplication,
  ): Promise<ApplicationDetail> {
    return this.applications.update(caller, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Revokes('application', 'id')
  delete(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.applications.delete(id);
  }

  @Post(':id/clients')
  createClient(
    @CallerParam() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: CreateClient,
  ): Promise<CreatedApplication> {
    return this.applications.createClient(caller, id, body);
  }

  @Patch(':id/clients/:clientId')
  @Revokes('client', 'clientId')
  updateClient(
    @CallerParam() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Param('clientId') clientId: string,
    @Body() body: UpdateClient,
  ): Promise<ApplicationDetail> {
    return this.applications.updateClient(caller, id, clientId, body);
  }

  @Delete(':id/clients/:clientId')
  @HttpCode(204)
  @Revokes('client', 'clientId')
  deleteClient(@Param('id', ParseUUIDPipe) id: string, @Param('clientId') clientId: string): Promise<void> {
    return this.applications.deleteClient(id, clientId);
  }

  @Audited('application.client.secret.rotate')
  @Post(':id/clients/:clientId/secrets')
  rotateSecret(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('clientId') clientId: string,
    @Body() body: RotateSecret,
  ): Promise<CreatedSecret> {
    return this.applications.rotateSecret(id, clientId, body);
  }

  @Post(':id/clients/:clientId/keys')
  createKey(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('clientId') clientId: string,
  ): Promise<CreatedClientKey> {
    return this.applications.createKey(id, clientId);
  }

  @Delete(':id/clients/:clientId/secrets/:secretId')
  @HttpCode(204)
  @Revokes('client-secret', 'secretId')
  deleteSecret(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('clientId') clientId: string,
    @Param('secretId', ParseUUIDPipe) secretId: string,
  ): Promise<void> {
    return this.applications.deleteSecret(id, clientId, secretId);
  }
}
