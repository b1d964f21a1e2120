import { Module } from '@nestjs/common';
import { CredentialReaders } from './authentication/credential-readers.js';
import { GatewayListener } from './gateway.listener.js';
import { RouteTableProvider } from './route-table.provider.js';
import { HealthChecks } from './upstreams/health-checks.js';
import { TargetReports } from './upstreams/target-reports.js';
import { UpstreamPools } from './upstreams/upstream-pools.js';

/** The data plane: the APIs behind the gateway. */
@Module({
  providers: [
    GatewayListener,
    CredentialReaders,
    RouteTableProvider,
    UpstreamPools,
    HealthChecks,
    TargetReports,
  ],
})
export class ResourceServerModule {}
