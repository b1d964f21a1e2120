import { Body, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Put, Res } from '@nestjs/common';
import { type ApplicationDetail, ReplaceLogo } from '@gatehouse/dto';
import { ApplicationLogosStore, NotFoundError } from '@gatehouse/persistence';
import type { Response } from 'express';
import { AdminController } from '../admin/admin.decorators.js';
import { readLogo } from '../brand/logo.js';
import { logoHeaders } from '../platform/brand-facts.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ApplicationsService } from './applications.service.js';

/** The pictures that people know applications by. */
@AdminController('applications/:id/logo')
export class ApplicationLogosController {
  private readonly logos: ApplicationLogosStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(ApplicationsService) private readonly applications: ApplicationsService,
  ) {
    this.logos = new ApplicationLogosStore(platform.database.controlPool);
  }

  @Get()
  async get(@Param('id', ParseUUIDPipe) id: string, @Res() response: Response): Promise<void> {
    const logo = await this.logos.find(id);
    if (logo === undefined) throw new NotFoundError('logo');
    response.set({ ...logoHeaders(logo), 'Cache-Control': 'no-store' }).end(logo.bytes);
  }

  /** @throws NotFoundError, StaleVersionError, InvalidFieldsError, ProblemError 409 */
  @Put()
  async replace(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, logo }: ReplaceLogo,
  ): Promise<ApplicationDetail> {
    await this.applications.getOwn(id);
    await this.logos.replace(id, version, readLogo(logo));
    return this.applications.refreshed(id);
  }

  @Delete()
  @HttpCode(204)
  async delete(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.applications.getOwn(id);
    await this.logos.delete(id);
    await this.platform.snapshots.refresh('clients', 'applications');
  }
}
