import { Get, Inject, Param, ParseUUIDPipe } from '@nestjs/common';
import type { TargetHealthList } from '@gatehouse/dto';
import { NodeTargetsStore, NotFoundError } from '@gatehouse/persistence';
import { AdminController } from '../admin/admin.decorators.js';
import { nameNode } from '../platform/node-facts.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';

/** How the targets of an API are, as each node finds them. */
@AdminController('apis/:id/targets')
export class TargetHealthController {
  private readonly store: NodeTargetsStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new NodeTargetsStore(platform.database.pool);
  }

  @Get()
  async list(@Param('id', ParseUUIDPipe) id: string): Promise<TargetHealthList> {
    if (!this.platform.snapshots.current().apis.some((api) => api.id === id)) throw new NotFoundError('API');
    const rows = await this.store.listOf(id);
    return {
      items: rows.map(({ nodeId, url, state, since, failures, isChecked, ...node }) => ({
        url,
        node: { id: nodeId, name: nameNode(node) },
        state,
        since,
        failures,
        isChecked,
      })),
    };
  }
}
