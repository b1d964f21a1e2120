import type { Browser, Locator, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, signInToConsole, speakGerman } from './operator.js';

interface Application {
  readonly id: string;
  readonly version: number;
  readonly clients: readonly { readonly clientId: string; readonly version: number }[];
}

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let page: Page;
let application: Application;
let clientId: string;
const complaints: string[] = [];

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  await admin.post('/api/scopes', { name: 'albums', title: 'See your albums' });
  ({ application } = await admin.post<{ application: Application }>('/api/applications', {
    name: 'Print Shop',
    kind: 'web',
    redirectUris: ['https://print.example/callback'],
    allowedScopes: ['photos'],
  }));
  clientId = application.clients[0]?.clientId ?? '';
  browser = await launchBrowser();
  page = await browser.newPage({ locale: 'de-DE', viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  await page.context().addCookies([{ name: 'gatehouse-language', value: 'en', url: gatehouse.adminUrl }]);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

/** The newest entry about the application that tells of this field. */
async function openEntry(field: string): Promise<Locator> {
  const { items } = await admin.get<{
    items: { number: number; changes: { field: string }[] }[];
  }>(`/api/audit?subject=${application.id}`);
  const entry = items.find(({ changes }) => changes.some((change) => change.field === field));
  await page.goto(`${gatehouse.adminUrl}/audit/${entry?.number ?? 0}`);
  return page.getByRole('region', { name: 'Was sich geändert hat' }).getByRole('row');
}

/** What a row says: the field, what it is part of, before and after. */
async function read(rows: Locator, field: string): Promise<readonly string[]> {
  const row = rows
    .filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${field}( |$)`) }) })
    .first();
  await row.waitFor();
  const cells = await row.locator('th, td').allInnerTexts();
  return cells
    .flatMap((text) => text.split('\n'))
    .map((text) => text.replaceAll('\u00a0', ' ').trim())
    .filter((text) => text !== '');
}

async function phoneAndDark(name: string): Promise<void> {
  await look(page, name);
  await page.emulateMedia({ colorScheme: 'dark' });
  await look(page, `${name}-dark`);
  await page.setViewportSize({ width: 390, height: 850 });
  await look(page, `${name}-phone-dark`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await page.emulateMedia({ colorScheme: 'light' });
  await look(page, `${name}-phone`);
  await page.setViewportSize({ width: 1280, height: 900 });
}

it('what an operator changed of an application is read in German', async () => {
  await page.goto(`${gatehouse.adminUrl}/applications/${application.id}`);
  const general = page.getByRole('region', { name: 'General', exact: true });
  await general.getByRole('textbox', { name: 'Description' }).fill('Prints what you photographed.');
  await general.getByRole('textbox', { name: 'Name' }).fill('Poster Shop');
  await general.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Poster Shop', level: 1 }).waitFor();
  await speakGerman(page, gatehouse.adminUrl);
  const rows = await openEntry('description');
  expect(await read(rows, 'Name')).toEqual(['Name', 'Print Shop', 'Poster Shop']);
  expect(await read(rows, 'Beschreibung')).toEqual([
    'Beschreibung',
    'nicht gesetzt',
    'Prints what you photographed.',
  ]);
});

it('so is what became of its client: lists, durations and the words of the forms', async () => {
  await admin.patch(`/api/applications/${application.id}/clients/${clientId}`, {
    version: application.clients[0]?.version,
    allowedScopes: ['photos', 'albums'],
    grantTypes: ['authorization_code', 'refresh_token', 'client_credentials'],
    accessTokenLifetimeSeconds: 900,
    accessTokenFormat: 'opaque',
    tokenEndpointAuthMethod: 'client_secret_post',
    requiresPkce: false,
  });
  const rows = await openEntry(`clients.${clientId}.allowedScopes`);
  const of = `Clients › ${clientId}`;
  expect(await read(rows, 'Erlaubte Scopes')).toEqual(['Erlaubte Scopes', of, 'photos', 'photos', 'albums']);
  const lifetime = await read(rows, 'Lebensdauer der Access-Tokens');
  expect(lifetime.slice(0, 2)).toEqual(['Lebensdauer der Access-Tokens', of]);
  expect(lifetime.slice(2)).toEqual([expect.stringMatching(/^\d+ (Minuten|Stunden?)$/), '15 Minuten']);
  expect(await read(rows, 'Format der Access-Tokens')).toEqual([
    'Format der Access-Tokens',
    of,
    'JWT',
    'Undurchsichtig',
  ]);
  expect(await read(rows, 'Authentifizierung')).toEqual([
    'Authentifizierung',
    of,
    'Secret im Header',
    'Secret im Body',
  ]);
  expect(await read(rows, 'Grant-Typen')).toContain('Client Credentials');
  expect(await read(rows, 'PKCE verlangt')).toEqual(['PKCE verlangt', of, 'wie voreingestellt', 'nein']);
  await phoneAndDark('console-audit-words-client');
});

it('and of its organization, whom it is shared with, its keys and limits, by their names', async () => {
  const organization = await admin.post<{ id: string }>('/api/organizations', { name: 'Fotohaus' });
  const { items } = await admin.get<{ items: { id: string; username: string }[] }>('/api/users?search=admin');
  const user = items.find(({ username }) => username === 'admin');
  const { version } = await admin.get<Application>(`/api/applications/${application.id}`);
  await admin.put(`/api/applications/${application.id}/organization`, {
    version,
    organizationId: organization.id,
  });
  const organizations = await openEntry('organizationId');
  expect(await read(organizations, 'Organisation')).toEqual(['Organisation', 'nicht gesetzt', 'Fotohaus']);
  await page.getByRole('link', { name: 'Fotohaus' }).waitFor();
  await admin.post(`/api/applications/${application.id}/shares`, { username: 'admin', access: 'manage' });
  const shares = await openEntry(`shares.${user?.id ?? ''}.access`);
  await shares.getByRole('link', { name: 'admin' }).waitFor();
  expect(await read(shares, 'Darf')).toEqual([
    'Darf',
    'Geteilt mit › admin',
    'nicht gesetzt',
    'Sie verwalten',
  ]);
  const key = await admin.post<{ apiKey: { id: string } }>(`/api/applications/${application.id}/api-keys`, {
    name: 'Nightly job',
    scopes: ['photos'],
    expiresAt: '2031-03-09T12:00:00.000Z',
  });
  const keys = await openEntry(`apiKeys.${key.apiKey.id}.expiresAt`);
  expect((await read(keys, 'Läuft ab')).at(-1)).toMatch(/^\d\d\.\d\d\.2031, \d\d:\d\d$/);
  expect((await read(keys, 'Schlüssel')).at(-1)).toBe('ein Geheimnis, nicht festgehalten');
  await phoneAndDark('console-audit-words-key');
});

it('none of it is an error on the page', () => {
  expect(complaints).toEqual([]);
});
