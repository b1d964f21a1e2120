import { Body, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { type ApplicationAccess, SetApplicationOrganization, ShareApplication } from '@gatehouse/dto';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { SharingService } from './sharing.service.js';

/** To whom an application belongs, and with whom it is shared. */
@AdminController('applications/:id')
export class SharingController {
  constructor(@Inject(SharingService) private readonly sharing: SharingService) {}

  @Get('access')
  get(@CallerParam() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<ApplicationAccess> {
    return this.sharing.get(caller, id);
  }

  @Put('organization')
  setOrganization(
    @CallerParam() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SetApplicationOrganization,
  ): Promise<ApplicationAccess> {
    return this.sharing.setOrganization(caller, id, body);
  }

  @Post('shares')
  @HttpCode(200)
  share(
    @CallerParam() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ShareApplication,
  ): Promise<ApplicationAccess> {
    return this.sharing.share(caller, id, body);
  }

  @Delete('shares/:userId')
  @HttpCode(204)
  remove(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('userId', ParseUUIDPipe) userId: string,
  ): Promise<void> {
    return this.sharing.remove(id, userId);
  }
}
