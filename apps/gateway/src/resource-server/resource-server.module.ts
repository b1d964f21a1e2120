import { Module } from '@nestjs/common';
import { GatewayListener } from './gateway.listener.js';
import { RouteTableProvider } from './route-table.provider.js';
import { UpstreamPools } from './upstream-pools.js';

/** The data plane: the APIs behind the gateway. */
@Module({
  providers: [GatewayListener, RouteTableProvider, UpstreamPools],
})
export class ResourceServerModule {}
