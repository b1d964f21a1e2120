import { Body, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import {
  type CreatedWebhook,
  DeliveryQuery,
  EVENT_TYPE_NAMES,
  EVENT_TYPES,
  type EventTypeDetail,
  ReplayDeliveries,
  type ReplayedDeliveries,
  RotateWebhookSecret,
  UpdateWebhook,
  type WebhookDelivery,
  type WebhookDeliveryList,
  type WebhookDetail,
  WebhookInput,
} from '@gatehouse/dto';
import { AdminController, CallerParam } from '../admin/admin.decorators.js';
import type { Caller } from '../admin/bearer.strategy.js';
import { Audited } from '../audit/audit-action.js';
import { DeliveriesService } from './deliveries.service.js';
import { WebhooksService } from './webhooks.service.js';

@AdminController('webhooks')
export class WebhooksController {
  constructor(@Inject(WebhooksService) private readonly webhooks: WebhooksService) {}

  @Get()
  list(): Promise<readonly WebhookDetail[]> {
    return this.webhooks.list();
  }

  @Post()
  create(@CallerParam() caller: Caller, @Body() body: WebhookInput): Promise<CreatedWebhook> {
    return this.webhooks.create(caller, body);
  }

  @Get(':id')
  get(@Param('id', ParseUUIDPipe) id: string): Promise<WebhookDetail> {
    return this.webhooks.get(id);
  }

  @Put(':id')
  replace(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateWebhook): Promise<WebhookDetail> {
    return this.webhooks.replace(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  delete(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.webhooks.delete(id);
  }

  @Post(':id/secrets')
  @Audited('webhook.secret.rotate')
  rotateSecret(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: RotateWebhookSecret,
  ): Promise<CreatedWebhook> {
    return this.webhooks.rotateSecret(id, body);
  }
}

@AdminController('webhooks/:id')
export class DeliveriesController {
  constructor(@Inject(DeliveriesService) private readonly deliveries: DeliveriesService) {}

  @Get('deliveries')
  list(@Param('id', ParseUUIDPipe) id: string, @Query() query: DeliveryQuery): Promise<WebhookDeliveryList> {
    return this.deliveries.list(id, query);
  }

  @Post('test-events')
  @Audited('webhook.test.send')
  sendTest(@Param('id', ParseUUIDPipe) id: string): Promise<WebhookDelivery> {
    return this.deliveries.sendTest(id);
  }

  @Post('replays')
  @HttpCode(200)
  @Audited('webhook.deliveries.replay')
  replayFailed(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { since }: ReplayDeliveries,
  ): Promise<ReplayedDeliveries> {
    return this.deliveries.replayFailed(id, since);
  }

  @Post('deliveries/:deliveryId/replays')
  @HttpCode(200)
  @Audited('webhook.delivery.replay')
  replay(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('deliveryId', ParseUUIDPipe) deliveryId: string,
  ): Promise<WebhookDelivery> {
    return this.deliveries.replay(id, deliveryId);
  }
}

/** What can be told of. */
@AdminController('event-types')
export class EventTypesController {
  @Get()
  list(): readonly EventTypeDetail[] {
    return EVENT_TYPE_NAMES.map((type) => ({ type, data: EVENT_TYPES[type] }));
  }
}
