import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { fillSignIn, look } from './operator.js';

const PASSWORD = 'correct horse battery staple';

let gatehouse: RunningGatehouse;
let browser: Browser;
let application: Server;
let page: Page;
let request: string;

/** Registers an application with the callback. Resolves to its authorization request. */
async function register(admin: AdminApi, callback: string): Promise<string> {
  const { application: registered } = await admin.post<{
    readonly application: { readonly clients: readonly { readonly clientId: string }[] };
  }>('/api/applications', {
    name: 'Print Shop',
    description: 'Prints your photos.',
    kind: 'web',
    redirectUris: [callback],
    allowedScopes: ['photos', 'albums'],
  });
  const parameters = new URLSearchParams({
    response_type: 'code',
    client_id: registered.clients[0]?.clientId ?? '',
    redirect_uri: callback,
    scope: 'photos albums',
    code_challenge: createHash('sha256').update('verifier'.repeat(8)).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return `${gatehouse.issuer}/oauth2/authorize?${parameters.toString()}`;
}

beforeAll(async () => {
  gatehouse = await startGatehouse();
  const admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  await admin.post('/api/scopes', { name: 'albums', title: 'See your albums' });
  await admin.post('/api/users', { username: 'ada', password: PASSWORD, displayName: 'Ada Lovelace' });
  application = createServer((_request, response) => response.end('<h1>Printed</h1>'));
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve));
  const callback = `http://127.0.0.1:${(application.address() as AddressInfo).port}/callback`;
  request = await register(admin, callback);
  browser = await launchBrowser();
  const context = await browser.newContext({ colorScheme: 'dark', viewport: { width: 390, height: 850 } });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(request);
  await fillSignIn(page, 'ada', PASSWORD);
});
afterAll(async () => {
  application.closeAllConnections();
  application.close();
  await browser?.close();
  await stopAllGatehouses();
});

it('a person sees nothing in the list before they have allowed anything', async () => {
  await page.getByRole('button', { name: 'Allow' }).waitFor();
  const account = await page.context().newPage();
  await account.goto(`${gatehouse.issuer}/account/security`);
  await account.getByText('None yet. When you allow an application something').waitFor();
  await account.close();
});

it('allows an application, sees it with what it may do, and takes it back', async () => {
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('heading', { name: 'Printed' }).waitFor();
  await page.goto(`${gatehouse.issuer}/account/security`);
  await page.getByText('See your photos · See your albums').waitFor();
  await look(page, 'portal-account-applications-dark');
  await page.getByRole('button', { name: 'Remove Print Shop' }).click();
  await look(page, 'portal-account-applications-asking-dark');
  await page.getByRole('button', { name: 'Keep' }).click();
  await page.getByRole('button', { name: 'Remove Print Shop' }).click();
  await page
    .getByRole('group', { name: 'Remove Print Shop?' })
    .getByRole('button', { name: 'Remove' })
    .click();
  await page.getByText('None yet. When you allow an application something').waitFor();
});

it('is asked again when the application comes back', async () => {
  await page.goto(request);
  await page.getByRole('button', { name: 'Allow' }).waitFor();
});
