import { get, createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Browser, Locator, Page } from 'playwright-core';
import {
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { type Identity, makeIdentities } from './certificates.js';
import { look, signInToConsole } from './operator.js';

let gatehouse: RunningGatehouse;
let browser: Browser;
let page: Page;
const upstreams: Server[] = [];

async function listen(server: Server): Promise<number> {
  upstreams.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const startUpstream = async (name: string): Promise<string> =>
  `http://127.0.0.1:${await listen(
    createServer((_, response) => response.setHeader('Cache-Control', 'max-age=600').end(name)),
  )}`;

/** An upstream that wants to know who calls. */
const startTlsUpstream = async ({ certificate, key }: Identity, authority: string): Promise<string> =>
  `https://127.0.0.1:${await listen(
    createTlsServer({ cert: certificate, key, ca: authority, requestCert: true }, (_, response) =>
      response.end('sealed'),
    ),
  )}`;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  for (const server of upstreams) {
    server.closeAllConnections();
    server.close();
  }
  await browser?.close();
  await stopAllGatehouses();
});

const text = (name: string) => page.getByRole('textbox', { name });
const group = (name: string) => page.getByRole('group', { name });

/** Saves the page, and waits for the answer. */
async function save(button: Locator = page.getByRole('button', { name: 'Save' })): Promise<void> {
  const answered = page.waitForResponse(
    (response) => response.request().method() === 'PUT' && response.url().includes('/api/apis/'),
  );
  await button.click();
  expect((await answered).status()).toBe(200);
}

const callOften = (count: number): Promise<string[]> =>
  Promise.all(
    Array.from({ length: count }, async () => (await fetch(`${gatehouse.gatewayUrl}/photos/all`)).text()),
  );

it('an operator publishes a service that has two targets', async () => {
  const [one, other] = [await startUpstream('one'), await startUpstream('other')];
  await page.getByRole('link', { name: 'APIs', exact: true }).click();
  await page.getByRole('link', { name: 'Publish API' }).first().click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Photos');
  await text('Base path').fill('/photos');
  await text('Upstream').fill(one);
  await page.getByRole('button', { name: 'Add a target' }).click();
  await text('Target 2').fill('ftp://nowhere');
  await group('Target 1').getByLabel('Weight').fill('3');
  await page.getByRole('switch', { name: 'Ask every target how it is' }).click();
  await text('Path at the target').fill('/');
  await text('Path').and(group('Route 1').getByRole('textbox')).fill('/*');
  await group('Route 1').getByRole('combobox', { name: 'Who may call' }).click();
  await page.getByRole('option', { name: 'Public: anybody' }).click();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await group('Target 2').getByText('must begin with http:// or https://').waitFor();
  await look(page, 'console-api-targets');
  await text('Target 2').fill(other);
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('link', { name: 'Photos' }).waitFor();
  expect((await callOften(8)).filter((answer) => answer === 'one')).toHaveLength(6);
});

it('and finds all of it again, and takes a target out', async () => {
  await page.getByRole('link', { name: 'Photos' }).click();
  expect(await group('Target 1').getByLabel('Weight').inputValue()).toBe('3');
  expect(await page.getByRole('switch', { name: 'Ask every target how it is' }).isChecked()).toBe(true);
  expect(await text('Path at the target').inputValue()).toBe('/');
  await page.getByRole('button', { name: 'Remove target 1' }).click();
  await page.getByRole('switch', { name: 'Ask every target how it is' }).click();
  await save();
  expect(new Set(await callOften(4))).toEqual(new Set(['other']));
});

it('and has its answers kept, until it purges them', async () => {
  const findCacheStatus = async (): Promise<string | null> =>
    (await fetch(`${gatehouse.gatewayUrl}/photos/all`)).headers.get('cache-status');
  expect(await findCacheStatus()).toBeNull();
  await page.getByRole('switch', { name: 'Keep answers and give them again' }).click();
  expect(await page.getByRole('radio', { name: 'For the same caller alone' }).isChecked()).toBe(true);
  await page.getByRole('radio', { name: /^For everybody who may call/ }).check();
  await look(page, 'console-api-caching');
  await save();
  await page.getByRole('button', { name: 'Purge cache' }).waitFor();
  expect(await page.getByRole('radio', { name: /^For everybody who may call/ }).isChecked()).toBe(true);
  expect(await findCacheStatus()).toContain('stored');
  expect(await findCacheStatus()).toContain('hit');
  await page.getByRole('button', { name: 'Purge cache' }).click();
  await page.getByRole('dialog', { name: 'Purge the cache of Photos?' }).waitFor();
  await look(page, 'console-api-purge');
  await page.getByRole('button', { name: 'Purge', exact: true }).click();
  await page.getByText('Purged on every node').waitFor();
  expect(await findCacheStatus()).toContain('stored');
});

/** What the gateway answers to whoever calls it by a name. */
const callAt = (host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(`${gatehouse.gatewayUrl}/photos/all`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });

