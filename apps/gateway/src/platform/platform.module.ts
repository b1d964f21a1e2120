import { type DynamicModule, Global, Module } from '@nestjs/common';
import { PLATFORM, type Platform } from './platform.tokens.js';

/** Gives every plane the one platform of the process. */
@Global()
@Module({})
export class PlatformModule {
  static for(platform: Platform): DynamicModule {
    return {
      module: PlatformModule,
      providers: [{ provide: PLATFORM, useValue: platform }],
      exports: [PLATFORM],
    };
  }
}
