import type { RouteObject } from 'react-router';
import { pages } from '../../lib/paths';
import { show } from './show';

/** Pages about where events are sent to, and who is told by Shared Signals. */
export const webhookRoutes: RouteObject[] = [
  {
    path: pages.webhooks,
    lazy: show('webhooks', async () => (await import('../features/webhooks/webhooks.page')).WebhooksPage),
  },
  {
    path: pages.newWebhook,
    lazy: show('webhooks', async () => (await import('../features/webhooks/webhook.page')).NewWebhookPage),
  },
  {
    path: '/webhooks/:id',
    lazy: show('webhooks', async () => (await import('../features/webhooks/webhook.page')).EditWebhookPage),
  },
  {
    path: pages.streams,
    lazy: show('streams', async () => (await import('../features/streams/streams.page')).StreamsPage),
  },
  {
    path: '/streams/:id',
    lazy: show('streams', async () => (await import('../features/streams/stream.page')).StreamPage),
  },
];
