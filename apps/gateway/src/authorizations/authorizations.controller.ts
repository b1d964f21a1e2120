import { Body, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import {
  type AuthorizationDetail,
  type AuthorizationLineage,
  AuthorizationQuery,
  type DailyAuthorizationUse,
  FindToken,
  type FoundToken,
  type Page,
} from '@gatehouse/dto';
import { TrafficSumsStore } from '@gatehouse/persistence';
import type { Request } from 'express';
import { Audited, ChangesNothing } from '../audit/audit-action.js';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import { NeedsReadAlone } from '../admin/admin.guard.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { Revokes } from '../admin/revokes.js';
import { chooseLanguage } from '../platform/language.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { toUse } from './authorization.answers.js';
import { AuthorizationsService } from './authorizations.service.js';
import { TokenFinderService } from './token-finder.service.js';

/**
 * What end users have allowed applications: seen, and withdrawn. What is withdrawn is refused on this node when the answer
 * leaves, and on the others as soon as they hear of it.
 */
@AdminController('authorizations')
export class AuthorizationsController {
  private readonly sums: TrafficSumsStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AuthorizationsService) private readonly authorizations: AuthorizationsService,
    @Inject(TokenFinderService) private readonly finder: TokenFinderService,
  ) {
    this.sums = new TrafficSumsStore(platform.database.dataSource);
  }

  @Get()
  list(
    @CallerParam() { memberId }: Caller,
    @Query() query: AuthorizationQuery,
    @Req() request: Request,
  ): Promise<Page<AuthorizationDetail>> {
    return this.authorizations.list(query, memberId, chooseLanguage(request));
  }

  @ChangesNothing()
  @NeedsReadAlone()
  @Post('find')
  @HttpCode(200)
  find(@CallerParam() caller: Caller, @Body() { text }: FindToken): Promise<FoundToken> {
    return this.finder.find(text, caller);
  }

  @Get(':id')
  get(
    @CallerParam() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: Request,
  ): Promise<AuthorizationLineage> {
    return this.authorizations.get(id, caller, chooseLanguage(request));
  }

  @Get(':id/uses')
  async listUses(@Param('id', ParseUUIDPipe) id: string): Promise<readonly DailyAuthorizationUse[]> {
    const rows = await this.sums.listUses(id);
    return rows.map((row) => ({ day: row.day.toISOString(), ...toUse(row) }));
  }

  @Audited('authorization.revoke')
  @Delete(':id')
  @HttpCode(204)
  @Revokes('authorization', 'id')
  async revoke(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.authorizations.store.revoke(id);
    await this.platform.snapshots.refresh('revocations');
  }

  /** The rest stays allowed, under another ID. */
  @Audited('authorization.scope.remove')
  @Delete(':id/scopes/:scope')
  @HttpCode(200)
  @Revokes('authorization', 'id')
  async removeScope(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('scope') scope: string,
  ): Promise<{ readonly id: string | null }> {
    const next = await this.authorizations.store.removeScope(id, scope);
    await this.platform.snapshots.refresh('revocations');
    return { id: next ?? null };
  }

  /** Every access and refresh token of one redemption; the application asks the user again, or not at all. */
  @Audited('authorization.grant.revoke')
  @Delete(':id/grants/:grantId')
  @HttpCode(204)
  @Revokes('grant', 'grantId')
  async revokeGrant(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('grantId', ParseUUIDPipe) grantId: string,
  ): Promise<void> {
    await this.authorizations.checkGrant(id, grantId);
    await this.platform.stores.revocations.revokeGrant(grantId, 'operator');
  }
}
