import { Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Req } from '@nestjs/common';
import type { AccessTokenDetail, AccessTokenLineage } from '@gatehouse/dto';
import type { Request } from 'express';
import { Audited } from '../audit/audit-action.js';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { Revokes } from '../admin/revokes.js';
import { chooseLanguage } from '../platform/language.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { AuthorizationsService } from './authorizations.service.js';

const LONGEST_LIFE_SECONDS = 86_400;

/** Single access tokens, by their IDs. */
@AdminController('access-tokens')
export class AccessTokensController {
  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(AuthorizationsService) private readonly authorizations: AuthorizationsService,
  ) {}

  @Get(':tokenId')
  get(
    @CallerParam() caller: Caller,
    @Param('tokenId', ParseUUIDPipe) tokenId: string,
    @Req() request: Request,
  ): Promise<AccessTokenLineage> {
    return this.authorizations.getToken(tokenId, caller, chooseLanguage(request));
  }

  /**
   * Also of one that nothing is known of: a JWT is not stored, and one that leaked must end before it is seen. Members
   * need a right to it, and so a row or a call that tells whose it is.
   */
  @Audited('access-token.revoke')
  @Delete(':tokenId')
  @HttpCode(204)
  @Revokes('access-token', 'tokenId')
  async revoke(@Param('tokenId', ParseUUIDPipe) tokenId: string): Promise<void> {
    const expiresAt = Date.now() / 1000 + LONGEST_LIFE_SECONDS;
    await this.platform.stores.revocations.revokeAccessToken(tokenId, expiresAt, 'operator');
  }
}

/** Access tokens that an application got for itself, with no user behind them. */
@AdminController('applications/:id/access-tokens')
export class ApplicationAccessTokensController {
  constructor(@Inject(AuthorizationsService) private readonly authorizations: AuthorizationsService) {}

  @Get()
  list(
    @CallerParam() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<readonly AccessTokenDetail[]> {
    return this.authorizations.listOwn(id, caller);
  }
}
