import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import {
  type BackchannelDelivery,
  type Client,
  describeUnanswered,
  makePush,
  REAL_WORLD,
} from '@gatehouse/oauth-core';
import {
  createBackchannelDeliveryStore,
  type DueBackchannelDelivery,
  SEALED_AS,
} from '@gatehouse/persistence';
import { checkTaken, Courier } from '../../platform/courier.js';
import { PLATFORM, type Platform } from '../../platform/platform.tokens.js';

const LOOK_EVERY_MS = 1_000;
const AT_ONCE = 20;

/**
 * OpenID Connect CIBA §10.2, §10.3: tells clients that there is an answer, or sends it to them.
 */
@Injectable()
export class BackchannelCourier implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly deliveries;
  private readonly courier;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.deliveries = createBackchannelDeliveryStore(platform.database.pool);
    this.courier = new Courier<DueBackchannelDelivery>(platform.logger, {
      everyMs: LOOK_EVERY_MS,
      atOnce: AT_ONCE,
      warnings: {
        take: 'clients are not told of answers',
        deliver: 'a client was not told of an answer; it will be tried again',
      },
      take: async (busy) => (busy.length > 0 ? [] : this.deliveries.takeDue(AT_ONCE)),
      laneOf: () => 'all',
      deliver: (due) => this.deliver(due),
      putOff: async ({ request: { id } }, { askedSeconds }) => {
        if (askedSeconds !== null) await this.deliveries.putOff(id, askedSeconds);
      },
      describe: ({ request: { clientId }, attempts }) => ({ clientId, attempts }),
    });
  }

  onApplicationBootstrap(): void {
    this.courier.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.courier.stop();
  }

  private async deliver(due: DueBackchannelDelivery): Promise<void> {
    const { id, clientId } = due.request;
    const client = this.platform.currentDirectory().findClient(clientId);
    const address = client?.backchannelNotificationEndpoint ?? null;
    if (client?.isEnabled === true && address !== null) await this.send(due, client, address);
    await this.deliveries.finish(id);
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
    checkTaken(response, [200, 204], REAL_WORLD.now());
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
