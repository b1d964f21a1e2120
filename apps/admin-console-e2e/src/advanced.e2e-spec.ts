import type { Browser, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, openClient, signInToConsole } from './operator.js';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let id: string;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  const { application } = await admin.post<{ readonly application: { readonly id: string } }>(
    '/api/applications',
    {
      name: 'Print Shop',
      kind: 'web',
      redirectUris: ['https://print.example/callback'],
      allowedScopes: ['openid', 'photos'],
    },
  );
  id = application.id;
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

const getClient = async () =>
  (await admin.get<{ readonly clients: readonly object[] }>(`/api/applications/${id}`)).clients[0];

async function openApplication(colorScheme: 'light' | 'dark', width: number): Promise<Page> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
  await openClient(page, gatehouse.adminUrl, id);
  await page.getByRole('region', { name: 'Advanced' }).waitFor();
  return page;
}

async function save(page: Page): Promise<number> {
  const answer = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await page.getByRole('button', { name: 'Save advanced' }).click();
  return (await answer).status();
}

describe('the advanced options of a client', () => {
  it('are set part by part; what is refused is said at its field, and loses nothing', async () => {
    const page = await openApplication('light', 1280);
    for (const name of ['Tokens', 'OpenID Connect', 'Requests', 'Signing out'])
      await page.getByRole('button', { name, exact: true }).click();
    await look(page, 'console-advanced-light');
    await page.getByText('None', { exact: true }).click();
    await page.getByLabel('Extra claims of access tokens').fill('tenant = prints\nwho = {user.name}');
    await page.getByRole('switch', { name: /^Pairwise subjects/ }).check();
    for (const name of [/^Access tokens are bound to a key/, /^Must push its requests/])
      await page.getByRole('switch', { name }).check();
    await page.getByLabel('Back-channel logout address').fill('print.example/logout');
    expect(await save(page)).toBe(400);
    await page.getByRole('alert').waitFor();
    await look(page, 'console-advanced-refused');
    await page.getByLabel('Back-channel logout address').fill('https://print.example/logout');
    expect(await save(page)).toBe(200);
    expect(await getClient()).toMatchObject({
      refreshTokenMode: 'none',
      accessTokenClaims: { tenant: 'prints', who: '{user.name}' },
      subjectType: 'pairwise',
      backchannelLogoutUri: 'https://print.example/logout',
      requiresPkce: true,
      dpopBoundAccessTokens: true,
      certificateBoundAccessTokens: false,
      requiresPushedRequest: true,
      responseTypes: ['code'],
    });
  });

  it('are there again after a reload, in the dark and on a phone', async () => {
    const page = await openApplication('dark', 390);
    for (const name of ['Tokens', 'Signing out'])
      await page.getByRole('button', { name, exact: true }).click();
    expect(await page.getByLabel('Extra claims of access tokens').inputValue()).toContain('tenant = prints');
    expect(await page.getByLabel('Back-channel logout address').inputValue()).toBe(
      'https://print.example/logout',
    );
    await look(page, 'console-advanced-dark-phone');
    expect(await save(page)).toBe(200);
    expect(await getClient()).toMatchObject({
      refreshTokenMode: 'none',
      subjectType: 'pairwise',
      dpopBoundAccessTokens: true,
    });
  });
});
