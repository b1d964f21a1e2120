import type { Browser, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, signInToConsole } from './operator.js';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
  await page.getByRole('link', { name: 'Nodes', exact: true }).click();
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

const rows = (label: string) => page.getByRole('region', { name: label, exact: true }).getByRole('row');

it('an operator sees the node that answers, and that nothing was revoked yet', async () => {
  await page.getByRole('heading', { name: 'One node' }).waitFor();
  await rows('Nodes').filter({ hasText: 'answers you' }).filter({ hasText: 'Up to date' }).waitFor();
  await page.getByRole('heading', { name: 'Nothing was revoked lately' }).waitFor();
  await look(page, 'console-nodes');
});

it('a second node appears by itself, and goes again', async () => {
  const second = await startGatehouse({ database: gatehouse.databaseUrl });
  await page.getByRole('heading', { name: '2 nodes' }).waitFor();
  await look(page, 'console-nodes-two');
  await second.stop();
  await page.getByRole('heading', { name: 'One node' }).waitFor();
});

it('what takes rights away has a receipt', async () => {
  const { application } = await admin.post<{
    readonly application: { readonly id: string; version: number };
  }>('/api/applications', { name: 'Night job', kind: 'machine', redirectUris: [], allowedScopes: [] });
  await admin.patch(`/api/applications/${application.id}`, { enabled: false, version: application.version });
  await rows('Revocations')
    .filter({ hasText: 'Night job' })
    .filter({ hasText: 'Refused everywhere since +' })
    .waitFor();
  await look(page, 'console-nodes-receipt');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 850 });
  await look(page, 'console-nodes-phone-dark');
});
