import { Inject, Injectable } from '@nestjs/common';
import {
  type DeliveryQuery,
  type ReplayedDeliveries,
  TEST_EVENT,
  type WebhookDelivery,
  type WebhookDeliveryList,
} from '@gatehouse/dto';
import { type DeliveryFilter, WebhookDeliveriesStore, WebhooksStore } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { toDelivery } from './webhook.answers.js';
import { WebhookCourier } from './webhook-courier.js';

function toPlace(after: string | undefined): DeliveryFilter['before'] {
  const [microseconds, id] = (after ?? '').split('_');
  if (microseconds === undefined || id === undefined) return undefined;
  return { microseconds, id };
}

/** What was sent to webhooks, and sending it once more. */
@Injectable()
export class DeliveriesService {
  private readonly webhooks: WebhooksStore;
  private readonly store: WebhookDeliveriesStore;

  constructor(
    @Inject(PLATFORM) { database }: Platform,
    @Inject(WebhookCourier) private readonly courier: WebhookCourier,
  ) {
    this.webhooks = new WebhooksStore(database.controlPool);
    this.store = new WebhookDeliveriesStore(database.controlPool);
  }

  /** @throws NotFoundError */
  async list(webhookId: string, { after, limit, ...filter }: DeliveryQuery): Promise<WebhookDeliveryList> {
    await this.webhooks.get(webhookId);
    const rows = await this.store.list(webhookId, { ...filter, before: toPlace(after), limit: limit + 1 });
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    return {
      items: items.map(toDelivery),
      next: last === undefined ? null : `${last.microseconds}_${last.id}`,
    };
  }

  /** @throws NotFoundError */
  async sendTest(webhookId: string): Promise<WebhookDelivery> {
    const id = await this.store.insertTest(webhookId, TEST_EVENT, { webhookId });
    this.courier.kick();
    return toDelivery(await this.store.get(webhookId, id));
  }

  /** @throws NotFoundError */
  async replay(webhookId: string, id: string): Promise<WebhookDelivery> {
    await this.store.replay(webhookId, id);
    this.courier.kick();
    return toDelivery(await this.store.get(webhookId, id));
  }

  /** @throws NotFoundError */
  async replayFailed(webhookId: string, since: string): Promise<ReplayedDeliveries> {
    await this.webhooks.get(webhookId);
    const count = await this.store.replayFailed(webhookId, new Date(since));
    this.courier.kick();
    return { count };
  }
}
