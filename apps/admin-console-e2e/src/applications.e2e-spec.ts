import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, signInToConsole } from './operator.js';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

const NAMES = [
  'Print Shop',
  'Ledger export',
  'Fotos für Freunde und die ganze Familie, mit einem Namen, länger als jede Spalte',
  'متجر الطباعة',
  '<img src=x onerror=alert(1)>',
];

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  for (const name of ['photos', 'prints'])
    await admin.post('/api/scopes', { name, title: `Use your ${name}` });
  for (const name of NAMES)
    await admin.post('/api/applications', {
      name,
      kind: name === 'Ledger export' ? 'machine' : 'web',
      redirectUris: name === 'Ledger export' ? [] : ['https://app.example/callback'],
      allowedScopes: ['photos'],
    });
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy/i.test(message.text()))
      complaints.push(message.text());
  });
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

/** A square of one colour. */
async function drawLogo(): Promise<Buffer> {
  const canvas = await browser.newPage({ viewport: { width: 64, height: 64 } });
  await canvas.setContent('<body style="margin:0;background:#7a1fa2"></body>');
  const picture = await canvas.screenshot();
  await canvas.close();
  return picture;
}

/** The page as it is, in both themes, on a desk and on a phone. */
async function lookEverywhere(name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await look(page, `${name}-${colorScheme}`);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, `${name}-phone`);
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.emulateMedia({ colorScheme: 'light' });
}

const row = (name: string) => page.getByRole('row').filter({ hasText: name });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const openList = async (): Promise<void> => {
  await page.getByRole('link', { name: 'Applications', exact: true }).first().click();
  await page.getByRole('heading', { name: 'Applications', level: 1 }).waitFor();
};

it('an operator gives an application a logo and a publisher, and is told what is wrong with it', async () => {
  await openList();
  await page.getByRole('link', { name: 'Print Shop' }).click();
  const people = page.getByRole('region', { name: 'What people see' });
  const files = people.locator('input[type=file]');
  await files.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') });
  await people.getByText('The logo must be a PNG, JPEG or WebP picture.').waitFor();
  await files.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: await drawLogo() });
  await page.getByText('The logo is saved').waitFor();
  await people.getByRole('textbox', { name: 'Publisher' }).fill('Acme GmbH');
  await people.getByRole('textbox', { name: 'Home page' }).fill('acme.example');
  await people.getByRole('switch', { name: 'Verified' }).click();
  await people.getByRole('button', { name: 'Save' }).click();
  await people.getByText('must be an address such as https://app.example/path').waitFor();
  await people.getByRole('textbox', { name: 'Home page' }).fill('https://acme.example/');
  await people.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await lookEverywhere('console-application-presentation');
});

it('finds applications by state, kind and age, in an address that can be shared', async () => {
  await openList();
  await row('Print Shop').getByRole('img', { name: 'Verified' }).waitFor();
  await row('Print Shop').getByText('by Acme GmbH').waitFor();
  await lookEverywhere('console-applications');
  await page.getByRole('combobox', { name: 'Kind' }).click();
  await page.getByRole('option', { name: 'Machine' }).click();
  await row('Ledger export').waitFor();
  await row('Print Shop').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Registered' }).click();
  expect(new URL(page.url()).search).toBe('?kind=machine&sort=created&direction=descending');
  await page.reload();
  await row('Ledger export').waitFor();
  expect(await page.getByRole('combobox', { name: 'Kind' }).inputValue()).toBe('Machine');
});

