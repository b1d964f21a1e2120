import { part, query } from './address';

/** Which deliveries of a webhook are shown. */
export interface DeliveryParameters {
  readonly state?: string;
  readonly type?: string;
  readonly after?: string;
}

/** Addresses of the API about webhooks. */
export const webhookEndpoints = {
  all: '/api/webhooks',
  one: (id: string) => `/api/webhooks/${part(id)}`,
  secrets: (id: string) => `/api/webhooks/${part(id)}/secrets`,
  testEvents: (id: string) => `/api/webhooks/${part(id)}/test-events`,
  deliveries: (id: string, parameters: DeliveryParameters) =>
    `/api/webhooks/${part(id)}/deliveries${query({ ...parameters })}`,
  replay: (id: string, deliveryId: string) =>
    `/api/webhooks/${part(id)}/deliveries/${part(deliveryId)}/replays`,
  replays: (id: string) => `/api/webhooks/${part(id)}/replays`,
} as const;
