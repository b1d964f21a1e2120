import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import {
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
