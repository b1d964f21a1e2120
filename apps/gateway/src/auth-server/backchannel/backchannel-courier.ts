import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type BackchannelDelivery, type Client, describeUnanswered, makePush } from '@gatehouse/oauth-core';
import {
  createBackchannelDeliveryStore,
  type DueBackchannelDelivery,
  SEALED_AS,
} from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';

const LOOK_EVERY_MS = 1_000;
const AT_ONCE = 20;

/**
 * OpenID Connect CIBA §10.2, §10.3: tells clients that there is an answer, or sends it to them. What must be told waits in
 * the database, so that it is told also after a restart, or while the client is down; nodes share the work.
 */
@Injectable()
export class BackchannelCourier implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly deliveries;
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.deliveries = createBackchannelDeliveryStore(platform.database.pool);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.kick(), LOOK_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  private kick(): void {
    this.round ??= this.deliverDue()
      .catch((error: unknown) => this.platform.logger.warn('clients are not told of answers', { error }))
      .finally(() => (this.round = undefined));
  }

  private async deliverDue(): Promise<void> {
    const due = await this.deliveries.takeDue(AT_ONCE);
    await Promise.all(due.map((delivery) => this.deliver(delivery)));
  }

  private async deliver(due: DueBackchannelDelivery): Promise<void> {
    const { id, clientId } = due.request;
    const client = this.platform.currentDirectory().findClient(clientId);
    const address = client?.backchannelNotificationEndpoint ?? null;
    if (client?.isEnabled !== true || address === null) return this.deliveries.finish(id);
    try {
      await this.send(due, client, address);
      await this.deliveries.finish(id);
    } catch (error) {
      this.platform.logger.warn('a client was not told of an answer; it will be tried again', {
        clientId,
        attempts: due.attempts,
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }

  private async send(due: DueBackchannelDelivery, client: Client, address: string): Promise<void> {
    const { id, deliveryMode } = due.request;
    const opened = this.platform.sealing.open(due.sealedDelivery, SEALED_AS.backchannelDelivery(id));
    const { authRequestId, notificationToken } = JSON.parse(opened.toString()) as BackchannelDelivery;
    const body =
      deliveryMode === 'push'
        ? await this.findPush(due, client, authRequestId)
        : JSON.stringify({ auth_req_id: authRequestId });
    const response = await this.platform.guardedFetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${notificationToken}` },
      body,
    });
    // CIBA §10.2: 204, and 200 of those who have something to say, which is not looked at.
    if (response.status !== 204 && response.status !== 200) throw new Error(`answered ${response.status}`);
  }

  /** CIBA §10.3.1, §12: the tokens, made once and sent until they have arrived, or why there are none. */
  private async findPush(
    { request, sealedAnswer }: DueBackchannelDelivery,
    client: Client,
    authRequestId: string,
  ): Promise<string> {
    const { sealing, tokenPlane, currentDirectory, stores } = this.platform;
    const context = SEALED_AS.backchannelAnswer(request.id);
    if (sealedAnswer !== null) return sealing.open(sealedAnswer, context).toString();
    const { approval } = request;
    if (approval === null) return JSON.stringify(describeUnanswered(request, authRequestId));
    const { issued, body } = await makePush(tokenPlane, currentDirectory(), client, approval, authRequestId);
    const text = JSON.stringify(body);
    const sealed = sealing.seal(Buffer.from(text), context);
    if (await stores.backchannelRequests.claim(request, approval, issued, sealed)) return text;
    // Taken back before it could be sent.
    return JSON.stringify(describeUnanswered({ deniedAt: 0 }, authRequestId));
  }
}
