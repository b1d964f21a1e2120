import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { findSubject, getClientSigningKey, REAL_WORLD, signLogoutToken } from '@gatehouse/oauth-core';
import { createSessionEndStore, type LogoutDelivery } from '@gatehouse/persistence';
import { checkTaken, Courier } from '../../platform/courier.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';

const LOOK_EVERY_MS = 2_000;
const AT_ONCE = 20;

/**
 * OpenID Connect Back-Channel Logout §2.5: tells clients that a session has ended.
 */
@Injectable()
export class LogoutCourier implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly deliveries;
  private readonly courier;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.deliveries = createSessionEndStore(platform.database.pool);
    this.courier = new Courier<LogoutDelivery>(platform.logger, {
      everyMs: LOOK_EVERY_MS,
      atOnce: AT_ONCE,
      warnings: {
        take: 'logout tokens are not delivered',
        deliver: 'logout token not delivered; it will be tried again',
      },
      take: async (busy) => (busy.length > 0 ? [] : this.deliveries.takeDue(AT_ONCE)),
      laneOf: () => 'all',
      deliver: (delivery) => this.deliver(delivery),
      putOff: async ({ id }, { askedSeconds }) => {
        if (askedSeconds !== null) await this.deliveries.putOff(id, askedSeconds);
      },
      describe: ({ clientId, attempts }) => ({ clientId, attempts }),
    });
  }

  onApplicationBootstrap(): void {
    this.courier.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.courier.stop();
  }

  /** Delivers what is due now, in the background. */
  kick(): void {
    this.courier.kick();
  }

  private async deliver({ id, clientId, userId, sessionId }: LogoutDelivery): Promise<void> {
    const { env, logger, tokenPlane, guardedFetch } = this.platform;
    const directory = this.platform.currentDirectory();
    const client = directory.findClient(clientId);
    const address = client?.backchannelLogoutUri ?? null;
    if (client === undefined || address === null) return this.deliveries.remove(id);
    const facts = {
      clientId,
      subject: findSubject(tokenPlane.pairwiseKey, client, userId),
      sessionId,
      tokenId: REAL_WORLD.randomId(),
    };
    const key = getClientSigningKey(directory, client, client.idTokenSigningAlgorithm);
    const token = await signLogoutToken(env.issuer, key, facts, REAL_WORLD.now());
    const response = await guardedFetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ logout_token: token }).toString(),
    });
    // §2.8: 200, and 204 of those who have nothing to say. A 400 is a refusal for good.
    checkTaken(response, [200, 204, 400], REAL_WORLD.now());
    if (response.status === 400) logger.warn('logout token refused', { clientId });
    await this.deliveries.remove(id);
  }
}
