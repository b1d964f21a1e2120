import type { Browser, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { fillSignIn, look, signInToConsole } from './operator.js';

const PASSWORD = 'correct horse battery staple';
const CALLBACK = 'http://127.0.0.1:9/callback';
const VERIFIER = 'a'.repeat(43);
const CHALLENGE = 'ZtNPunH49FD35FWYhT5Tv8I7vRKQJ8uxMaL0_9eHjNA';

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let page: Page;
let userId: string;
let tokens: Tokens;
let visited: string[];

/** Ada signs in and allows; then the application redeems the code. */
async function obtainTokens(): Promise<Tokens> {
  const { application, clientSecret } = await admin.post<{
    readonly application: { readonly clients: readonly { readonly clientId: string }[] };
    readonly clientSecret: string;
  }>('/api/applications', {
    name: 'Print Shop',
    kind: 'web',
    redirectUris: [CALLBACK],
    allowedScopes: ['photos', 'albums'],
  });
  const clientId = application.clients[0]?.clientId ?? '';
  const request = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: CALLBACK,
    scope: 'photos albums',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  });
  const person = await (await browser.newContext()).newPage();
  person.setDefaultTimeout(15_000);
  let callback = '';
  await person.route(`${CALLBACK}*`, (route) => {
    callback = route.request().url();
    return route.fulfill({ body: 'Printed' });
  });
  await person.goto(`${gatehouse.issuer}/oauth2/authorize?${request.toString()}`);
  await fillSignIn(person, 'ada', PASSWORD);
  await person.getByRole('button', { name: 'Allow' }).click();
  await person.getByText('Printed').waitFor();
  const response = await fetch(`${gatehouse.issuer}/oauth2/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: new URL(callback).searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      code_verifier: VERIFIER,
    }),
  });
  return (await response.json()) as Tokens;
}

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  for (const name of ['photos', 'albums'])
    await admin.post('/api/scopes', { name, title: `See your ${name}` });
  const ada = { username: 'ada', password: PASSWORD, displayName: 'Ada Lovelace' };
  ({
    user: { id: userId },
  } = await admin.post<{ readonly user: { readonly id: string } }>('/api/users', ada));
  browser = await launchBrowser();
  tokens = await obtainTokens();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  page.setDefaultTimeout(15_000);
  visited = [];
  page.on('request', (request) => visited.push(request.url()));
  // The page turns by itself, too: nothing is requested by its new address.
  page.on('framenavigated', (frame) => visited.push(frame.url()));
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

async function find(text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Find a token or a request' }).fill(text);
  await page.getByRole('button', { name: 'Find' }).click();
}

describe('an operator with a token in hand', () => {
  it('finds what it belongs to, and no address has the token in it', async () => {
    await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
    await page.getByRole('link', { name: 'Authorizations', exact: true }).click();
    await find('nothing of ours');
    await page.getByText('Nothing that you may see is known').waitFor();
    await look(page, 'console-find');
    await find(tokens.refresh_token);
    await page.getByRole('heading', { name: 'Print Shop for Ada Lovelace' }).waitFor();
    await page.getByText('On the consent page').waitFor();
    await look(page, 'console-authorization');
    await page.goBack();
    await find(tokens.access_token);
    await page.getByText('was not seen at the gateway yet').waitFor();
    await page.getByRole('link', { name: 'Go to the token' }).click();
    await page.getByText('Nothing is stored of this token').waitFor();
    await look(page, 'console-access-token-unknown');
    for (const secret of [tokens.access_token, tokens.refresh_token])
      expect(visited.filter((url) => url.includes(secret))).toEqual([]);
  });

  it('takes one scope back, then the grant, and is told when every node refuses', async () => {
    await page.goto(`${gatehouse.adminUrl}/authorizations`);
    await page.getByRole('link', { name: 'Ada Lovelace' }).click();
    await page.getByRole('button', { name: 'Revoke the scope albums' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page
      .getByText(/Refused everywhere/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Revoke the scope albums' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Revoke this grant' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page
      .getByText(/The whole grant.*by an operator/)
      .first()
      .waitFor();
    await page.setViewportSize({ width: 390, height: 850 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await look(page, 'console-authorization-dark-390');
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('sees where the user is signed in, ends that, and revokes what they allowed', async () => {
    await page.goto(`${gatehouse.adminUrl}/users/${userId}`);
    const sessions = page.getByRole('region', { name: 'Sessions' });
    await sessions
      .getByText(/Chrome|HeadlessChrome|Chromium/)
      .first()
      .waitFor();
    await look(page, 'console-user');
    await sessions.getByRole('button', { name: /^End the session/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End it' }).click();
    await sessions.getByText('Not signed in anywhere.').waitFor();
    const connected = page.getByRole('region', { name: 'Connected applications' });
    await connected.getByRole('link', { name: 'Print Shop' }).waitFor();
    await connected.getByRole('button', { name: 'Revoke all' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke all' }).click();
    await connected.getByText('No application is allowed anything.').waitFor();
  });
});
