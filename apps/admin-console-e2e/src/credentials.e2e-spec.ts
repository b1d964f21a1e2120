import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import {
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, signInToConsole } from './operator.js';

interface RegisteredApplication {
  readonly id: string;
  readonly name: string;
}

let gatehouse: RunningGatehouse;
let browser: Browser;
let page: Page;
let upstream: Server;
let application: RegisteredApplication;
let api: { readonly id: string };
let key: string;

beforeAll(async () => {
  upstream = createServer((_, response) => response.end('photos'));
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  gatehouse = await startGatehouse();
  const admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  ({ application } = await admin.post<{ readonly application: RegisteredApplication }>('/api/applications', {
    name: 'Scanner',
    kind: 'machine',
    redirectUris: [],
    allowedScopes: ['photos'],
  }));
  api = await admin.post<{ readonly id: string }>('/api/apis', {
    name: 'Photo archive',
    basePath: '/photos',
    targets: [{ url: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}` }],
    routes: [{ methods: [], path: '/*', access: 'scopes', scopes: ['photos'], scopeMatch: 'all' }],
  });
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  await browser?.close();
  upstream.closeAllConnections();
  upstream.close();
  await stopAllGatehouses();
});

const call = async (): Promise<number> =>
  (await fetch(`${gatehouse.gatewayUrl}/photos/all`, { headers: { 'x-api-key': key } })).status;

/** Clicks, and waits until the change is in force. */
async function change(method: string, click: () => Promise<void>): Promise<void> {
  const answered = page.waitForResponse((response) => response.request().method() === method);
  await click();
  expect((await answered).ok()).toBe(true);
}

it('an operator makes an API key, which is shown once', async () => {
  await page.goto(`${gatehouse.adminUrl}/applications/${application.id}`);
  await page.getByText('It has no API keys.').waitFor();
  await page.getByRole('button', { name: 'New API key' }).click();
  await page.getByRole('textbox', { name: 'Name of the key' }).fill('Scanner in the hall');
  await page.getByRole('checkbox', { name: 'See your photos' }).last().check();
  await look(page, 'console-new-api-key');
  await page.getByRole('button', { name: 'Make the key' }).click();
  key = await page.getByLabel('API key', { exact: true }).innerText();
  expect(key).toMatch(/^ghk_/);
  await page.keyboard.press('Escape');
  // The API does not take keys yet.
  expect(await call()).toBe(401);
});

it('and lets the API take API keys, from that application alone, and pages of another origin', async () => {
  await page.goto(`${gatehouse.adminUrl}/apis/${api.id}`);
  await page.getByRole('switch', { name: 'API keys' }).click();
  await page.getByRole('radio', { name: 'Only those that are named here' }).check();
  await page.getByRole('combobox', { name: 'Named applications' }).click();
  await page.getByRole('option', { name: 'Scanner' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('switch', { name: 'Let pages of other origins call' }).click();
  const origins = page.getByRole('combobox', { name: 'Origins' });
  await origins.fill('https://app.example/path');
  await origins.press('Enter');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('must be an origin as browsers send it: https://app.example').waitFor();
  await origins.press('Backspace');
  await origins.fill('https://app.example');
  await origins.press('Enter');
  await change('PUT', () => page.getByRole('button', { name: 'Save' }).click());
  await look(page, 'console-api-callers');
  expect(await call()).toBe(200);
});

it('disables the key, changes it, and deletes it', async () => {
  await page.goto(`${gatehouse.adminUrl}/applications/${application.id}`);
  await page.getByText('Named', { exact: true }).waitFor();
  await change('PATCH', () => page.getByRole('button', { name: 'Disable Scanner in the hall' }).click());
  await page.getByRole('button', { name: 'Enable Scanner in the hall' }).waitFor();
  await page.getByText('Refused everywhere since +').waitFor();
  await look(page, 'console-api-keys');
  expect(await call()).toBe(401);
  await change('PATCH', () => page.getByRole('button', { name: 'Enable Scanner in the hall' }).click());
  expect(await call()).toBe(200);
  await page.getByRole('button', { name: 'Change Scanner in the hall' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name of the key' }).fill('Scanner upstairs');
  await dialog.getByRole('checkbox', { name: 'See your photos' }).uncheck();
  await change('PATCH', () => dialog.getByRole('button', { name: 'Save' }).click());
  await page.getByRole('button', { name: 'Change Scanner upstairs' }).waitFor();
  expect(await call()).toBe(403);
  await page.getByRole('button', { name: 'Delete Scanner upstairs' }).click();
  await change('DELETE', () => page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click());
  await page.getByText('It has no API keys.').waitFor();
});
