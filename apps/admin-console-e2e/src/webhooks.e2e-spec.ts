import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import type { CreatedApplication } from '@gatehouse/dto';
import {
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, signInToConsole } from './operator.js';

let gatehouse: RunningGatehouse;
let browser: Browser;
let page: Page;
let receiver: Server;
const heard: string[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    heard.push(String(request.headers['webhook-id']));
    request.resume();
    response.writeHead(200).end('thanks');
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  gatehouse = await startGatehouse({ env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  browser = await launchBrowser();
  page = await browser.newPage();
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
  await page.getByRole('link', { name: 'Webhooks' }).click();
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
  receiver.close();
});

describe('an operator', () => {
  it('is told what webhooks are for, and has events sent to an address', async () => {
    await page.getByText('Nothing is told yet').waitFor();
    await look(page, 'console-webhooks-empty');
    await page.getByRole('link', { name: 'New webhook' }).click();
    await page.getByLabel('Name').fill('Billing');
    const { port } = receiver.address() as AddressInfo;
    await page.getByLabel('Address').fill(`http://127.0.0.1:${port}/events`);
    await page.getByRole('radio', { name: 'Only these' }).click();
    await page.getByRole('checkbox', { name: 'A user was deleted' }).click();
    await look(page, 'console-webhooks-new');
    await page.getByRole('button', { name: 'Create the webhook' }).click();
    const secret = page.getByLabel('Secret', { exact: true });
    expect(await secret.textContent()).toMatch(/^whsec_.{44}$/);
    await look(page, 'console-webhooks-secret');
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByRole('heading', { name: 'Billing', level: 1 }).waitFor();
    await page.getByText('Nothing was sent yet').waitFor();
  });

  it('sends a test event, sees that it was taken, and sends it again', async () => {
    await page.getByRole('button', { name: 'Send a test event' }).click();
    const row = page.getByRole('row', { name: /Test event/ });
    await row.getByText('Delivered').waitFor();
    await row.getByText('1 attempt, last: 200').waitFor();
    await look(page, 'console-webhooks-delivered');
    await row.getByRole('button', { name: /Details/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('thanks').waitFor();
    await look(page, 'console-webhooks-delivery');
    await dialog.getByRole('button', { name: 'Send it again' }).click();
    await dialog.getByRole('listitem').nth(1).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await row.getByText('2 attempts, last: 200').waitFor();
    expect([heard.length, new Set(heard).size]).toEqual([2, 1]);
  });

  it('makes a new secret, and finds the webhook in the list', async () => {
    await page.getByRole('button', { name: 'Make a new secret' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make a new secret' }).click();
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByText(/The secret before signs too until/).waitFor();
    await page.getByRole('link', { name: 'Webhooks' }).first().click();
    const row = page.getByRole('row', { name: /Billing/ });
    await row.getByText('Working').waitFor();
    await row.getByText('0 waiting, 0 failed').waitFor();
    await look(page, 'console-webhooks');
  });
});

/** A client makes a stream, as receivers do. */
async function makeStream(): Promise<void> {
  const admin = adminApi(gatehouse);
  const scope = 'ssf.manage';
  await admin.post('/api/scopes', { name: scope, title: 'Keep a stream of security events' });
  const { application, clientSecret } = await admin.post<CreatedApplication>('/api/applications', {
    name: 'Warehouse',
    kind: 'machine',
    redirectUris: [],
    allowedScopes: [scope],
  });
  const basic = Buffer.from(`${application.clients[0]?.clientId ?? ''}:${clientSecret ?? ''}`).toString(
    'base64',
  );
  const answer = await fetch(`${gatehouse.issuer}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const { port } = receiver.address() as AddressInfo;
  const made = await fetch(`${gatehouse.issuer}/ssf/stream`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      delivery: { method: 'urn:ietf:rfc:8935', endpoint_url: `http://127.0.0.1:${port}/sets` },
    }),
  });
  expect(made.status).toBe(201);
}

describe('an operator, and signal streams', () => {
  it('is told how a receiver begins, while there is none', async () => {
    await page.getByRole('link', { name: 'Signal streams' }).click();
    await page.getByText('Nobody receives signals yet').waitFor();
    const metadata = page.getByRole('link', { name: /ssf-configuration$/ });
    expect(await metadata.getAttribute('href')).toBe(`${gatehouse.issuer}/.well-known/ssf-configuration`);
    await look(page, 'console-streams-empty');
  });

  it('sees the stream that a receiver has made, and has a verification event sent', async () => {
    await makeStream();
    await page.getByRole('link', { name: 'Webhooks' }).click();
    await page.getByRole('link', { name: 'Signal streams' }).click();
    await page
      .getByRole('row', { name: /Warehouse/ })
      .getByText('0 waiting, 0 failed')
      .waitFor();
    await look(page, 'console-streams');
    await page.getByRole('link', { name: 'Warehouse' }).click();
    await page.getByRole('button', { name: 'Send a verification event' }).click();
    const verified = page.getByText('Last verified').locator('..').getByRole('definition');
    await verified.filter({ hasNotText: 'Never' }).waitFor();
    await look(page, 'console-stream');
  });

  it('pauses it with a reason, resumes it, and deletes it', async () => {
    await page.getByRole('button', { name: 'Pause' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('Under investigation');
    await look(page, 'console-stream-pause');
    await dialog.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('An operator holds this stream back').waitFor();
    await page.getByText('Reason: Under investigation').waitFor();
    await page.setViewportSize({ width: 390, height: 800 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await look(page, 'console-stream-paused-narrow');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Send a verification event' }).waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Nobody receives signals yet').waitFor();
  });
});
