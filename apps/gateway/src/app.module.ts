import { type DynamicModule, Module } from '@nestjs/common';
import { AuthServerModule } from './auth-server/auth-server.module.js';
import { ClientsModule } from './clients/clients.module.js';
import { PlatformModule } from './platform/platform.module.js';
import type { Platform } from './platform/platform.tokens.js';
import { ResourceServerModule } from './resource-server/resource-server.module.js';
import type { Role } from './platform/env.js';

const PLANES = {
  auth: AuthServerModule,
  gateway: ResourceServerModule,
  admin: ClientsModule,
} as const satisfies Record<Role, unknown>;

/** One process: the planes that its roles name, on one platform. */
@Module({})
export class AppModule {
  static forPlatform(platform: Platform): DynamicModule {
    return {
      module: AppModule,
      imports: [PlatformModule.for(platform), ...[...platform.env.roles].map((role) => PLANES[role])],
    };
  }
}
