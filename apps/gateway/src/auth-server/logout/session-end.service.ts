import { Inject, Injectable } from '@nestjs/common';
import { createSessionEndStore, type EndedGrant, type SessionSelector } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';
import { LogoutCourier } from './logout-courier.js';

/** Ends sessions everywhere: here, at the clients that want to know, and with the tokens that live only as long. */
@Injectable()
export class SessionEndService {
  private readonly store;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(LogoutCourier) private readonly courier: LogoutCourier,
  ) {
    this.store = createSessionEndStore(platform.database.pool);
  }

  /**
   * OpenID Connect Back-Channel Logout §2.7: refresh tokens without `offline_access` end with their session.
   * @returns what came from the sessions
   */
  async end(selector: SessionSelector): Promise<readonly EndedGrant[]> {
    const ended = await this.store.end(selector);
    for (const { grantId, isOffline } of ended) {
      if (!isOffline) await this.platform.stores.revocations.revokeGrant(grantId, 'session-ended');
    }
    this.courier.kick();
    return ended;
  }
}
