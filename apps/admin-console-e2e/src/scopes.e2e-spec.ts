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

const PASSWORD = 'seven lanterns over water';
const CALLBACK = 'https://print.example/callback';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let page: Page;

async function open(colorScheme: 'light' | 'dark', width: number, locale = 'en-GB'): Promise<Page> {
  const context = await browser.newContext({ colorScheme, locale, viewport: { width, height: 900 } });
  const opened = await context.newPage();
  opened.setDefaultTimeout(30_000);
  return opened;
}

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  for (let index = 10; index < 62; index += 1)
    await admin.post('/api/scopes', { name: `many.${index}`, title: `Do thing ${index}` });
  await admin.post('/api/users', { username: 'ada', password: PASSWORD, displayName: 'Ada Lovelace' });
  browser = await launchBrowser();
  page = await open('light', 1280);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

const box = (name: string) => page.getByRole('textbox', { name, exact: true });
const region = (name: string) => page.getByRole('region', { name, exact: true });

it('defines a scope in several languages, and sees what each will read', async () => {
  await page.goto(`${gatehouse.adminUrl}/scopes`);
  await page.getByRole('link', { name: 'Define scope' }).click();
  await box('Name').fill('photos');
  await box('Title').fill('See your photos');
  await box('Description').fill('Also those that nobody else sees.');
  await page.getByRole('tab', { name: 'Deutsch' }).click();
  await box('Title in Deutsch').fill('Ihre Fotos sehen');
  await page.getByRole('radio', { name: 'Photo' }).check();
  await page.getByRole('radio', { name: 'Sensitive', exact: true }).check();
  const preview = region('What users will see');
  await preview.getByText('Ihre Fotos sehen').waitFor();
  await preview.getByText('Sensibel.').waitFor();
  await preview.getByText('Also those that nobody else sees.').waitFor();
  await preview.getByText('Français').click();
  await preview.getByText('Si vous acceptez, Print Shop').waitFor();
  await preview.getByText('See your photos').waitFor();
  await look(page, 'console-scope-new');
  // What is typed outlives a reload.
  await page.reload();
  await page.getByRole('button', { name: 'Define', exact: true }).click();
  await page.getByRole('heading', { name: 'photos', level: 1 }).waitFor();
  await region('Use').getByText('No route asks for it').waitFor();
});

it('finds it by its words among many, a page at a time, and by whether it is used', async () => {
  await admin.post('/api/apis', {
    name: 'Photo archive',
    basePath: '/archive',
    targets: [{ url: 'http://127.0.0.1:9' }],
    policies: { isListed: true },
    routes: [{ methods: ['GET'], path: '/*', access: 'scopes', scopes: ['photos'] }],
  });
  await page.goto(`${gatehouse.adminUrl}/scopes`);
  await page.getByRole('link', { name: 'many.10', exact: true }).waitFor();
  expect(await page.getByRole('row').count()).toBe(26);
  await page.getByRole('button', { name: 'next page' }).click();
  await page.getByRole('link', { name: 'many.35', exact: true }).waitFor();
  await page.getByRole('searchbox').fill('Ihre Fotos');
  await page.getByRole('link', { name: 'photos', exact: true }).waitFor();
  expect(await page.getByRole('row').count()).toBe(2);
  await page.getByRole('cell').getByText('Sensitive').waitFor();
  await page.getByRole('cell').getByText('Deutsch').waitFor();
  await look(page, 'console-scopes-found');
  await page.goto(`${gatehouse.adminUrl}/scopes?isUsed=true`);
  await page.getByRole('link', { name: 'photos', exact: true }).click();
  await region('Use').getByRole('link', { name: 'Photo archive' }).waitFor();
  await look(page, 'console-scope');
});

it.each([
  ['de-DE', 'light', 'Ihre Fotos sehen', 'Sensibel.'],
  ['fr-FR', 'dark', 'See your photos', 'Sensible.'],
] as const)('the consent page says it in %s (%s), by words and not by colour alone', async (...given) => {
  const [locale, theme, title, warning] = given;
  const { application } = await admin.post<{ application: { clientIds: string[] } }>('/api/applications', {
    name: 'Print Shop',
    kind: 'web',
    redirectUris: [CALLBACK],
    allowedScopes: ['photos'],
  });
  const phone = await open(theme, 390, locale);
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: application.clientIds[0] ?? '',
    redirect_uri: CALLBACK,
    scope: 'photos',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
  await phone.goto(`${gatehouse.issuer}/oauth2/authorize?${query.toString()}`);
  await phone.locator('input[autocomplete~=username]').fill('ada');
  await phone.locator('input[type=password]').fill(PASSWORD);
  await phone.locator('button[type=submit]').click();
  await phone.getByRole('checkbox', { name: title }).waitFor();
  await phone.getByText(warning).waitFor();
  await look(phone, `portal-consent-sensitive-${theme}`);
  // What the server says follows the page into another language; the tick stays.
  await phone.getByRole('checkbox').uncheck();
  await phone.getByRole('combobox').selectOption(locale === 'de-DE' ? 'en' : 'de');
  const other = locale === 'de-DE' ? 'See your photos' : 'Ihre Fotos sehen';
  await phone.getByRole('checkbox', { name: other }).waitFor();
  expect(await phone.getByRole('checkbox').isChecked()).toBe(false);
  await phone.context().close();
});

it('is deleted when no route needs it any more, after saying what goes with it', async () => {
  await page.goto(`${gatehouse.adminUrl}/scopes/photos`);
  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete photos?' });
  await dialog.getByText('Routes of 1 API ask for it').waitFor();
  expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
  await page.goto(`${gatehouse.adminUrl}/apis`);
  const { items } = await admin.get<{ items: { id: string }[] }>('/api/apis');
  await admin.delete(`/api/apis/${items[0]?.id ?? ''}`);
  await page.goto(`${gatehouse.adminUrl}/scopes/photos`);
  await page.getByRole('button', { name: 'Delete' }).click();
  await dialog.getByText('2 clients may no longer ask for it.').waitFor();
  await look(page, 'console-scope-delete');
  expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
  await dialog.getByRole('textbox', { name: 'Type photos to confirm' }).fill('photos');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('photos is deleted').waitFor();
  expect((await admin.request('GET', '/api/scopes/photos')).status).toBe(404);
});

it('a viewer reads it on a phone in the dark, and is offered no change', async () => {
  await admin.post('/api/users', {
    username: 'vera',
    password: PASSWORD,
    displayName: 'Vera',
    operatorRole: 'viewer',
  });
  const phone = await open('dark', 390);
  await phone.goto(`${gatehouse.adminUrl}/scopes/many.10`);
  await phone.getByRole('link', { name: 'Sign in' }).click();
  await fillSignIn(phone, 'vera', PASSWORD);
  await phone.getByRole('heading', { name: 'many.10', level: 1 }).waitFor();
  expect(await phone.getByRole('button', { name: /^(Save|Delete)$/ }).count()).toBe(0);
  await look(phone, 'console-scope-viewer');
  // The words of every language are there to be read, by mouse and by keyboard.
  await phone.getByRole('tab', { name: 'Deutsch' }).click();
  const german = phone.getByRole('tabpanel', { name: 'Deutsch' });
  expect(await german.getByRole('textbox').first().isEditable()).toBe(false);
  await phone.keyboard.press('ArrowRight');
  await phone.getByRole('tabpanel', { name: 'Français' }).waitFor();
  await phone.context().close();
});
