import type { EventType, WebhookDelivery, WebhookDetail } from '@gatehouse/dto';
import type { DeliveryRecord, WebhookRecord } from '@gatehouse/persistence';

function findState({ enabled, givenUpAt, failingSince, deliveredAt }: WebhookRecord): WebhookDetail['state'] {
  if (!enabled) return givenUpAt === null ? 'off' : 'given-up';
  if (failingSince !== null) return 'failing';
  return deliveredAt === null ? 'new' : 'working';
}

export const toWebhook = (row: WebhookRecord): WebhookDetail => ({
  id: row.id,
  name: row.name,
  url: row.url,
  types: row.types as readonly EventType[],
  enabled: row.enabled,
  organizationId: row.organizationId,
  state: findState(row),
  deliveredAt: row.deliveredAt?.toISOString() ?? null,
  failingSince: row.failingSince?.toISOString() ?? null,
  lastError: row.lastError,
  previousSecretExpiresAt: row.previousSecretExpiresAt?.toISOString() ?? null,
  waiting: row.waiting,
  failed: row.failed,
  createdBy: row.createdBy,
  version: row.version,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

export const toDelivery = (row: DeliveryRecord): WebhookDelivery => ({
  id: row.id,
  eventId: row.eventId,
  type: row.type,
  at: row.at.toISOString(),
  data: row.data,
  state: row.state,
  nextAttemptAt: row.state === 'waiting' ? row.dueAt.toISOString() : null,
  attempts: row.tries.map(({ askedSeconds = null, ...attempt }) => ({ ...attempt, askedSeconds })),
  answer: row.answer,
});
