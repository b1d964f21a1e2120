import type { WebhookDelivery, WebhookDetail } from '@gatehouse/dto';
import i18next from 'i18next';

export const STATE_COLOURS = {
  working: 'gate',
  new: 'gray',
  off: 'gray',
  failing: 'red',
  'given-up': 'red',
} as const satisfies Record<WebhookDetail['state'], string>;

export const DELIVERY_COLOURS = {
  waiting: 'gray',
  delivered: 'gate',
  failed: 'red',
} as const satisfies Record<WebhookDelivery['state'], string>;

/** A type of event in words: `session.revoked` has its text under `session_revoked`. */
export const describeEventType = (type: string): string =>
  i18next.t(`webhooks:types.${type.replaceAll('.', '_') as 'session_revoked'}`);
