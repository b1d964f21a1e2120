import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { type AccessToken, OAuthError } from '@gatehouse/oauth-core';
import { RightsStore } from '@gatehouse/persistence';
import { isBoundToOwn } from '@gatehouse/scopes';
import { Strategy } from 'passport-http-bearer';
import { findAdminAudience, PLATFORM, type Platform } from '../platform/platform.tokens.js';

/** Who calls the admin REST API: an operator, or a machine where `userId` is null. */
export interface Caller extends Pick<AccessToken, 'clientId' | 'userId' | 'scopes'> {
  /** The user's, where they have only what is theirs: what stores leave out, and the guard refuses. Null: everything. */
  readonly memberId: string | null;
}

/** passport-http-bearer with the verifier of the data plane. */
@Injectable()
export class BearerStrategy extends PassportStrategy(Strategy, 'bearer') {
  private readonly rights: RightsStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    super();
    this.rights = new RightsStore(platform.database.pool);
  }

  /** @throws OAuthError invalid_token */
  async validate(text: string): Promise<Caller> {
    const { accessTokens, env } = this.platform;
    const token = accessTokens.findRemembered(text) ?? (await accessTokens.verify(text));
    if (!token.audience.includes(findAdminAudience(env))) {
      throw new OAuthError('invalid_token', 'The access token is not for the admin REST API.');
    }
    const { clientId, userId, scopes } = token;
    const isBound = userId !== null && isBoundToOwn(await this.rights.findRole(userId));
    return { clientId, userId, scopes, memberId: isBound ? userId : null };
  }
}
