import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type OutsideProvider,
  type RunningGatehouse,
  startGatehouse,
  startOutsideProvider,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, signInToConsole } from './operator.js';

const SECRET = 'a secret of forty-eight characters, or about that';
const MACHINE = { client_id: 'gateway', client_secret: SECRET } as const;

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let outside: OutsideProvider;
let upstream: Server;
let browser: Browser;
let page: Page;
/** What the upstream was sent. */
const authorizations: (string | undefined)[] = [];

beforeAll(async () => {
  gatehouse = await startGatehouse({ env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  admin = adminApi(gatehouse);
  outside = await startOutsideProvider({
    clients: () => [
      { ...MACHINE, grant_types: ['client_credentials'], redirect_uris: [], response_types: [] },
      {
        ...MACHINE,
        client_id: 'connector',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [`${gatehouse.adminUrl}/providers/callback`],
        response_types: ['code'],
      },
    ],
  });
  upstream = createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    response.end('served');
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  await admin.post('/api/apis', {
    name: 'Partner photos',
    basePath: '/partner',
    targets: [{ url: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}` }],
    routes: [{ methods: [], path: '/*', access: 'public', scopes: [], scopeMatch: 'all' }],
  });
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  outside.close();
  upstream.closeAllConnections();
  upstream.close();
  await browser?.close();
  await stopAllGatehouses();
});

const text = (name: string) => page.getByRole('textbox', { name });

it('an operator learns what token providers are for while there is none', async () => {
  await page.getByRole('link', { name: 'Token providers' }).click();
  await page.getByRole('heading', { name: 'No token providers yet' }).waitFor();
  await look(page, 'console-providers-empty');
  await page.getByRole('link', { name: 'Add provider' }).first().click();
});

it('is told by each field what cannot be accepted, and loses nothing', async () => {
  await text('Name').fill('Partner');
  await text('Issuer').fill(outside.issuer);
  await text('Client ID').fill('gateway');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('This way of authentication needs the client secret.').waitFor();
  await look(page, 'console-provider-problems');
  expect(await text('Issuer').inputValue()).toBe(outside.issuer);
});

it('sees the fields that a flow needs, and no others', async () => {
  expect(await page.getByLabel('Private key (PEM)').count()).toBe(0);
  await page.getByRole('combobox', { name: 'Flow' }).click();
  await page.getByRole('option', { name: 'Signed assertion (JWT bearer)' }).click();
  await page.getByLabel('Private key (PEM)').waitFor();
  await page.getByRole('combobox', { name: 'Flow' }).click();
  await page.getByRole('option', { name: 'Client credentials' }).click();
});

it('adds the provider, and fetches an access token to try it', async () => {
  await page.getByLabel('Client secret', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('heading', { name: 'Partner', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Fetch one now' }).click();
  await page.getByText('does not accept the client ID or its credentials').first().waitFor();
  await look(page, 'console-provider-failing');
  await page.getByLabel('Client secret', { exact: true }).fill(SECRET);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved, and in force').waitFor();
  await page.getByRole('button', { name: 'Fetch one now' }).click();
  await page.getByText('The provider gave an access token.').waitFor();
  await page.getByText('Held').waitFor();
  await look(page, 'console-provider-ready');
});

it('attaches it to an API, whose upstream gets the access token', async () => {
  await page.getByRole('link', { name: 'APIs', exact: true }).click();
  await page.getByRole('link', { name: 'Partner photos' }).click();
  await page.getByLabel('Access token for the upstream').first().click();
  await page.getByRole('option', { name: 'Partner' }).click();
  await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'PUT' && response.ok()),
    page.getByRole('button', { name: 'Save' }).click(),
  ]);
  const answer = await fetch(`${gatehouse.gatewayUrl}/partner/a`);
  expect([answer.status, await answer.text()]).toEqual([200, 'served']);
  const token = authorizations.at(-1)?.replace('Bearer ', '') ?? '';
  expect(await outside.isAccessToken(token)).toBe(true);
});

it('cannot delete it while an API uses it', async () => {
  await page.getByRole('link', { name: 'Token providers' }).click();
  await page.getByRole('cell', { name: 'Partner photos' }).waitFor();
  await page.getByRole('link', { name: 'Partner', exact: true }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete Partner?' });
  await dialog.getByText('1 API still uses it: change that one first.').waitFor();
  expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
});

it('connects one in the browser, by signing in there', async () => {
  await page.getByRole('link', { name: '← Token providers' }).click();
  await page.getByRole('link', { name: 'Add provider' }).first().click();
  await page.getByRole('combobox', { name: 'Flow' }).click();
  await page.getByRole('option', { name: 'Connected by an operator' }).click();
  await text('Name').fill('Calendar');
  await text('Issuer').fill(outside.issuer);
  await text('Client ID').fill('connector');
  await page.getByLabel('Client secret', { exact: true }).fill(SECRET);
  for (const scope of ['openid', 'email']) {
    await page.getByLabel('Scopes', { exact: true }).first().fill(scope);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('Not connected').waitFor();
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByPlaceholder('Enter any login').fill('office');
  await page.getByPlaceholder('and password').fill('anything');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('The provider is connected.').waitFor();
  await page.getByText('Held').waitFor();
});

it('sees them all, in the dark and on a phone too', async () => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 850 });
  await page.goto(`${gatehouse.adminUrl}/providers`);
  await page.getByRole('link', { name: 'Calendar' }).waitFor();
  await look(page, 'console-providers-dark-phone');
});
