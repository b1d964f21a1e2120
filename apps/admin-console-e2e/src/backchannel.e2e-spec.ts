import type { Browser, Page } from 'playwright-core';
import {
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { fillSignIn, look } from './operator.js';

const GRANT_TYPE = 'urn:openid:params:grant-type:ciba';
const PASSWORD = 'correct horse battery staple';

let gatehouse: RunningGatehouse;
let browser: Browser;
let till: { readonly clientId: string; readonly clientSecret: string };
let complaints: string[];

/** Sends a form as the cash desk does. */
async function post(path: string, parameters: Record<string, string>): Promise<Record<string, unknown>> {
  const basic = Buffer.from(`${till.clientId}:${till.clientSecret}`).toString('base64');
  const response = await fetch(gatehouse.authUrl + path, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams(parameters),
  });
  return (await response.json()) as Record<string, unknown>;
}

const PAYMENT = { type: 'payment_initiation', amount: '12.50 EUR', creditor: 'Corner Shop Ltd' };

const ask = async (login_hint: string, binding_message?: string, details?: object): Promise<string> =>
  String(
    (
      await post('/oauth2/bc-authorize', {
        scope: 'openid photos albums',
        login_hint,
        ...(binding_message !== undefined && { binding_message }),
        ...(details !== undefined && { authorization_details: JSON.stringify([details]) }),
      })
    )['auth_req_id'],
  );

const poll = (auth_req_id: string): Promise<Record<string, unknown>> =>
  post('/oauth2/token', { grant_type: GRANT_TYPE, auth_req_id });

async function openPage(colorScheme: 'light' | 'dark', width: number): Promise<Page> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 850 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A refused request is part of some steps; what the policy blocks never is.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  return page;
}

beforeAll(async () => {
  complaints = [];
  gatehouse = await startGatehouse();
  const admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  await admin.post('/api/scopes', {
    name: 'albums',
    title: 'Make albums',
    description: 'Never deletes any.',
  });
  const { id: apiId } = await admin.post<{ readonly id: string }>('/api/apis', {
    name: 'Payments',
    basePath: '/payments',
    targets: [{ url: 'http://127.0.0.1:9' }],
    routes: [],
  });
  await admin.post('/api/details-types', {
    name: PAYMENT.type,
    schema: '{"type":"object","properties":{"amount":{"type":"string"},"creditor":{"type":"string"}}}',
    apiIds: [apiId],
    title: 'Pay {{amount}} to {{creditor}}',
    sensitivity: 'very-sensitive',
  });
  for (const username of ['ada-light', 'ada-dark'])
    await admin.post('/api/users', { username, password: PASSWORD, displayName: 'Ada Lovelace' });
  const { application, clientSecret } = await admin.post<{
    readonly application: { readonly id: string; readonly clients: readonly { readonly clientId: string }[] };
    readonly clientSecret: string;
  }>('/api/applications', {
    name: 'Corner Shop Till',
    description: 'Prints your photos while you wait.',
    publisher: 'Corner Shop Ltd',
    kind: 'web',
    redirectUris: ['https://till.example/callback'],
    allowedScopes: ['openid', 'photos', 'albums'],
  });
  const clientId = application.clients[0]?.clientId ?? '';
  await admin.patch(`/api/applications/${application.id}/clients/${clientId}`, {
    version: 1,
    grantTypes: [GRANT_TYPE],
    authorizationDetailsTypes: [PAYMENT.type],
  });
  till = { clientId, clientSecret };
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

describe.each([
  ['light', 1280],
  ['dark', 390],
] as const)('answering somebody who waits elsewhere (%s, %i px)', (theme, width) => {
  const name = `ada-${theme}`;

  it('begins with an empty page, where a request appears by itself, and ends where it began', async () => {
    const page = await openPage(theme, width);
    await page.goto(`${gatehouse.authUrl}/account/requests`);
    await page.getByText('Sign in to see who is waiting').waitFor();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await fillSignIn(page, name, PASSWORD);
    await page.getByText('Nothing is waiting for your answer.').waitFor();
    await look(page, `portal-requests-none-${theme}`);

    // A look that fails takes nothing away, and what comes after it is shown.
    await page.route('**/account/requests/list', (route) => route.abort());
    await page.getByText('This may not be up to date').waitFor();
    await page.getByText('Nothing is waiting for your answer.').waitFor();
    await look(page, `portal-requests-old-${theme}`);
    await page.unroute('**/account/requests/list');

    const id = await ask(name, 'Till 4, order 4711', PAYMENT);
    await page.getByText('Till 4, order 4711').waitFor();
    expect(await page.getByText('This may not be up to date').count()).toBe(0);
    await page.getByText('Pay 12.50 EUR to Corner Shop Ltd').waitFor();
    await look(page, `portal-requests-${theme}`);
    await page.getByRole('button', { name: 'Look at it and answer: Corner Shop Till' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /Corner Shop Till wants/ }).waitFor();
    await page.getByText('Till 4, order 4711').waitFor();
    await page.getByRole('checkbox', { name: 'Pay 12.50 EUR to Corner Shop Ltd' }).waitFor();
    await look(page, `portal-requests-consent-${theme}`);
    await page.getByRole('checkbox', { name: 'Make albums' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('The application goes on by itself where it waits.').waitFor();
    await page.waitForURL('**/account/requests');
    await look(page, `portal-requests-allowed-${theme}`);
    expect(await poll(id)).toMatchObject({
      token_type: 'Bearer',
      scope: 'openid photos',
      authorization_details: [PAYMENT],
    });
  });

  it('lets a person say that it was not them, and take that back', async () => {
    const id = await ask(name);
    const page = await openPage(theme, width);
    await page.goto(`${gatehouse.authUrl}/account/requests`);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await fillSignIn(page, name, PASSWORD);
    await page.getByRole('button', { name: /Look at it and answer/ }).click();
    await page.getByText('Go on only if you asked for this yourself').waitFor();
    await page.getByRole('button', { name: /It wasn’t me/ }).click();
    await page.getByRole('heading', { name: 'Applications that may not ask you' }).waitFor();
    await look(page, `portal-requests-blocked-${theme}`);
    expect(await poll(id)).toMatchObject({ error: 'access_denied' });
    await page.getByRole('button', { name: 'Let it ask again: Corner Shop Till' }).click();
    await page.getByText('Nothing is waiting for your answer.').waitFor();
    await page
      .getByRole('heading', { name: 'Applications that may not ask you' })
      .waitFor({ state: 'detached' });
    expect(await ask(name)).toMatch(/^[\w-]{43}$/);
  });
});

it('a page that cannot be loaded says so, and can be asked again', async () => {
  const page = await openPage('light', 1280);
  await page.route('**/account/requests/list', (route) => route.abort());
  await page.goto(`${gatehouse.authUrl}/account/requests`);
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  await look(page, 'portal-requests-failed');
});

it('nothing was blocked by the content security policy, and no script failed', () => {
  expect(complaints).toEqual([]);
});
