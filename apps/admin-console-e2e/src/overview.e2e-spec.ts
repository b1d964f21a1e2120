import type { Browser, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  findFreePorts,
  launchBrowser,
  letRunOut,
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
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

const section = (name: string) => page.getByRole('region', { name, exact: true });

it('an operator of a new Gatehouse is told what to do first', async () => {
  const steps = section('First steps');
  await steps.getByRole('link', { name: 'Publish an API' }).waitFor();
  await section('Nothing needs attention').waitFor();
  await section('Refused last').getByText('None that is kept.').waitFor();
  await look(page, 'console-overview-first-steps');
  await steps.getByRole('link', { name: 'Register an application' }).click();
  await page.getByRole('heading', { name: 'Register application' }).waitFor();
});

it('and later what runs, which API is in trouble, and whom the gateway refused', async () => {
  const [port = 0] = await findFreePorts(1);
  const machine = { name: 'Night job', kind: 'machine', redirectUris: [], allowedScopes: [] };
  await admin.post('/api/applications', machine);
  await admin.post('/api/apis', {
    name: 'Photos',
    basePath: '/photos',
    targets: [{ url: `http://127.0.0.1:${port}` }],
    routes: [
      { methods: [], path: '/public', access: 'public', scopes: [] },
      { methods: [], path: '/mine', access: 'authenticated', scopes: [] },
    ],
  });
  expect((await fetch(`${gatehouse.gatewayUrl}/photos/public`)).status).toBe(502);
  expect((await fetch(`${gatehouse.gatewayUrl}/photos/mine`)).status).toBe(401);
  await page.getByRole('link', { name: 'Overview' }).click();
  const trouble = section('Needs attention');
  await trouble.getByText('1 of 2 calls failed: Upstream unavailable.').waitFor();
  await page.getByRole('link', { name: /^Nodes 1 Up to date/ }).waitFor();
  await page.getByRole('link', { name: /^Refused 1 / }).waitFor();
  await section('First steps').waitFor({ state: 'detached' });
  await look(page, 'console-overview');
  await trouble.getByRole('link', { name: 'See them: the failed calls of Photos' }).click();
  await page.getByRole('heading', { name: 'Traffic', level: 1 }).waitFor();
  await page.getByRole('row', { name: 'GET /photos/public' }).waitFor();
  expect(await page.getByRole('row', { name: 'GET /photos/mine' }).count()).toBe(0);
  await page.goBack();
  await section('Refused last').getByRole('link', { name: 'Why was GET /photos/mine refused?' }).click();
  await page.getByText('The gateway refused it. This needs an access token').waitFor();
  await page.goBack();
});

it('and that a node is out of touch, also on a phone in the dark', async () => {
  const second = await startGatehouse({ database: gatehouse.databaseUrl });
  await page.getByRole('link', { name: /^Nodes 2 / }).waitFor();
  await second.kill();
  await letRunOut(gatehouse.databaseUrl, 'nodes', 'heard_at', '20 seconds');
  // The one that lives is heard of again.
  await page.getByRole('link', { name: /^Nodes 2 1 out of touch/ }).waitFor();
  await section('Needs attention').getByText('it may not know of the last revocations').waitFor();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'console-overview-phone-dark');
});