it('disables many at once, and is told which one somebody else has changed', async () => {
  await openList();
  await row('Print Shop').waitFor();
  await page.getByRole('searchbox', { name: 'Search applications' }).fill('er');
  await row('Print Shop').waitFor({ state: 'detached' });
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByText(/^\d selected$/).waitFor();
  await look(page, 'console-applications-selected');
  const { items } = await admin.get<{ items: { id: string; version: number }[] }>(
    '/api/applications?search=ledger',
  );
  await admin.patch(`/api/applications/${items[0]?.id}`, {
    version: items[0]?.version,
    description: 'Sells pictures',
  });
  await button('Disable').click();
  const dialog = page.getByRole('dialog', { name: /^Disable \d applications\?$/ });
  await dialog.getByText('No call in the last 24 hours').waitFor();
  await lookEverywhere('console-applications-disable');
  await dialog.getByRole('button', { name: 'Disable' }).click();
  await page.getByText('somebody else has changed it meanwhile').waitFor();
  await page.getByText(/Refused everywhere since/).waitFor();
  await look(page, 'console-applications-left');
  await button('Close').last().click();
  await row('Fotos').getByText('Disabled').waitFor();
  await row('Ledger export').getByText('Enabled').waitFor();
});

it('deletes many only after typing how many', async () => {
  await page.getByRole('checkbox', { name: 'Select Ledger export' }).check();
  await button('Delete').click();
  const dialog = page.getByRole('dialog', { name: 'Delete 1 application?' });
  expect(await dialog.getByRole('button', { name: 'Delete for good' }).isDisabled()).toBe(true);
  await dialog.getByRole('textbox').fill('delete 1');
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  await row('Ledger export').waitFor({ state: 'detached' });
});

