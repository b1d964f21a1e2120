import { Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import {
  type AuthorizationDetail,
  AuthorizationQuery,
  type AuthorizationUse,
  type DailyAuthorizationUse,
  type Page,
} from '@gatehouse/dto';
import { AuthorizationsStore, TrafficSumsStore, type UseRow } from '@gatehouse/persistence';
import { AdminController } from '../admin/admin.decorators.js';
import { Revokes } from '../admin/revokes.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';

const toUse = ({ scope, calls, lastAt }: UseRow): AuthorizationUse => ({
  scope: scope === '' ? null : scope,
  calls,
  lastAt: lastAt.toISOString(),
});

/** What end users have allowed applications: seen, and withdrawn. */
@AdminController('authorizations')
export class AuthorizationsController {
  private readonly store: AuthorizationsStore;
  private readonly sums: TrafficSumsStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new AuthorizationsStore(platform.database.dataSource);
    this.sums = new TrafficSumsStore(platform.database.dataSource);
  }

  @Get()
  async list(@Query() query: AuthorizationQuery): Promise<Page<AuthorizationDetail>> {
    const { items, total } = await this.store.list(query);
    const uses = await this.sums.sumUses(items.map(({ id }) => id));
    return {
      items: items.map((row) => ({
        id: row.id,
        user: { id: row.userId, username: row.username, displayName: row.displayName },
        application: { id: row.applicationId, name: row.applicationName },
        scopes: row.scopes,
        createdAt: row.createdAt.toISOString(),
        updatedAt: row.updatedAt.toISOString(),
        uses: (uses.get(row.id) ?? []).map(toUse),
      })),
      total,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  @Get(':id/uses')
  async listUses(@Param('id', ParseUUIDPipe) id: string): Promise<readonly DailyAuthorizationUse[]> {
    const rows = await this.sums.listUses(id);
    return rows.map((row) => ({ day: row.day.toISOString(), ...toUse(row) }));
  }

  /** In force on this node when the answer leaves, and on the others as soon as they hear of it. */
  @Delete(':id')
  @HttpCode(204)
  @Revokes('authorization', 'id')
  async revoke(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.store.revoke(id);
    await this.platform.snapshots.refresh('revocations');
  }
}
