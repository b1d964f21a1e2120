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
import { fillSignIn, look, signInToConsole } from './operator.js';

const PASSWORD = 'correct horse battery staple';
const CALLBACK = 'http://127.0.0.1:9/callback';
const VERIFIER = 'a'.repeat(43);
const CHALLENGE = 'ZtNPunH49FD35FWYhT5Tv8I7vRKQJ8uxMaL0_9eHjNA';
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

// Written from right to left, and longer than a line.
const AGENT = 'وكيل السفر الذكي للرحلات العائلية';
const BOT = 'Calendar Bot';
const TOOL =
  'Reisekostenabrechnungsvorbereitungswerkzeug for Families, Friends and all Others who Travel Together';

interface Client {
  readonly id: string;
  readonly clientId: string;
  readonly secret: string;
}

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let upstream: Server;
let person: Page;
let agent: Client;
let bot: Client;
let tool: Client;
let requestId: string;
let lastToken: string;

async function register(name: string, body: object): Promise<Client> {
  const { application, clientSecret } = await admin.post<{
    readonly application: {
      readonly id: string;
      readonly clients: readonly { readonly clientId: string; readonly version: number }[];
    };
    readonly clientSecret: string;
  }>('/api/applications', { name, allowedScopes: ['trips'], ...body });
  return { id: application.id, clientId: application.clients[0]?.clientId ?? '', secret: clientSecret };
}

/** A service that exchanges what another client has. */
async function registerExchanger(name: string, { clientId }: Client): Promise<Client> {
  const client = await register(name, { kind: 'machine', redirectUris: [] });
  await admin.patch(`/api/applications/${client.id}/clients/${client.clientId}`, {
    version: 1,
    grantTypes: [EXCHANGE],
    exchangeableClients: [clientId],
  });
  return client;
}

async function requestToken({ clientId, secret }: Client, body: Record<string, string>): Promise<string> {
  const response = await fetch(`${gatehouse.issuer}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
    body: new URLSearchParams(body),
  });
  const answer = (await response.json()) as { readonly access_token?: string };
  if (answer.access_token === undefined) throw new Error(`no access token: ${JSON.stringify(answer)}`);
  return answer.access_token;
}

const exchange = (client: Client, token: string): Promise<string> =>
  requestToken(client, {
    grant_type: EXCHANGE,
    subject_token: token,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  });

/** Ada signs in and allows the agent; it redeems the code. */
async function obtainToken(): Promise<string> {
  const request = new URLSearchParams({
    response_type: 'code',
    client_id: agent.clientId,
    redirect_uri: CALLBACK,
    scope: 'trips',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  });
  let callback = '';
  await person.route(`${CALLBACK}*`, (route) => {
    callback = route.request().url();
    return route.fulfill({ body: 'Packed' });
  });
  await person.goto(`${gatehouse.issuer}/oauth2/authorize?${request.toString()}`);
  await fillSignIn(person, 'ada', PASSWORD);
  await person.getByRole('button', { name: 'Allow' }).click();
  await person.getByText('Packed').waitFor();
  return requestToken(agent, {
    grant_type: 'authorization_code',
    code: new URL(callback).searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
  });
}

async function call(token: string): Promise<string> {
  const response = await fetch(`${gatehouse.gatewayUrl}/trips/next`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(response.status).toBe(200);
  return response.headers.get('x-request-id') ?? '';
}

beforeAll(async () => {
  upstream = createServer((_request, response) => response.end('{}'));
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'trips', title: 'See your trips' });
  await admin.post('/api/apis', {
    name: 'Trips',
    basePath: '/trips',
    targets: [{ url: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}` }],
    routes: [{ methods: ['GET'], path: '/*', access: 'scopes', scopes: ['trips'] }],
  });
  await admin.post('/api/users', { username: 'ada', password: PASSWORD, displayName: 'Ada Lovelace' });
  agent = await register(AGENT, { kind: 'web', redirectUris: [CALLBACK] });
  bot = await registerExchanger(BOT, agent);
  tool = await registerExchanger(TOOL, bot);
  browser = await launchBrowser();
  const phone = await browser.newContext({ colorScheme: 'dark', viewport: { width: 390, height: 850 } });
  person = await phone.newPage();
  person.setDefaultTimeout(15_000);
  const passed = await exchange(bot, await obtainToken());
  lastToken = await exchange(tool, passed);
  for (const token of [passed, passed, passed]) await call(token);
  requestId = await call(lastToken);
  const path = '/api/authorizations';
  const { items } = await admin.get<{ readonly items: readonly { readonly id: string }[] }>(path);
  let counted = 0;
  while (counted < 4) {
    const { exchangedUses } = await admin.get<{
      readonly exchangedUses: readonly { readonly calls: number }[];
    }>(`${path}/${items[0]?.id}`);
    counted = exchangedUses.reduce((sum, { calls }) => sum + calls, 0);
  }
});
afterAll(async () => {
  upstream.closeAllConnections();
  upstream.close();
  await browser?.close();
  await stopAllGatehouses();
});

