import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import {
  adminApi,
  insertScopes,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, signInToConsole } from './operator.js';

let gatehouse: RunningGatehouse;
let browser: Browser;
let page: Page;
let server: Server;
let issuer: string;
let apiId: string;

beforeAll(async () => {
  gatehouse = await startGatehouse({ env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  const admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  await insertScopes(gatehouse.databaseUrl, 300);
  await admin.post('/api/applications', {
    name: 'Photo importer',
    kind: 'machine',
    redirectUris: [],
    allowedScopes: ['photos'],
  });
  server = createServer((request, response) => {
    const metadata = { issuer, jwks_uri: `${issuer}/jwks`, introspection_endpoint: `${issuer}/introspect` };
    const body = request.url === '/jwks' ? { keys: [{ kty: 'EC', kid: 'autumn-key' }] } : metadata;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  ({ id: apiId } = await admin.post<{ readonly id: string }>('/api/apis', {
    name: 'Photos',
    basePath: '/photos',
    targets: [{ url: issuer }],
    routes: [{ methods: [], path: '/*', access: 'scopes', scopes: ['photos'], scopeMatch: 'all' }],
  }));
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
  await page.goto(`${gatehouse.adminUrl}/outside-issuers`);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await browser?.close();
  await stopAllGatehouses();
});

const text = (name: string) => page.getByRole('textbox', { name, exact: true });

async function choose(label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option }).filter({ visible: true }).click();
  await page.keyboard.press('Escape');
}

describe('an operator', () => {
  it('learns what outside issuers are for while there is none, and tries one', async () => {
    await page.getByRole('heading', { name: 'No outside issuers yet' }).waitFor();
    await look(page, 'console-outside-issuers-none');
    await page.getByRole('link', { name: 'Register an issuer' }).first().click();
    await text('Name').fill('Partner log-in');
    await text('Issuer').fill('http://127.0.0.1:9');
    await page.getByRole('button', { name: 'Try' }).click();
    await page.getByText('It cannot be asked: it cannot be reached.').waitFor();
    await text('Issuer').fill(issuer);
    await page.getByRole('button', { name: 'Try' }).click();
    await page.getByText('Keys: autumn-key. It can be asked about access tokens.').waitFor();
  });

  it('is told by each field what cannot be accepted, and loses nothing', async () => {
    await page.getByRole('radio', { name: 'These keys' }).check();
    await text('Key set').fill('nonsense');
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await page.getByText('This is not JSON.').waitFor();
    await page.getByText('By asking it', { exact: true }).click();
    await text('Client ID').fill('gateway');
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await page.getByText(/Enter the secret of the gateway there/).waitFor();
    await look(page, 'console-outside-issuer-problems');
    expect(await text('Name').inputValue()).toBe('Partner log-in');
    await page.getByText('By its keys (JWT)', { exact: true }).click();
    await page.getByRole('radio', { name: 'From its metadata' }).check();
  });

  it('says what its clients and scopes mean here, and registers it', async () => {
    await page.getByRole('button', { name: 'Add client' }).click();
    await text('Client ID there 1').fill('partner-app');
    await choose('Application here 1', 'Photo importer');
    await choose('Scopes with the same name', 'photos');
    // There are more scopes than one look at them has.
    await page.getByRole('combobox', { name: 'Scopes with the same name', exact: true }).fill('scope-99');
    await page.getByRole('option', { name: 'scope-99', exact: true }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add scope' }).click();
    await text('Scope there 1').fill('Photos.Read');
    await choose('Scope here 1', 'photos');
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await page.getByRole('heading', { name: 'Partner log-in', level: 1 }).waitFor();
    await page.getByText('No API yet.').waitFor();
    expect(await text('Client ID there 1').inputValue()).toBe('partner-app');
    expect(await text('Scope there 1').inputValue()).toBe('Photos.Read');
    await look(page, 'console-outside-issuer');
  });

  it('lets an API accept its access tokens; it cannot be deleted then', async () => {
    await page.goto(`${gatehouse.adminUrl}/apis/${apiId}`);
    await choose('Access tokens of outside issuers', 'Partner log-in');
    const saved = page.waitForResponse((response) => response.request().method() === 'PUT');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    expect((await saved).status()).toBe(200);
    await page.goto(`${gatehouse.adminUrl}/outside-issuers`);
    const row = page.getByRole('row', { name: /Partner log-in/ });
    await row.getByRole('link', { name: 'Photos' }).waitFor();
    await look(page, 'console-outside-issuers');
    await row.getByRole('link', { name: 'Partner log-in' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: 'Forget Partner log-in?' });
    await dialog.getByText('1 API still uses it: change that one first.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
  });
});
