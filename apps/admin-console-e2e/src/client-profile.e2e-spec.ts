import type { ClientDetail } from '@gatehouse/dto';
import type { Browser, Locator, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  runSql,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, openClient, signInToConsole } from './operator.js';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let id: string;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  const { application } = await admin.post<{ readonly application: { readonly id: string } }>(
    '/api/applications',
    { name: 'Bank', kind: 'web', redirectUris: ['https://bank.example/cb'], allowedScopes: ['photos'] },
  );
  id = application.id;
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

async function getClient(): Promise<ClientDetail> {
  const { clients } = await admin.get<{ readonly clients: readonly ClientDetail[] }>(
    `/api/applications/${id}`,
  );
  const [client] = clients;
  if (client === undefined) throw new Error('no client');
  return client;
}

async function openPage(colorScheme: 'light' | 'dark', width: number): Promise<Page> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
  await openClient(page, gatehouse.adminUrl, id);
  return page;
}

const region = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

async function press(page: Page, button: Locator): Promise<void> {
  const answer = page.waitForResponse((response) => ['PATCH', 'POST'].includes(response.request().method()));
  await button.click();
  expect((await answer).ok()).toBe(true);
}

describe('the profile of a client', () => {
  it('says what FAPI 2.0 demands, what is left to do, and sets the rest', async () => {
    const page = await openPage('light', 1280);
    const section = region(page, 'Profile');
    await section.getByRole('radio', { name: 'FAPI 2.0', exact: true }).check();
    const demand = (text: string): Locator => section.getByRole('listitem').filter({ hasText: text });
    expect(await demand('It proves itself with').textContent()).toContain('To do');
    expect(await demand('It pushes its').textContent()).toContain('Set when you save');
    expect(await demand('https for every').textContent()).toContain('Met');
    expect(await demand('Codes live 60').textContent()).toContain('Gatehouse sees to it');
    const save = section.getByRole('button', { name: 'Save profile' });
    expect(await save.isDisabled()).toBe(true);
    await look(page, 'console-profile-light');

    await section.getByRole('link', { name: 'To authentication' }).click();
    await press(page, page.getByRole('button', { name: 'Generate a key pair' }));
    await page.getByRole('button', { name: /copied/i }).click();
    await demand('It proves itself with').filter({ hasText: 'Set when you save' }).waitFor();
    await press(page, save);
    expect(await getClient()).toMatchObject({
      profile: 'fapi2',
      tokenEndpointAuthMethod: 'private_key_jwt',
      requiresPushedRequest: true,
      senderConstraint: 'required',
      refreshTokenMode: 'keep',
    });
    await demand('It pushes its').filter({ hasText: 'Met' }).waitFor();

    // What contradicts it is refused where it is set, in words.
    const bindings = region(page, 'Bound access tokens');
    await bindings.getByRole('radio', { name: 'No', exact: true }).check();
    await bindings.getByRole('button', { name: 'Save' }).click();
    await bindings
      .getByText(/demands access tokens that are bound to a key/)
      .first()
      .waitFor();
  });
});

describe('a new application', () => {
  it('is offered what fits its kind, and is held to what was chosen from its first moment', async () => {
    const page = await openPage('light', 1280);
    await page.goto(`${gatehouse.adminUrl}/applications/new`);
    await page.getByRole('radio', { name: /^Agent/ }).click();
    await page.getByRole('radio', { name: /^For agents \(MCP\)/, checked: true }).waitFor();
    await page.getByText('With each request it names the API').waitFor();
    await page.getByRole('radio', { name: /^Single-page app/ }).click();
    await page.getByRole('radio', { name: /^For agents/ }).waitFor({ state: 'detached' });
    await page.getByRole('radio', { name: /^Web site/ }).click();
    await page.getByRole('radio', { name: /^Standard \(OAuth 2\.1\)/, checked: true }).waitFor();
    await page.getByRole('radio', { name: /^Bank-grade/ }).click();
    await page.getByText('Every callback URL is https.').waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('Savings');
    await page.getByLabel('Callback URL 1', { exact: true }).fill('https://savings.example/callback');
    const register = page.getByRole('button', { name: 'Register', exact: true });
    expect(await register.isDisabled()).toBe(true);
    await page.getByLabel('Key set address').fill('https://savings.example/jwks');
    await look(page, 'console-register-bank-grade');
    await register.click();
    await page.getByRole('region', { name: 'Savings is registered' }).waitFor();
    expect(await page.getByLabel('Client secret').count()).toBe(0);
    await page.getByRole('button', { name: 'Open the application' }).click();
    await page.getByRole('heading', { name: 'Savings', level: 1 }).waitFor();
    const { clients } = await admin.get<{ clients: object[] }>(`/api${new URL(page.url()).pathname}`);
    expect(clients).toMatchObject([
      {
        profile: 'fapi2',
        tokenEndpointAuthMethod: 'private_key_jwt',
        jwksUri: 'https://savings.example/jwks',
        requiresPushedRequest: true,
        senderConstraint: 'required',
        refreshTokenMode: 'keep',
        secrets: [],
      },
    ]);
  });
});

describe('access tokens that are to be bound', () => {
  it('are counted first, and demanded when it is safe', async () => {
    const { clientId, version } = await getClient();
    await admin.patch(`/api/applications/${id}/clients/${clientId}`, {
      version,
      profile: 'oauth21',
      senderConstraint: 'observed',
    });
    await runSql(
      gatehouse.databaseUrl,
      `INSERT INTO event_counts SELECT date_trunc('minute', now()), 'token-binding', label, NULL, '${clientId}', events
       FROM (VALUES ('bound', 970), ('unbound', 30)) AS one (label, events);
       INSERT INTO event_counts SELECT date_trunc('minute', now()), 'call-binding', label, NULL, '${clientId}', events
       FROM (VALUES ('bound', 4000), ('unbound', 1000)) AS one (label, events)`,
    );
    const before = await openPage('light', 1280);
    // Tokens from before are still in use, and what they open would close.
    await region(before, 'Bound access tokens')
      .getByText('In the last 7 days it made 5,000 calls; with an unbound access token: 1,000.')
      .waitFor();
    await region(before, 'Bound access tokens')
      .getByText(/Not yet: so many of its calls would be refused\./)
      .waitFor();
    await runSql(
      gatehouse.databaseUrl,
      `UPDATE event_counts SET events = 12 WHERE kind = 'call-binding' AND label = 'unbound'`,
    );
    const page = await openPage('dark', 390);
    const section = region(page, 'Bound access tokens');
    await section.getByText('97% of the last 1,000 access tokens were bound').waitFor();
    await section.getByText('it made 4,012 calls; with an unbound access token: 12.').waitFor();
    await section.getByText(/The last unbound one was issued on .* Safe to require\./).waitFor();
    await section.scrollIntoViewIfNeeded();
    await look(page, 'console-bindings-dark');
    await press(page, section.getByRole('button', { name: 'Require it now' }));
    expect(await getClient()).toMatchObject({ senderConstraint: 'required' });
    await section.getByRole('radio', { name: 'Yes', exact: true, checked: true }).waitFor();
  });
});
