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

let gatehouse: RunningGatehouse;
let upstream: Server;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  upstream = createServer((_, response) => response.end('photos'));
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  await admin.post('/api/apis', {
    name: 'Photos',
    basePath: '/photos',
    targets: [{ url: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}` }],
    routes: [
      { methods: ['GET'], path: '/public', access: 'public', scopes: [] },
      { methods: ['GET'], path: '/mine', access: 'scopes', scopes: ['photos'] },
      { methods: ['GET'], path: '/gone', access: 'public', scopes: [], fixedResponse: { status: 410 } },
    ],
  });
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  upstream.closeAllConnections();
  upstream.close();
  await browser?.close();
  await stopAllGatehouses();
});

const call = async (path: string, init?: RequestInit): Promise<string> => {
  const response = await fetch(gatehouse.gatewayUrl + path, init);
  await response.body?.cancel();
  return response.headers.get('x-request-id') ?? '';
};

const UUID = /[0-9a-f]{8}-[0-9a-f-]{27}/;

const row = (name: string) => page.getByRole('row', { name });

it('an operator sees calls as they come', async () => {
  await page.getByRole('link', { name: 'Traffic', exact: true }).click();
  await page.getByText('No calls yet').waitFor();
  await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  await look(page, 'console-traffic-empty');
  await call('/photos/public?secret=not-to-be-seen');
  await row('GET /photos/public').waitFor();
  for (let index = 0; index < 5; index += 1) await call('/photos/public');
  await call('/photos/mine');
  await call('/elsewhere');
  await row('GET /elsewhere').waitFor();
  expect(await page.getByText('not-to-be-seen').count()).toBe(0);
  expect(await page.getByRole('img', { name: /Calls a second/ }).count()).toBe(1);
  await look(page, 'console-traffic');
});

it('looks at the refused ones alone, and stops the stream to read', async () => {
  await page.getByRole('switch', { name: 'Refused only' }).click();
  await row('GET /photos/public').first().waitFor({ state: 'detached' });
  expect(page.url()).toContain('refusedOnly=true');
  await page.getByRole('button', { name: 'Pause' }).click();
  const id = await call('/photos/nothing');
  await page.getByRole('status').filter({ hasText: 'Paused' }).waitFor();
  expect(await row('GET /photos/nothing').count()).toBe(0);
  await page.getByRole('button', { name: 'Go on' }).click();
  await row('GET /photos/nothing').waitFor();
  expect(id).not.toBe('');
});

it('asks why a call was refused', async () => {
  await page.getByRole('link', { name: 'Why was GET /photos/mine answered 401?' }).click();
  await page.getByRole('heading', { name: 'Why?' }).waitFor();
  await page.getByText('The gateway refused it. This needs an access token').waitFor();
  await page.getByText('What to do next').waitFor();
  await page.getByText('The call has credentials').waitFor();
  await look(page, 'console-why');
});

it('and finds a call by the ID that its answer has, with the lineage of its access token', async () => {
  const token = await adminApi(gatehouse).getAccessToken();
  const id = await call('/photos/mine', { headers: { authorization: `Bearer ${token}` } });
  await page.getByRole('searchbox', { name: 'Request ID' }).fill(id);
  await page.getByRole('button', { name: 'Why?' }).click();
  await page.getByText('Client credentials: the client acts for itself').waitFor();
  await page.getByText('It is for this API').waitFor();
  await look(page, 'console-why-lineage');
});

it('tells an answer of the gateway itself from one of the upstream', async () => {
  const id = await call('/photos/gone');
  await page.getByRole('searchbox', { name: 'Request ID' }).fill(id);
  await page.getByRole('button', { name: 'Why?' }).click();
  await page.getByText('The gateway let it pass, and answered it itself.').waitFor();
  await page.getByText('Not called').waitFor();
});

it('explains the error page that somebody was shown, by the ID on it', async () => {
  const visitor = await browser.newPage();
  await visitor.goto(`${gatehouse.authUrl}/oauth2/authorize?response_type=code&client_id=nobody-knows-it`);
  const shown = await visitor.getByText(UUID).first().innerText();
  const id = UUID.exec(shown)?.[0] ?? '';
  await visitor.close();
  await page.getByRole('searchbox', { name: 'Request ID' }).fill(id);
  await page.getByRole('button', { name: 'Why?' }).click();
  await page.getByText('The authorization server refused it. Its reader was told:').waitFor();
  await page.getByText('Unknown client, as sent').waitFor();
  await page.getByText('nobody-knows-it', { exact: true }).waitFor();
  await look(page, 'console-why-error');
  // The field that finds tokens finds it as well.
  await page.goto(`${gatehouse.adminUrl}/authorizations`);
  await page.getByRole('textbox', { name: /^Find a token/ }).fill(id);
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByText('Unknown client, as sent').waitFor();
});

it('says so where a request is not known', async () => {
  await page.goto(`${gatehouse.adminUrl}/traffic/of-another-system`);
  await page.getByText('This request is not known').waitFor();
});

it('fits on a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${gatehouse.adminUrl}/traffic`);
  await row('GET /elsewhere').first().waitFor();
  await look(page, 'console-traffic-phone');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
});
