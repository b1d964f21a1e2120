import { Inject, Injectable } from '@nestjs/common';
import { compileRouteTable, type RouteTable } from '@gatehouse/gateway-core';
import type { Snapshot } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';

/** The route table of the newest snapshot, compiled once per change of the APIs. */
@Injectable()
export class RouteTableProvider {
  private compiled: { readonly apis: Snapshot['apis']; readonly table: RouteTable } | undefined;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  current(): RouteTable {
    const { apis } = this.platform.snapshots.current();
    if (this.compiled?.apis !== apis) this.compiled = { apis, table: this.compile(apis) };
    return this.compiled.table;
  }

  private compile(apis: Snapshot['apis']): RouteTable {
    const table = compileRouteTable(apis, new URL(this.platform.env.gatewayUrl).hostname);
    for (const { id, name } of table.unreadable) {
      this.platform.logger.error('an API is not served: a path of it cannot be read', { api: name, id });
    }
    return table;
  }
}
