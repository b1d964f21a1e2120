import { Get, Inject, Param, ParseUUIDPipe } from '@nestjs/common';
import type { TokenBindings } from '@gatehouse/dto';
import { findTokenBindings, NotFoundError } from '@gatehouse/persistence';
import { AdminController } from '../admin/admin.decorators.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ApplicationsService } from './applications.service.js';

const MOST = 1_000;

/** Whether a client that is observed could be held to access tokens that are bound to a key. */
@AdminController('applications')
export class TokenBindingsController {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(ApplicationsService) private readonly applications: ApplicationsService,
  ) {}

  @Get(':id/clients/:clientId/token-bindings')
  async find(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('clientId') clientId: string,
  ): Promise<TokenBindings> {
    const { clients } = await this.applications.get(id);
    if (!clients.some((client) => client.clientId === clientId)) throw new NotFoundError('client');
    const { lastUnboundAt, ...counts } = await findTokenBindings(
      this.platform.database.dataSource,
      clientId,
      MOST,
    );
    return { ...counts, lastUnboundAt: lastUnboundAt?.toISOString() ?? null };
  }
}
