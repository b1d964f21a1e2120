import type {
  CreatedWebhook,
  ReplayedDeliveries,
  UpdateWebhook,
  WebhookDelivery,
  WebhookDeliveryList,
  WebhookDetail,
  WebhookInput,
} from '@gatehouse/dto';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { queryClient } from '../../../lib/query-client';
import { type DeliveryParameters, webhookEndpoints } from '../../../lib/webhook-paths';

const LOOK_AGAIN_MS = 2_000;

export const useWebhooks = () =>
  useQuery({
    queryKey: ['webhooks'],
    refetchOnMount: 'always',
    queryFn: () => callApi<readonly WebhookDetail[]>('GET', webhookEndpoints.all),
  });

export const useWebhook = (id: string) =>
  useQuery({
    queryKey: ['webhook', id],
    queryFn: () => callApi<WebhookDetail>('GET', webhookEndpoints.one(id)),
  });

/** How it goes, beside what is being edited: looked at again while something is on its way. */
export const useDeliveries = (id: string, parameters: DeliveryParameters) =>
  useQuery({
    queryKey: ['webhook-deliveries', id, parameters],
    queryFn: () => callApi<WebhookDeliveryList>('GET', webhookEndpoints.deliveries(id, parameters)),
    placeholderData: keepPreviousData,
    refetchOnMount: 'always',
    refetchInterval: ({ state }) =>
      state.data?.items.some((delivery) => delivery.state === 'waiting') === true ? LOOK_AGAIN_MS : false,
  });

const forget = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['webhooks'] });
const forgetDeliveries = (id: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ['webhook-deliveries', id] });

function keep(webhook: WebhookDetail): Promise<void> {
  queryClient.setQueryData(['webhook', webhook.id], webhook);
  return forget();
}

export async function createWebhook(input: WebhookInput): Promise<CreatedWebhook> {
  const created = await callApi<CreatedWebhook>('POST', webhookEndpoints.all, input);
  await keep(created.webhook);
  return created;
}

/** What is stored by now. */
export async function reloadWebhook(id: string): Promise<WebhookDetail> {
  const webhook = await callApi<WebhookDetail>('GET', webhookEndpoints.one(id));
  queryClient.setQueryData(['webhook', id], webhook);
  return webhook;
}

export async function replaceWebhook(id: string, input: UpdateWebhook): Promise<void> {
  await keep(await callApi<WebhookDetail>('PUT', webhookEndpoints.one(id), input));
}

export async function deleteWebhook(id: string): Promise<void> {
  await callApi('DELETE', webhookEndpoints.one(id));
  queryClient.removeQueries({ queryKey: ['webhook', id] });
  // Gone at once from the list that comes next, before it is read anew.
  queryClient.setQueryData<readonly WebhookDetail[]>(['webhooks'], (webhooks) =>
    webhooks?.filter((webhook) => webhook.id !== id),
  );
  await forget();
}

export async function rotateSecret(id: string): Promise<CreatedWebhook> {
  const created = await callApi<CreatedWebhook>('POST', webhookEndpoints.secrets(id), {});
  await keep(created.webhook);
  return created;
}

export async function sendTestEvent(id: string): Promise<void> {
  await callApi<WebhookDelivery>('POST', webhookEndpoints.testEvents(id), {});
  await forgetDeliveries(id);
}

export async function replayDelivery(id: string, deliveryId: string): Promise<void> {
  await callApi<WebhookDelivery>('POST', webhookEndpoints.replay(id, deliveryId), {});
  await forgetDeliveries(id);
}

/** @returns how many */
export async function replayFailed(id: string, since: string): Promise<number> {
  const { count } = await callApi<ReplayedDeliveries>('POST', webhookEndpoints.replays(id), { since });
  await forgetDeliveries(id);
  return count;
}