it('registers an agent by a form that asks only what it needs, among many scopes', async () => {
  for (let index = 0; index < 12; index += 1)
    await admin.post('/api/scopes', { name: `many.${index}`, title: `Do thing ${index}` });
  await admin.post('/api/apis', {
    name: 'Photo archive',
    basePath: '/archive',
    targets: [{ url: 'http://127.0.0.1:9' }],
    routes: [{ methods: ['GET'], path: '/*', access: 'scopes', scopes: ['photos'] }],
  });
  await page.goto(`${gatehouse.adminUrl}/applications/new`);
  await page.getByRole('radio', { name: /^Machine/ }).click();
  await page.getByLabel('Callback URL 1').waitFor({ state: 'detached' });
  await page.getByRole('radio', { name: /^Agent/ }).click();
  await page.getByText('Users are always asked').waitFor();
  await page.getByRole('textbox', { name: 'Name' }).fill('Helper');
  await page.getByLabel('Callback URL 1', { exact: true }).fill('http://127.0.0.1/callback');
  await page.getByRole('group', { name: 'Photo archive' }).getByRole('checkbox').check();
  await page.getByRole('searchbox', { name: 'Search scopes' }).fill('thing 11');
  await page.getByLabel('Do thing 11').check();
  await page.getByRole('button', { name: 'Take Use your photos away' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Take Do thing 11 away' }).waitFor();
  await lookEverywhere('console-register-agent');
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  await page.getByRole('region', { name: 'Helper is registered' }).waitFor();
  await lookEverywhere('console-registered');
  await page.getByRole('button', { name: 'Open the application' }).click();
  await page.getByRole('heading', { name: 'Helper', level: 1 }).waitFor();
  const { clients } = await admin.get<{ clients: { allowedScopes: string[] }[] }>(
    `/api${new URL(page.url()).pathname}`,
  );
  expect(clients[0]?.allowedScopes.toSorted()).toEqual(['many.11', 'photos']);
});

/** What a click saves. */
async function save(): Promise<Buffer> {
  const downloading = page.waitForEvent('download');
  await button('Save the file').click();
  return readFile(await (await downloading).path());
}

async function chooseFile(name: string, buffer: Buffer): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await (await choosing).setFiles({ name, mimeType: 'application/octet-stream', buffer });
}

it('carries what is selected in a file that its passphrase opens, and shows what that changes first', async () => {
  await openList();
  await page.getByRole('checkbox', { name: 'Select Print Shop' }).check();
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Export' }).click();
  await page.getByRole('dialog', { name: 'Export Print Shop' }).waitFor();
  await page.getByLabel(/^Passphrase(?!,)/).fill('correct horse battery');
  await page.getByLabel('Passphrase, once more').fill('correct horse batterz');
  await page.getByText('This is another passphrase.').waitFor();
  expect(await button('Save the file').isDisabled()).toBe(true);
  await lookEverywhere('console-applications-export');
  await page.getByLabel('Passphrase, once more').fill('correct horse battery');
  const sealed = await save();
  const { items } = await admin.get<{ items: { id: string; version: number }[] }>(
    '/api/applications?search=print',
  );
  const path = `/api/applications/${items[0]?.id}`;
  await admin.patch(path, { version: items[0]?.version, description: 'Sells pictures' });
  const { clients } = await admin.get<{ clients: { clientId: string; version: number }[] }>(path);
  const redirectUris = ['https://elsewhere.example/callback'];
  await admin.patch(`${path}/clients/${clients[0]?.clientId}`, {
    version: clients[0]?.version,
    redirectUris,
    accessTokenLifetimeSeconds: 60,
  });

  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await chooseFile('shop.jwe', sealed);
  await page.getByLabel('Passphrase').fill('something else');
  await button('Show what changes').click();
  await page.getByText('The passphrase does not open this file, or the file was changed.').waitFor();
  await lookEverywhere('console-applications-import');
  await page.getByLabel('Passphrase').fill('correct horse battery');
  await button('Show what changes').click();
  await row('Print Shop').getByText('description').waitFor();
  await row('Print Shop').getByRole('deletion').filter({ hasText: 'Sells pictures' }).waitFor();
  await row('Print Shop')
    .getByRole('insertion')
    .filter({ hasText: 'https://app.example/callback' })
    .waitFor();
  await lookEverywhere('console-applications-changes');
  await button('Import 1 application').click();
  await page.getByText('1 application changed, and in force.').waitFor();
  expect(await admin.get(path)).toMatchObject({ description: '' });
});

it('says which of a file is in conflict, and what of it would be left out', async () => {
  await openList();
  await button('Export all').click();
  await page.getByRole('radio', { name: /^Readable/ }).check();
  const file = JSON.parse((await save()).toString()) as {
    applications: { id: string; name: string; clients: { allowedScopes: string[] }[] }[];
  };
  const [first, second, third] = file.applications;
  if (first === undefined || second === undefined || third === undefined)
    throw new Error('not all are there');
  first.id = crypto.randomUUID();
  second.clients[0]?.allowedScopes.push('unheard.of');
  file.applications.push({ ...third, id: crypto.randomUUID(), name: 'Brand new', clients: [] });
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await chooseFile('all.json', Buffer.from('{"format":"recipes"}'));
  await button('Show what changes').click();
  await page.getByText('Choose a file that this Gatehouse').first().waitFor();
  await page.getByRole('button', { name: 'Take the file away' }).click();
  await chooseFile('all.json', Buffer.from(JSON.stringify(file)));
  await button('Show what changes').click();
  await page.getByText('Nothing can be imported while 1 application of the file is in conflict').waitFor();
  await row(second.name).getByText('unheard.of').waitFor();
  await row('Brand new').getByText('New', { exact: true }).waitFor();
  expect(await button('Import 1 application').isDisabled()).toBe(true);
  await lookEverywhere('console-applications-plan');
  file.applications.shift();
  await button('Choose another file').click();
  await chooseFile('all.json', Buffer.from(JSON.stringify(file)));
  await button('Show what changes').click();
  await button('Import 1 application').click();
  await page.getByText('1 application registered, and in force.').waitFor();
  await lookEverywhere('console-applications-imported');
  await page.getByRole('link', { name: 'Brand new' }).click();
  await page.getByRole('heading', { name: 'Brand new', level: 1 }).waitFor();
});

it('and the policy of the pages was never broken', () => {
  expect(complaints).toEqual([]);
});
