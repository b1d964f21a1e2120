import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { findSubject, getClientSigningKey, REAL_WORLD, signLogoutToken } from '@gatehouse/oauth-core';
import { createSessionEndStore, type LogoutDelivery } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';

const LOOK_EVERY_MS = 2_000;
const AT_ONCE = 20;

/**
 * OpenID Connect Back-Channel Logout §2.5: tells clients that a session has ended. What must be told waits in the
 * database, so that it is told also after a restart, or while the client is down; nodes share the work.
 */
@Injectable()
export class LogoutCourier implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly deliveries;
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.deliveries = createSessionEndStore(platform.database.pool);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.kick(), LOOK_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  /** Delivers what is due now, in the background. */
  kick(): void {
    this.round ??= this.deliverDue()
      .catch((error: unknown) => this.platform.logger.warn('logout tokens are not delivered', { error }))
      .finally(() => (this.round = undefined));
  }

  private async deliverDue(): Promise<void> {
    const due = await this.deliveries.takeDue(AT_ONCE);
    await Promise.all(due.map((delivery) => this.deliver(delivery)));
  }

  private async deliver({ id, clientId, userId, sessionId, attempts }: LogoutDelivery): Promise<void> {
    const { env, logger, tokenPlane, guardedFetch } = this.platform;
    const directory = this.platform.currentDirectory();
    const client = directory.findClient(clientId);
    const address = client?.backchannelLogoutUri ?? null;
    if (client === undefined || address === null) return this.deliveries.remove(id);
    try {
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
      if (response.status !== 200 && response.status !== 204 && response.status !== 400)
        throw new Error(`answered ${response.status}`);
      if (response.status === 400) logger.warn('logout token refused', { clientId });
      await this.deliveries.remove(id);
    } catch (error) {
      logger.warn('logout token not delivered; it will be tried again', {
        clientId,
        attempts,
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }
}
