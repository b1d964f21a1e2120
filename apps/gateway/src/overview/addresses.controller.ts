import { Get, Inject } from '@nestjs/common';
import type { Addresses } from '@gatehouse/dto';
import { ENDPOINTS } from '@gatehouse/oauth-core';
import { AdminController } from '../admin/admin.decorators.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';

/** What a client must know to get a token and to call. */
@AdminController('addresses')
export class AddressesController {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {}

  @Get()
  get(): Addresses {
    const { issuer, gatewayUrl } = this.platform.env;
    return { issuer, tokenEndpoint: issuer + ENDPOINTS.token, gatewayUrl };
  }
}