/** As it is on this page, then in the other theme and width. */
async function lookInBoth(page: Page, name: string): Promise<void> {
  await look(page, `${name}-dark-390`);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 900 });
  await look(page, `${name}-light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 850 });
}

const isWithinPage = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

it('a person reads in plain words who was asked to act for them, and how often', async () => {
  await person.goto(`${gatehouse.issuer}/account/security`);
  const asked = person.getByRole('list', { name: `Others that ${AGENT} asked to act for you` });
  await asked.getByText('3 times, last today').waitFor();
  const lines = (await asked.getByRole('listitem').allTextContents()).toSorted();
  expect(lines).toEqual([
    `${AGENT} asked ${BOT} to act for you.3 times, last today`,
    `${AGENT} asked ${TOOL} to act for you, by way of ${BOT}.Once, today`,
  ]);
  expect(await isWithinPage(person)).toBe(true);
  await lookInBoth(person, 'portal-account-passed-on');
});

it('an operator sees who acts for whom at the call, at its token and at the authorization, with links', async () => {
  const phone = await browser.newContext({ colorScheme: 'dark', viewport: { width: 390, height: 850 } });
  const page = await phone.newPage();
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
  const seesChain = async (name: string): Promise<void> => {
    const chain = page.getByRole('list', { name: 'Who acts for whom' });
    await chain.first().waitFor();
    const chains = await Promise.all(
      (await chain.all()).map((one) => one.getByRole('link').allTextContents()),
    );
    expect(chains).toContainEqual([TOOL, BOT, 'Ada Lovelace']);
    expect(await isWithinPage(page)).toBe(true);
    await lookInBoth(page, name);
  };
  await page.goto(`${gatehouse.adminUrl}/traffic/${requestId}`);
  await seesChain('console-call-acting');
  await page.goto(`${gatehouse.adminUrl}/authorizations`);
  await page.getByRole('link', { name: 'Ada Lovelace' }).first().click();
  await page.getByRole('heading', { name: 'Used by others' }).waitFor();
  await seesChain('console-authorization-acting');
  const { tokenId } = await admin.post<{ readonly tokenId: string }>('/api/authorizations/find', {
    text: lastToken,
  });
  await page.goto(`${gatehouse.adminUrl}/access-tokens/${tokenId}`);
  await seesChain('console-token-acting');
  await page.getByRole('link', { name: BOT }).click();
  await page.getByRole('region', { name: 'Grant types' }).waitFor();
});

it('a person removes the application, and those that it asked can do nothing more', async () => {
  await person.getByRole('button', { name: `Remove ${AGENT}` }).click();
  await person
    .getByRole('group', { name: `Remove ${AGENT}?` })
    .getByRole('button', { name: 'Remove' })
    .click();
  await person.getByText('None yet. When you allow an application something').waitFor();
  const response = await fetch(`${gatehouse.gatewayUrl}/trips/next`, {
    headers: { authorization: `Bearer ${lastToken}` },
  });
  expect(response.status).toBe(401);
});
