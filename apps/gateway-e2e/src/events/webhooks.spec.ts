import { hostname } from 'node:os';
import type {
  AttentionList,
  AuditPage,
  CreatedWebhook,
  ReplayedDeliveries,
  WebhookDelivery,
  WebhookDeliveryList,
  WebhookDetail,
} from '@gatehouse/dto';
import {
  type AdminApi,
  adminApi,
  letRunOut,
  readTable,
  runSql,
  startGatehouse,
  stopAllGatehouses,
} from '../../../../tools/test-setup/index.mjs';
import { openStage, setEnabled, type Stage } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { isGenuine, startWebhookReceiver, type WebhookReceiver } from '../fixtures/webhook-receiver.js';

let stage: Stage;
let receiver: WebhookReceiver;
beforeAll(async () => {
  [stage, receiver] = await Promise.all([
    openStage({ env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' } }),
    startWebhookReceiver(),
  ]);
});
afterEach(async () => {
  Object.assign(receiver, { status: 200, headers: {} });
  for (const { id } of await stage.admin.get<readonly WebhookDetail[]>('/api/webhooks'))
    await stage.admin.delete(`/api/webhooks/${id}`);
  receiver.heard.length = 0;
});
afterAll(async () => {
  await stopAllGatehouses();
  await receiver.close();
});

const register = (changes: object = {}, admin: AdminApi = stage.admin): Promise<CreatedWebhook> =>
  admin.post<CreatedWebhook>('/api/webhooks', {
    name: 'Billing',
    url: receiver.url,
    types: ['application.disabled'],
    enabled: true,
    ...changes,
  });

async function disableApplication(): Promise<void> {
  await setEnabled(stage, stage.printShop, true);
  await setEnabled(stage, stage.printShop, false);
}

const get = (id: string): Promise<WebhookDetail> => stage.admin.get(`/api/webhooks/${id}`);
const listDeliveries = async (id: string, query = ''): Promise<readonly WebhookDelivery[]> =>
  (await stage.admin.get<WebhookDeliveryList>(`/api/webhooks/${id}/deliveries${query}`)).items;
const hearing = (count: number): Promise<void> =>
  waitUntil(`${count} messages`, () => receiver.heard.length >= count);
/** In place of the pause before the next attempt. */
const hasten = (): Promise<void> => letRunOut(stage.gatehouse.databaseUrl, 'webhook_deliveries', 'due_at');
const settled = async (
  id: string,
  state: WebhookDelivery['state'],
  attempts: number,
): Promise<WebhookDelivery> => {
  let found: WebhookDelivery | undefined;
  await waitUntil(`${state} after ${attempts}`, async () => {
    [found] = await listDeliveries(id);
    return found?.state === state && found.attempts.length === attempts;
  });
  if (found === undefined) throw new Error('there is none');
  return found;
};

describe('a webhook (Standard Webhooks 1.0)', () => {
  it('hears of what it asked for, signed with its secret, and with the old one too for a while', async () => {
    const { webhook, secret } = await register();
    await disableApplication();
    await hearing(1);
    const [first] = receiver.heard;
    expect(first).toMatchObject({
      type: 'application.disabled',
      data: { applicationId: stage.printShop.applicationId },
      headers: { 'content-type': 'application/json' },
    });
    expect(first && isGenuine(first, secret)).toBe(true);
    expect(first && isGenuine({ ...first, body: `${first.body} ` }, secret)).toBe(false);
    const delivery = await settled(webhook.id, 'delivered', 1);
    expect(delivery).toMatchObject({
      eventId: first?.id,
      answer: 'thanks',
      attempts: [{ status: 200, error: null }],
    });

    const path = `/api/webhooks/${webhook.id}/secrets`;
    const { secret: next, webhook: rotated } = await stage.admin.post<CreatedWebhook>(path, {});
    expect(Date.parse(rotated.previousSecretExpiresAt ?? '')).toBeGreaterThan(Date.now() + 86_000_000);
    await disableApplication();
    await hearing(2);
    const second = receiver.heard.at(-1);
    expect(second && [isGenuine(second, secret), isGenuine(second, next)]).toEqual([true, true]);
    const { secret: last } = await stage.admin.post<CreatedWebhook>(path, { overlapSeconds: 0 });
    await disableApplication();
    await hearing(3);
    const third = receiver.heard.at(-1);
    expect(third && [isGenuine(third, next), isGenuine(third, last)]).toEqual([false, true]);
    const kept = await readTable(stage.gatehouse.databaseUrl, 'webhooks');
    for (const shown of [secret, next, last]) {
      const text = shown.slice('whsec_'.length);
      expect(kept).not.toContain(text);
      expect(kept).not.toContain(Buffer.from(text, 'base64').toString('hex'));
      expect(stage.gatehouse.logs()).not.toContain(text);
    }
  });

  it('is asked again when it fails, under the same ID, until it takes the event; a restart changes nothing', async () => {
    const { webhook } = await register();
    receiver.status = 500;
    receiver.answer = `no\0${'x'.repeat(5_000)}`;
    await disableApplication();
    const waiting = await settled(webhook.id, 'waiting', 1);
    expect(waiting.answer).toHaveLength(1_000);
    expect(Date.parse(waiting.nextAttemptAt ?? '')).toBeGreaterThan(
      Date.parse(waiting.attempts[0]?.at ?? ''),
    );
    expect(await get(webhook.id)).toMatchObject({ state: 'failing', lastError: 'answered 500', waiting: 1 });
    await stage.gatehouse.restart();
    await hasten();
    await settled(webhook.id, 'waiting', 2);
    receiver.status = 204;
    await hasten();
    const delivered = await settled(webhook.id, 'delivered', 3);
    expect(delivered.attempts.map(({ status }) => status)).toEqual([500, 500, 204]);
    expect(new Set(receiver.heard.map(({ id }) => id))).toEqual(new Set([delivered.eventId]));
    expect(await get(webhook.id)).toMatchObject({ state: 'working', lastError: null, waiting: 0 });
  });

  it.each([429, 503])('is left alone for as long as it asks with %i (RFC 9110 §10.2.3)', async (status) => {
    const { webhook } = await register();
    Object.assign(receiver, { status, headers: { 'retry-after': '600' } });
    await disableApplication();
    const { nextAttemptAt, attempts } = await settled(webhook.id, 'waiting', 1);
    expect(attempts).toMatchObject([{ status, askedSeconds: 600 }]);
    expect(Date.parse(nextAttemptAt ?? '') - Date.parse(attempts[0]?.at ?? '')).toBeGreaterThan(599_000);
  });

  it('gets what has failed for good once more, one of it or all since a moment', async () => {
    const { webhook } = await register();
    const path = `/api/webhooks/${webhook.id}`;
    await disableApplication();
    const { at: since } = await settled(webhook.id, 'delivered', 1);
    receiver.status = 503;
    await disableApplication();
    await settled(webhook.id, 'waiting', 1);
    await runSql(stage.gatehouse.databaseUrl, 'UPDATE webhook_deliveries SET attempts = 11');
    await hasten();
    const failed = await settled(webhook.id, 'failed', 2);
    expect([failed.nextAttemptAt, (await listDeliveries(webhook.id, '?state=delivered')).length]).toEqual([
      null,
      1,
    ]);
    const later = new Date(Date.now() + 60_000).toISOString();
    expect(await stage.admin.post<ReplayedDeliveries>(`${path}/replays`, { since: later })).toEqual({
      count: 0,
    });
    receiver.status = 200;
    expect(await stage.admin.post<ReplayedDeliveries>(`${path}/replays`, { since })).toEqual({
      count: 1,
    });
    await settled(webhook.id, 'delivered', 3);
    await stage.admin.post(`${path}/deliveries/${failed.id}/replays`, {});
    await settled(webhook.id, 'delivered', 4);
    // What had arrived did not come again.
    expect(receiver.heard.slice(1).map(({ id }) => id)).toEqual(
      Array.from({ length: 4 }, () => failed.eventId),
    );
    const { items } = await stage.admin.get<AuditPage>('/api/audit?type=webhook');
    expect(items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['webhook.create', 'webhook.deliveries.replay', 'webhook.delivery.replay']),
    );
  });

  it('can be tried with a test event, and is left alone while it is off', async () => {
    const { webhook } = await register({ enabled: false });
    await disableApplication();
    const path = `/api/webhooks/${webhook.id}`;
    await stage.admin.post(`${path}/test-events`, {});
    expect(await get(webhook.id)).toMatchObject({ state: 'off', waiting: 1 });
    await stage.admin.put(path, {
      name: 'Billing',
      url: receiver.url,
      types: [],
      enabled: true,
      version: webhook.version,
    });
    await hearing(1);
    expect(receiver.heard.map(({ type, data }) => [type, data])).toEqual([
      ['webhook.test', { webhookId: webhook.id }],
    ]);
    expect(receiver.heard).toHaveLength(1);
  });

  it('is switched off after five days of failing, or when it says 410, and somebody is told', async () => {
    const { webhook } = await register();
    receiver.status = 500;
    await disableApplication();
    await settled(webhook.id, 'waiting', 1);
    await runSql(
      stage.gatehouse.databaseUrl,
      "UPDATE webhook_states SET failing_since = now() - interval '4 days 23 hours'",
    );
    await hasten();
    await settled(webhook.id, 'waiting', 2);
    expect(await get(webhook.id)).toMatchObject({ state: 'failing', enabled: true });
    await runSql(
      stage.gatehouse.databaseUrl,
      "UPDATE webhook_states SET failing_since = now() - interval '5 days'",
    );
    await hasten();
    await waitUntil('it is off', async () => (await get(webhook.id)).state === 'given-up');
    const { items } = await stage.admin.get<AttentionList>('/api/attention');
    expect(items.find(({ kind }) => kind === 'webhook')).toMatchObject({
      code: 'webhook-given-up',
      values: { webhook: 'Billing', error: 'answered 500' },
      target: { page: 'webhook', id: webhook.id },
    });
    const gone = await register({ name: 'Gone', types: ['application.enabled'] });
    receiver.status = 410;
    await setEnabled(stage, stage.printShop, true);
    await waitUntil('it is off', async () => (await get(gone.webhook.id)).state === 'given-up');
    expect((await listDeliveries(gone.webhook.id))[0]?.state).toBe('failed');
  });

  it('hears each event once, though two nodes look after it', async () => {
    const other = await startGatehouse({
      database: stage.gatehouse.databaseUrl,
      roles: ['admin'],
      env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' },
    });
    await register({ types: ['user.disabled'] });
    const count = 60;
    await runSql(
      stage.gatehouse.databaseUrl,
      `INSERT INTO users (id, username, display_name) SELECT gen_random_uuid(), 'many-' || n, 'Many' FROM generate_series(1, ${count}) n`,
      "UPDATE users SET enabled = false WHERE username LIKE 'many-%'",
    );
    await hearing(count);
    await waitUntil('nothing waits', async () => {
      const [webhook] = await stage.admin.get<readonly WebhookDetail[]>('/api/webhooks');
      return webhook?.waiting === 0;
    });
    await other.stop();
    expect([receiver.heard.length, new Set(receiver.heard.map(({ id }) => id)).size]).toEqual([count, count]);
  });
});

describe('the address of a webhook', () => {
  it('is on the public Internet, as it is written and where it leads', async () => {
    const guarded = await openStage();
    const { admin } = guarded;
    const problemOf = async (url: string): Promise<unknown> => {
      const { body } = await admin.request<{ errors: { code: string }[] }>('POST', '/api/webhooks', {
        name: 'Inside',
        url,
        types: [],
        enabled: true,
      });
      return body.errors?.[0]?.code;
    };
    expect(await problemOf('http://hooks.example/')).toBe('not-https');
    for (const host of [
      '127.0.0.1',
      '[::1]',
      '169.254.169.254',
      '10.0.0.1',
      'localhost',
      '[::ffff:10.0.0.1]',
    ])
      expect([host, await problemOf(`https://${host}/`)]).toEqual([host, 'not-public']);
    // A name is known by where it leads, at each attempt.
    const { webhook } = await register(
      { url: `https://${hostname()}:${receiver.port}/` },
      adminApi(guarded.gatehouse),
    );
    await admin.post(`/api/webhooks/${webhook.id}/test-events`, {});
    let error: string | null | undefined;
    await waitUntil('an attempt', async () => {
      const { items } = await admin.get<WebhookDeliveryList>(`/api/webhooks/${webhook.id}/deliveries`);
      error = items[0]?.attempts[0]?.error;
      return error !== undefined;
    });
    expect(error).toBe('it is not on the public Internet');
    expect(receiver.heard).toEqual([]);
  });
});
