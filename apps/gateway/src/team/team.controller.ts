import { Get, Inject, Query } from '@nestjs/common';
import { type Page, PageQuery, type TeamMemberDetail } from '@gatehouse/dto';
import { TeamStore } from '@gatehouse/persistence';
import { AdminController } from '../admin/admin.decorators.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';

/** Who has access to the console. They are invited, changed and removed as users. */
@AdminController('team')
export class TeamController {
  private readonly store: TeamStore;

  constructor(@Inject(PLATFORM) platform: Platform) {
    this.store = new TeamStore(platform.database.pool);
  }

  @Get()
  async list(@Query() query: PageQuery): Promise<Page<TeamMemberDetail>> {
    const { items, total } = await this.store.list(query);
    return {
      items: items.map((row) => ({ ...row, lastSignInAt: row.lastSignInAt?.toISOString() ?? null })),
      total,
      page: query.page,
      pageSize: query.pageSize,
    };
  }
}