it('and gives it a host, after a word about a wrong one', async () => {
  const hosts = page.getByLabel('Hosts', { exact: true }).and(page.locator('input:visible'));
  await hosts.fill('not a host');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Some fields cannot be accepted.').waitFor();
  await look(page, 'console-api-hosts');
  await hosts.press('Backspace');
  await hosts.fill('photos.example');
  await page.keyboard.press('Enter');
  await save();
  expect(await callAt('photos.example')).toBe(200);
  expect(await callAt('other.example')).toBe(404);
});

it('is told of an upstream that cannot be reached, and saves it when it may show who calls', async () => {
  const { authority, identities } = await makeIdentities(['photos.internal', 'gateway', 'other']);
  const [upstream, own, other] = identities as [Identity, Identity, Identity];
  await text('Upstream').fill(await startTlsUpstream(upstream, authority));
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Its certificate comes from an authority that is not trusted here.').waitFor();
  await look(page, 'console-api-warnings');
  await dialog.getByRole('button', { name: 'Go back' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await save(dialog.getByRole('button', { name: 'Save anyway' }));
  await page.reload();
  // What was accepted is not asked again, while something else changes.
  await text('Description').fill('Everything that was ever photographed.');
  await save();
  await page.reload();
  await page.getByRole('switch', { name: 'Trust only authorities that I name' }).click();
  await text('Authorities (PEM)').fill(authority);
  await text('Server name').fill('photos.internal');
  await page.getByRole('switch', { name: 'Show a client certificate' }).click();
  await text('Client certificate (PEM)').fill(own.certificate);
  await text('Private key (PEM)').fill(other.key);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The private key is not the one of the certificate').waitFor();
  await look(page, 'console-api-tls-refused');
  const kept = await page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));
  expect(kept).not.toContain('PRIVATE KEY');
  await text('Private key (PEM)').fill(own.key);
  await page.getByRole('button', { name: 'Try the connection' }).click();
  await page.getByText('It answers (HTTP 200), and its certificate is accepted.').waitFor();
  await save();
  await page.getByText('The private key is stored, sealed.').waitFor();
  expect(await text('Private key (PEM)').count()).toBe(0);
  expect(await callAt('photos.example')).toBe(200);
  // What is stored stays.
  await page.reload();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Sealed photos');
  await save();
  expect(await callAt('photos.example')).toBe(200);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'console-api-dark-phone');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 720 });
});

/** An API with a route for each scope, and applications that have one of them, another, or an API key. */
async function publishAlbums(): Promise<void> {
  const admin = adminApi(gatehouse);
  const register = (name: string, allowedScopes: readonly string[]) =>
    admin.post<{ application: { id: string } }>('/api/applications', {
      name,
      description: '',
      kind: 'machine',
      allowedScopes,
    });
  for (const name of ['albums.read', 'albums.write'])
    await admin.post('/api/scopes', { name, title: `Use ${name}` });
  const route = { access: 'scopes', scopeMatch: 'all' };
  await admin.post('/api/apis', {
    name: 'Albums',
    basePath: '/albums',
    targets: [{ url: await startUpstream('albums') }],
    policies: { credentials: { apiKeys: {} } },
    routes: [
      { ...route, methods: ['GET'], path: '/list', scopes: ['albums.read'] },
      { ...route, methods: ['POST'], path: '/list', scopes: ['albums.read', 'albums.write'] },
      { ...route, methods: ['GET'], path: '/cover', access: 'public', scopes: [] },
    ],
  });
  await register('Album reader', ['albums.read']);
  await register('Album editor', ['albums.read', 'albums.write']);
  const { application } = await register('Weather station', []);
  await admin.post(`/api/applications/${application.id}/api-keys`, {
    name: 'On the roof',
    scopes: ['albums.read'],
  });
  await register('Stranger', []);
}

it('sees who can call it, with what, and which scope the others lack', async () => {
  await publishAlbums();
  await page.getByRole('link', { name: 'APIs', exact: true }).click();
  await page.getByRole('link', { name: 'Albums' }).click();
  expect(await page.getByRole('link', { name: 'Live traffic' }).getAttribute('href')).toContain('apiId=');
  await look(page, 'console-api-page');
  await page.getByRole('link', { name: 'Who can call' }).click();
  await page.getByRole('heading', { name: 'Who can call Albums?' }).waitFor();
  await page.getByText('1 route is public: anybody can call it.').waitFor();
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) });
  await row('Album reader').getByText('1 of 2 routes', { exact: true }).waitFor();
  await row('Album reader').getByText('Missing scope: albums.write (1 route)').waitFor();
  await row('Weather station')
    .getByText(/^API key On the roof/)
    .waitFor();
  await row('Stranger').getByText('Its access tokens are never for this API').waitFor();
  await look(page, 'console-api-callers');
  await page.getByRole('combobox', { name: 'Route' }).click();
  await page.getByRole('option', { name: 'POST /list' }).click();
  await page.getByRole('combobox', { name: 'Who can call' }).click();
  await page.getByRole('option', { name: 'Can call', exact: true }).click();
  await row('Album editor').waitFor();
  await row('Album reader').waitFor({ state: 'detached' });
  // All of it is in the address.
  await page.reload();
  await row('Album editor').waitFor();
  expect(await page.getByRole('combobox', { name: 'Route' }).inputValue()).toBe('POST /list');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'console-api-callers-dark-phone');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 720 });
});
