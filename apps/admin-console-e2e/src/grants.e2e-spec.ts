import type { Browser, Locator, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, openClient, signInToConsole } from './operator.js';

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

interface Client {
  readonly clientId: string;
  readonly grantTypes: readonly string[];
  readonly responseTypes: readonly string[];
  readonly redirectUris: readonly string[];
  readonly exchangeableClients: readonly string[];
  readonly mayAct: string | null;
}

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

async function register(kind: 'native' | 'machine', redirectUris: readonly string[]): Promise<string> {
  const { application } = await admin.post<{ readonly application: { readonly id: string } }>(
    '/api/applications',
    { name: `Sample ${kind}`, kind, redirectUris, allowedScopes: ['photos'] },
  );
  return application.id;
}

const getClient = async (id: string): Promise<Client | undefined> =>
  (await admin.get<{ readonly clients: readonly Client[] }>(`/api/applications/${id}`)).clients[0];

async function openApplication(colorScheme: 'light' | 'dark', id: string): Promise<Page> {
  const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 850 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
  await openClient(page, gatehouse.adminUrl, id);
  return page;
}

/** The switch of a grant; its name goes on with what it is for. */
const grantSwitch = (page: Page, label: string): Locator =>
  page.getByRole('switch', { name: new RegExp(`^${label}`) });

async function save(page: Page, what = 'Save grant types'): Promise<void> {
  const answer = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await page.getByRole('button', { name: what }).click();
  expect((await answer).status()).toBe(200);
}

describe('the grant types of a client', () => {
  it('are switched on and off one by one, the legacy ones labelled', async () => {
    const id = await register('native', ['http://127.0.0.1/callback']);
    const page = await openApplication('light', id);
    expect(await grantSwitch(page, 'Authorization code').isChecked()).toBe(true);
    // What is advised against is there once somebody has chosen the profile for it.
    expect(await grantSwitch(page, 'Implicit').count()).toBe(0);
    await page.getByRole('radio', { name: /^Legacy/ }).check();
    await save(page, 'Save profile');
    await grantSwitch(page, 'Implicit').waitFor();
    expect(await page.getByText('Legacy', { exact: true }).count()).toBe(2);
    // A public client could not keep the secret that these need.
    expect(await grantSwitch(page, 'Client credentials').count()).toBe(0);
    await look(page, 'console-grants-light');

    await grantSwitch(page, 'Device').check();
    await grantSwitch(page, 'Implicit').check();
    await save(page);
    expect(await getClient(id)).toMatchObject({
      grantTypes: ['authorization_code', 'refresh_token', DEVICE, 'implicit'],
      responseTypes: ['code', 'token'],
    });

    await grantSwitch(page, 'Implicit').uncheck();
    await grantSwitch(page, 'Authorization code').uncheck();
    await save(page);
    expect(await getClient(id)).toMatchObject({
      grantTypes: ['refresh_token', DEVICE],
      responseTypes: ['code'],
    });

    // The rest of the client is still its own form, redirect URI or not.
    await save(page, 'Save client');
    expect(await getClient(id)).toMatchObject({ redirectUris: ['http://127.0.0.1/callback'] });
  });

  it('lead from the exchange to whose access tokens are exchanged, and to who may act', async () => {
    const id = await register('machine', []);
    const page = await openApplication('dark', id);
    await grantSwitch(page, 'Token exchange').check();
    await page.getByRole('combobox', { name: 'Exchanges the access tokens of' }).fill('print-shop-1234abcd');
    await page.keyboard.press('Enter');
    await page.getByLabel('Who alone may act with its access tokens').fill('print-service-1234abcd');
    await look(page, 'console-grants-dark');
    await save(page);
    expect(await getClient(id)).toMatchObject({
      grantTypes: ['client_credentials', EXCHANGE],
      exchangeableClients: ['print-shop-1234abcd'],
      mayAct: 'print-service-1234abcd',
    });
  });
});
