import {
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Inject,
  Param,
  ParseUUIDPipe,
  Req,
  UseFilters,
} from '@nestjs/common';
import type { AllowedApplication } from '@gatehouse/dto';
import { AuthorizationsStore, NotFoundError } from '@gatehouse/persistence';
import type { Request } from 'express';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { InteractionFilter } from '../interaction/interaction.filter.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';
import { AccountService } from './account.service.js';

// One page: nobody has allowed more, and the newest come first.
const MANY = 200;

/** What whoever is signed in has allowed applications: seen, and taken back. */
@Controller('account/security/authorizations')
@UseFilters(InteractionFilter)
export class AllowedApplicationsController {
  private readonly store: AuthorizationsStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AccountService) private readonly accounts: AccountService,
  ) {
    this.store = new AuthorizationsStore(platform.database.dataSource);
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  async list(@Req() request: Request): Promise<readonly AllowedApplication[]> {
    const { user } = await this.accounts.open(request);
    const { scopes } = this.platform.snapshots.current();
    const { items } = await this.store.list({ userId: user.userId, page: 1, pageSize: MANY });
    return items.map((row) => ({
      id: row.id,
      name: row.applicationName,
      description: row.applicationDescription,
      scopes: row.scopes.map((name) => ({ name, title: scopes.get(name)?.title ?? name })),
      allowedAt: row.createdAt.toISOString(),
      changedAt: row.updatedAt.toISOString(),
    }));
  }

  /** In force on this node when the answer leaves, and on the others as soon as they hear of it. */
  @Delete(':id')
  @HttpCode(204)
  async revoke(@Param('id', ParseUUIDPipe) id: string, @Req() request: Request): Promise<void> {
    const { user } = await this.accounts.openForChange(request);
    try {
      await this.store.revoke(id, user.userId);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      throw new InteractionProblem(404, 'Not found', 'You have taken this back already.');
    }
    await this.platform.snapshots.refresh('revocations');
  }
}
