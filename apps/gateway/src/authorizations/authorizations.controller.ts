import { Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { type AuthorizationDetail, AuthorizationQuery, type Page } from '@gatehouse/dto';
import { AuthorizationsStore } from '@gatehouse/persistence';
import { AdminController } from '../admin/admin.decorators.js';
import { Revokes } from '../admin/revokes.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';

/** What end users have allowed applications: seen, and withdrawn. */
@AdminController('authorizations')
export class AuthorizationsController {
  private readonly store: AuthorizationsStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new AuthorizationsStore(platform.database.dataSource);
  }

  @Get()
  async list(@Query() query: AuthorizationQuery): Promise<Page<AuthorizationDetail>> {
    const { items, total } = await this.store.list(query);
    return {
      items: items.map((row) => ({
        id: row.id,
        user: { id: row.userId, username: row.username, displayName: row.displayName },
        application: { id: row.applicationId, name: row.applicationName },
        scopes: row.scopes,
        createdAt: row.createdAt.toISOString(),
        updatedAt: row.updatedAt.toISOString(),
      })),
      total,
      page: query.page,
      pageSize: query.pageSize,
    };
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
