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

const EMAIL = 'lin@example.com';
const PASSWORD = 'seven purple herons sang';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let application: Server;
let page: Page;
let request: string;

beforeAll(async () => {
  gatehouse = await startGatehouse({ env: { GATEHOUSE_SIGN_UP: 'true' } });
  admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  application = createServer((_request, response) => response.end('<h1>Printed</h1>'));
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve));
  const callback = `http://127.0.0.1:${(application.address() as AddressInfo).port}/callback`;
  const { application: registered } = await admin.post<{
    readonly application: { readonly clients: readonly { readonly clientId: string }[] };
  }>('/api/applications', {
    name: 'Print Shop',
    kind: 'web',
    redirectUris: [callback],
    allowedScopes: ['photos'],
  });
  const parameters = new URLSearchParams({
    response_type: 'code',
    client_id: registered.clients[0]?.clientId ?? '',
    redirect_uri: callback,
    scope: 'photos',
    code_challenge: createHash('sha256').update('verifier'.repeat(8)).digest('base64url'),
    code_challenge_method: 'S256',
  });
  request = `${gatehouse.issuer}/oauth2/authorize?${parameters.toString()}`;
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 390, height: 850 } });
  page.setDefaultTimeout(15_000);
});
afterAll(async () => {
  application.closeAllConnections();
  application.close();
  await browser?.close();
  await stopAllGatehouses();
});

/** The link of the newest message to somebody, as they would find it in their mail. */
async function findLink(recipient: string): Promise<string> {
  const messages = await admin.get<readonly { recipient: string; body: string | null }[]>('/api/messages');
  const body = messages.find((message) => message.recipient === recipient)?.body ?? '';
  return /https?:\/\/\S+/.exec(body)?.[0] ?? '';
}

it('somebody without an account makes one on the way to an application', async () => {
  await page.goto(request);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('E-mail address').fill(EMAIL);
  await page.getByLabel('Name').fill('Lin');
  await page.getByLabel('Password', { exact: true }).fill('password1');
  await page.getByRole('button', { name: 'Create the account' }).click();
  await page.getByRole('alert').waitFor();
  await look(page, 'portal-sign-up-weak-password');
  expect(await page.getByLabel('E-mail address').inputValue()).toBe(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create the account' }).click();
  await page.getByRole('heading', { name: 'Look at your mail' }).waitFor();
  await look(page, 'portal-sign-up-done');
});

it('cannot sign in before the address is confirmed', async () => {
  await page.goto(request);
  await fillSignIn(page, EMAIL, PASSWORD);
  await page.getByText('We have sent you a message once more').waitFor();
});

it('confirms the address, signs in, and allows the application', async () => {
  await page.goto(await findLink(EMAIL));
  await page.getByRole('button', { name: 'This is my address' }).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  await page.goto(request);
  await fillSignIn(page, EMAIL, PASSWORD);
  await page.getByText('Print Shop wants your permission').waitFor();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('heading', { name: 'Printed' }).waitFor();
  expect(new URL(page.url()).searchParams.get('code')).not.toBeNull();
});
