import { once } from 'node:events';
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
let browser: Browser;
let page: Page;
let upstream: Server;
let applicationId: string;
let key: string;

/** An application that has an API key, for the last of more APIs and applications than one page of them has. */
async function register(): Promise<void> {
  const admin = adminApi(gatehouse);
  const port = (upstream.address() as AddressInfo).port;
  for (let count = 1; count <= 55; count += 1) {
    const name = `Archive ${String(count).padStart(2, '0')}`;
    await admin.post('/api/apis', {
      name,
      basePath: `/archive-${count}`,
      targets: [{ url: `http://127.0.0.1:${port}` }],
      routes: [{ methods: [], path: '/*', access: 'authenticated', scopes: [], scopeMatch: 'all' }],
      policies: { credentials: { apiKeys: {} } },
    });
  }
  const { application } = await admin.post<{ readonly application: { readonly id: string } }>(
    '/api/applications',
    { name: 'Scanner', kind: 'machine', redirectUris: [], allowedScopes: [] },
  );
  applicationId = application.id;
  ({ key } = await admin.post<{ readonly key: string }>(`/api/applications/${applicationId}/api-keys`, {
    name: 'Hall',
  }));
}

beforeAll(async () => {
  upstream = createServer((_, response) => response.end('photos')).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  gatehouse = await startGatehouse();
  await register();
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

it('an operator limits the whole gateway', async () => {
  await page.goto(`${gatehouse.adminUrl}/limits`);
  await page.getByRole('button', { name: 'All callers together: add a limit' }).click();
  await page.getByRole('textbox', { name: 'All callers together: calls in a minute' }).fill('500');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved, and in force').waitFor();
  await look(page, 'console-limits');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await page.getByRole('heading', { name: 'No quota is in use' }).waitFor();
  await look(page, 'console-limits-phone');
  expect(
    await page.getByRole('textbox', { name: 'All callers together: calls in a minute' }).inputValue(),
  ).toBe('500');
});

const call = async (): Promise<number> =>
  (await fetch(`${gatehouse.gatewayUrl}/archive-55/a`, { headers: { 'x-api-key': key } })).status;

async function save(): Promise<void> {
  const answered = page.waitForResponse((response) => response.request().method() === 'PUT');
  await page.getByRole('button', { name: 'Save limits' }).click();
  expect((await answered).status()).toBe(200);
}

it('and one application, everywhere and at an API that is found by its name', async () => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 850 });
  await page.goto(`${gatehouse.adminUrl}/applications/${applicationId}`);
  await page.getByRole('switch', { name: 'Limits of its own' }).click();
  await page.getByRole('button', { name: 'To all APIs: add a limit' }).click();
  await page.getByRole('textbox', { name: 'To all APIs: calls in a minute' }).fill('1000');
  const picker = page.getByRole('combobox', { name: 'Limits of its own at an API' });
  await picker.fill('archive 55');
  await page.getByRole('option', { name: 'Archive 55' }).click();
  await page.getByRole('combobox', { name: 'To Archive 55: period' }).click();
  await page.getByRole('option', { name: 'in a day' }).filter({ visible: true }).click();
  await page.getByRole('textbox', { name: 'To Archive 55: calls in a day' }).fill('2');
  await page.getByText('No quota is in use').waitFor();
  await save();
  expect([await call(), await call(), await call()]).toEqual([200, 200, 429]);
});

it('sees how far its quota is used, lets it begin anew, and takes the limit away', async () => {
  const use = page.getByRole('region', { name: 'Current use' });
  await use.getByText('2 of 2').waitFor();
  await use.getByText(/^Used up since/).waitFor();
  await look(page, 'console-application-limits');
  await use.getByRole('button', { name: 'Reset the use of Scanner in a day at Archive 55' }).click();
  await page.getByText('No quota is in use').waitFor();
  expect(await call()).toBe(200);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'console-application-limits-phone');
  await page.getByRole('button', { name: 'Remove the limits at Archive 55' }).click();
  await save();
  expect([await call(), await call()]).toEqual([200, 200]);
});

it('finds every page from a phone, by keyboard and in groups', async () => {
  await page.getByRole('button', { name: 'Menu' }).focus();
  await page.keyboard.press('Enter');
  const navigation = page.getByRole('navigation', { name: 'Console' });
  for (const group of ['Gateway', 'Applications', 'People', 'System'])
    await navigation.getByRole('group', { name: group, exact: true }).waitFor();
  expect(await navigation.locator('[aria-current=page]').allInnerTexts()).toEqual(['Applications']);
  await look(page, 'console-navigation-phone');
  await navigation.getByRole('link', { name: 'Nodes' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Nodes', level: 1 }).waitFor();
  expect(await navigation.isVisible()).toBe(false);
});
