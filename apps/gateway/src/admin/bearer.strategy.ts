import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { type AccessToken, OAuthError } from '@gatehouse/oauth-core';
import { Strategy } from 'passport-http-bearer';
import { findAdminAudience, PLATFORM, type Platform } from '../platform/platform.tokens.js';

/** Who calls the admin REST API: an operator, or a machine where `userId` is null. */
export type Caller = Pick<AccessToken, 'clientId' | 'userId' | 'scopes'>;

/** passport-http-bearer with the verifier of the data plane. */
@Injectable()
export class BearerStrategy extends PassportStrategy(Strategy, 'bearer') {
  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    super();
  }

  /** @throws OAuthError invalid_token */
  async validate(text: string): Promise<Caller> {
    const { accessTokens, env } = this.platform;
    const token = accessTokens.findRemembered(text) ?? (await accessTokens.verify(text));
    if (!token.audience.includes(findAdminAudience(env))) {
      throw new OAuthError('invalid_token', 'The access token is not for the admin REST API.');
    }
    return token;
  }
}
