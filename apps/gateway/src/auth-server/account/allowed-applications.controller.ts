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
import type { AllowedApplication, AllowedScope, PresentedApplication } from '@gatehouse/dto';
import {
  AuthorizationsStore,
  LineageStore,
  NotFoundError,
  TrafficSumsStore,
  type UseRow,
} from '@gatehouse/persistence';
import { isBuiltInScope } from '@gatehouse/scopes';
import type { Request } from 'express';
import { NO_PRESENTATION, presentApplication } from '../../platform/application-facts.js';
import { chooseLanguage } from '../../platform/language.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { sayDetail, sayDetails } from '../../platform/said-details.js';
import { sayScope } from '../../platform/said-scopes.js';
import { InteractionFilter } from '../interaction/interaction.filter.js';
import { InteractionProblem } from '../interaction/interaction.problem.js';
import { tellPassedOn } from './passed-on.js';
import { AccountService } from './account.service.js';

// One page: nobody has allowed more, and the newest come first.
const MANY = 200;

/** What whoever is signed in has allowed applications: seen, and taken back. */
@Controller('account/security/authorizations')
@UseFilters(InteractionFilter)
export class AllowedApplicationsController {
  private readonly store: AuthorizationsStore;
  private readonly sums: TrafficSumsStore;
  private readonly lineages: LineageStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AccountService) private readonly accounts: AccountService,
  ) {
    this.store = new AuthorizationsStore(platform.database.dataSource);
    this.sums = new TrafficSumsStore(platform.database.dataSource);
    this.lineages = new LineageStore(platform.database.dataSource);
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  async list(@Req() request: Request): Promise<readonly AllowedApplication[]> {
    const { user } = await this.accounts.open(request);
    const language = chooseLanguage(request);
    const snapshot = this.platform.snapshots.current();
    const present = (id: string): PresentedApplication => {
      const known = snapshot.applications.get(id);
      return known === undefined ? NO_PRESENTATION : presentApplication(known);
    };
    const { items } = await this.store.list(
      { userId: user.userId, state: 'active', page: 1, pageSize: MANY },
      null,
    );
    const ids = items.map(({ id }) => id);
    const [uses, exchanged] = await Promise.all([this.sums.sumUses(ids), this.sums.sumExchangedUses(ids)]);
    const clients = [...exchanged.values()].flat().flatMap(({ passedTo }) => passedTo);
    const names = await this.lineages.findNames(clients);
    return items.map((row) => ({
      id: row.id,
      name: row.applicationName,
      description: row.applicationDescription,
      ...present(row.applicationId),
      scopes: row.scopes.map((name) => ({
        ...sayScope(snapshot, name, language),
        isRemovable: name !== 'openid',
        uses: findUse(name, uses.get(row.id)),
      })),
      ...sayDetails(row.details.toReversed(), (detail) => sayDetail(snapshot, detail, language)),
      passedOn: tellPassedOn(row.applicationId, exchanged.get(row.id) ?? [], names, present),
      allowedAt: row.createdAt.toISOString(),
      changedAt: row.updatedAt.toISOString(),
    }));
  }

  /** In force on this node when the answer leaves, and on the others as soon as they hear of it. */
  @Delete(':id')
  @HttpCode(204)
  async revoke(@Param('id', ParseUUIDPipe) id: string, @Req() request: Request): Promise<void> {
    const { user } = await this.accounts.openForChange(request);
    await this.takeBack(this.store.revoke(id, user.userId));
  }

  /** The rest stays allowed; access tokens from before are refused as above, and the next ones have not got the scope. */
  @Delete(':id/scopes/:scope')
  @HttpCode(204)
  async removeScope(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('scope') scope: string,
    @Req() request: Request,
  ): Promise<void> {
    const { user, place } = await this.accounts.openForChange(request);
    if (scope === 'openid') throw new InteractionProblem('not-alone');
    await this.takeBack(this.store.removeScope(id, scope, { userId: user.userId, place }));
  }

  /** @throws InteractionProblem */
  private async takeBack(change: Promise<unknown>): Promise<void> {
    try {
      await change;
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      throw new InteractionProblem('taken-back');
    }
    await this.platform.snapshots.refresh('revocations');
  }
}

function findUse(scope: string, uses: readonly UseRow[] = []): AllowedScope['uses'] {
  if (isBuiltInScope(scope)) return null;
  const use = uses.find((row) => row.scope === scope);
  return { calls: use?.calls ?? 0, lastAt: use?.lastAt.toISOString() ?? null };
}
