import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Locator, Page } from 'playwright-core';
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

interface Application {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly version: number;
  readonly clients: readonly { readonly clientId: string; readonly name: string; readonly version: number }[];
}

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let page: Page;
let upstream: Server;
let application: Application;
let job: { readonly clientId: string; readonly secret: string };
const violations: string[] = [];

beforeAll(async () => {
  upstream = createServer((_, response) => response.end('photos'));
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  await admin.post('/api/users', {
    username: 'vera',
    password: PASSWORD,
    displayName: 'Vera',
    operatorRole: 'viewer',
  });
  ({ application } = await admin.post<{ readonly application: Application }>('/api/applications', {
    name: 'Print Shop',
    description: 'Prints your photos.',
    kind: 'web',
    redirectUris: ['https://shop.example/callback'],
    allowedScopes: ['photos'],
  }));
  await admin.post('/api/apis', {
    name: 'Photo archive',
    basePath: '/photos',
    targets: [{ url: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}` }],
    routes: [{ methods: [], path: '/*', access: 'scopes', scopes: ['photos'], scopeMatch: 'all' }],
  });
  browser = await launchBrowser();
  page = await open('light', 1280);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  await browser?.close();
  upstream.closeAllConnections();
  upstream.close();
  await stopAllGatehouses();
});

async function open(colorScheme: 'light' | 'dark', width: number): Promise<Page> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  const made = await context.newPage();
  made.setDefaultTimeout(15_000);
  made.on('console', (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text());
  });
  return made;
}

const path = (rest = ''): string => `/api/applications/${application.id}${rest}`;
const address = (rest = ''): string => `${gatehouse.adminUrl}/applications/${application.id}${rest}`;
const get = (): Promise<Application> => admin.get<Application>(path());
const region = (name: string): Locator => page.getByRole('region', { name, exact: true });

/** Clicks, and waits for the status of what is sent. */
async function send(method: string, button: Locator): Promise<number> {
  const answered = page.waitForResponse((response) => response.request().method() === method);
  await button.click();
  return (await answered).status();
}

describe('several clients', () => {
  it('are added with a kind and a name; each has an address, and its secret is shown once', async () => {
    await page.goto(address());
    await region('Clients').getByRole('button', { name: 'Add client' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Machine' }).check();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly job');
    await look(page, 'console-add-client');
    expect(await send('POST', dialog.getByRole('button', { name: 'Add client' }))).toBe(201);
    const secret = await page.getByLabel('Client secret', { exact: true }).innerText();
    const clientId = await page.getByLabel('Client ID', { exact: true }).innerText();
    job = { clientId, secret };
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.waitForURL(address(`/clients/${clientId}`));
    await page.getByRole('heading', { name: 'Nightly job', level: 1 }).waitFor();
    expect((await get()).clients.map(({ name }) => name)).toEqual(['', 'Nightly job']);
    await look(page, 'console-client-light');
  });

  it('are used, which is seen by client and by API', async () => {
    const answer = await fetch(`${gatehouse.authUrl}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${job.clientId}:${job.secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: token } = (await answer.json()) as { readonly access_token: string };
    const headers = { authorization: `Bearer ${token}` };
    const call = (): Promise<Response> => fetch(`${gatehouse.gatewayUrl}/photos/all`, { headers });
    for (let calls = 0; calls < 3; calls += 1) expect((await call()).status).toBe(200);
    await page.goto(address('#activity'));
    // Sums are written, and asked for again, after a moment.
    await region('Activity').getByRole('row', { name: 'Photo archive 3' }).waitFor({ timeout: 60_000 });
    await region('Activity').getByRole('row', { name: 'Nightly job 3' }).waitFor();
    await region('Activity').getByText('7 days').click();
    await page.waitForURL(/period=7d/);
    await region('Activity').getByRole('row', { name: 'Photo archive 3' }).waitFor();
    await look(page, 'console-application-light');
  });

  it('are disabled and deleted, knowing what that hits, and since when every node refuses', async () => {
    await page.goto(address(`/clients/${job.clientId}`));
    await page.getByRole('button', { name: 'Disable' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('3 calls in the last 24 hours').waitFor();
    await look(page, 'console-disable-client');
    expect(await send('PATCH', dialog.getByRole('button', { name: 'Disable' }))).toBe(200);
    await page.getByText('Refused everywhere since +').waitFor();
    expect(await send('PATCH', page.getByRole('button', { name: 'Enable' }))).toBe(200);
    await page.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByRole('textbox').fill(job.clientId);
    expect(await send('DELETE', dialog.getByRole('button', { name: 'Delete for good' }))).toBe(204);
    await page.waitForURL(address());
    expect((await get()).clients).toHaveLength(1);
    await page.goto(address(`/clients/${job.clientId}`));
    await page.getByText('The application has no such client').waitFor();
  });
});

describe('what is typed', () => {
  const description = (): Locator => region('General').getByRole('textbox', { name: 'Description' });
  const save = (): Locator => region('General').getByRole('button', { name: 'Save', exact: true });

  it('is there after a reload, and can be discarded', async () => {
    await page.goto(address());
    await description().fill('Prints what you like.');
    await page.reload();
    await page.getByText('Your unsaved changes are back.').waitFor();
    expect(await description().inputValue()).toBe('Prints what you like.');
    await look(page, 'console-unsaved-changes');
    await page.getByRole('button', { name: 'Discard them' }).click();
    expect(await description().inputValue()).toBe('Prints your photos.');
    await page.reload();
    await description().waitFor();
    expect(await page.getByText('Your unsaved changes are back.').count()).toBe(0);
  });

  it('is saved with what somebody else changed in other fields', async () => {
    await description().fill('Prints photos on paper.');
    const { version } = await get();
    await admin.patch(path(), { version, name: 'Print House' });
    await save().click();
    await page.getByRole('heading', { name: 'Print House', level: 1 }).waitFor();
    await page.getByText('Saved', { exact: true }).first().waitFor();
    expect(await get()).toMatchObject({ name: 'Print House', description: 'Prints photos on paper.' });
  });

  it('does not overwrite what somebody else changed: both are shown, and one is chosen', async () => {
    await description().fill('Mine');
    const { version } = await get();
    await admin.patch(path(), { version, description: 'Theirs' });
    expect(await send('PATCH', save())).toBe(409);
    const row = page.getByRole('row', { name: 'Description Theirs Mine' });
    await row.waitFor();
    await look(page, 'console-changed-by-others');
    // It is not sent again before somebody has chosen.
    await save().click();
    expect((await get()).description).toBe('Theirs');
    await page.getByRole('button', { name: 'Keep mine' }).click();
    expect(await send('PATCH', save())).toBe(200);
    expect((await get()).description).toBe('Mine');

    const [client] = (await get()).clients;
    await page.goto(address(`/clients/${client?.clientId}`));
    const name = region('Client').getByRole('textbox', { name: 'Name' });
    await name.fill('Site');
    const change = { version: client?.version, name: 'Shop' };
    await admin.patch(path(`/clients/${client?.clientId}`), change);
    await region('Client').getByRole('button', { name: 'Save client' }).click();
    await page.getByRole('row', { name: 'Name Shop Site' }).waitFor();
    await page.getByRole('button', { name: 'Use theirs' }).click();
    expect(await name.inputValue()).toBe('Shop');
  });

  it('of a scope neither', async () => {
    await page.goto(`${gatehouse.adminUrl}/scopes`);
    await page.getByRole('link', { name: 'photos', exact: true }).click();
    const title = page.getByRole('textbox', { name: 'Title', exact: true });
    await title.fill('Mine');
    await admin.put('/api/scopes/photos', { version: 1, title: 'Theirs' });
    expect(await send('PUT', page.getByRole('button', { name: 'Save' }))).toBe(409);
    await page.getByRole('row', { name: 'Title Theirs Mine' }).waitFor();
    await look(page, 'console-scope-changed-by-others');
    await page.getByRole('button', { name: 'Keep mine' }).click();
    expect(await send('PUT', page.getByRole('button', { name: 'Save' }))).toBe(200);
  });
});

it('a viewer sees it all, also on a phone in the dark, and is offered nothing that would be refused', async () => {
  page = await open('dark', 390);
  await page.goto(address());
  await page.getByRole('link', { name: 'Sign in' }).click();
  await fillSignIn(page, 'vera', PASSWORD);
  await page.getByRole('heading', { name: 'Print House', level: 1 }).waitFor();
  await region('Activity').getByText('Calls', { exact: true }).waitFor();
  await page.getByText('Your role is viewer').waitFor();
  expect(await region('General').getByRole('textbox', { name: 'Name' }).isDisabled()).toBe(true);
  const refused = /^(Save|Disable|Delete|Add client|New API key|Rotate|Generate|Enable)/;
  expect(await page.getByRole('button', { name: refused }).count()).toBe(0);
  await look(page, 'console-application-viewer');
  await region('Clients').getByRole('link').first().click();
  await region('Grant types').waitFor();
  expect(await page.getByRole('button', { name: refused }).count()).toBe(0);
  await look(page, 'console-client-viewer');
  for (const place of ['applications', 'apis', 'scopes', 'users', 'keys', 'limits', 'brand', 'providers']) {
    await page.goto(`${gatehouse.adminUrl}/${place}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
    const offered = page.getByRole('button', {
      name: /^(Save|Disable|Delete|Define|Rotate|Revoke|Edit|Invite)/,
    });
    expect([place, await offered.count()]).toEqual([place, 0]);
    const made = page.getByRole('link', { name: /^(Register|Publish|Add|New|Trust)/ });
    expect([place, await made.count()]).toEqual([place, 0]);
  }
  expect(violations).toEqual([]);
});
