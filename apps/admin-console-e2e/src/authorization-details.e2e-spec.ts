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

const PASSWORD = 'seven lanterns over water';
const CALLBACK = 'https://print.example/callback';
const SCHEMA = {
  type: 'object',
  required: ['amount'],
  properties: {
    identifier: { type: 'string' },
    amount: { type: 'object', properties: { value: { type: 'string' }, currency: { type: 'string' } } },
    creditor: { type: 'string' },
  },
};
const PAYMENT = {
  type: 'payment_initiation',
  identifier: 'p-1',
  amount: { value: '123.50', currency: 'EUR' },
  creditor: `متجر <b>Lamp</b> ${'Oil'.repeat(40)}`,
};

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
  await admin.post('/api/apis', {
    name: 'Payments',
    basePath: '/payments',
    targets: [{ url: 'http://127.0.0.1:9' }],
    routes: [{ methods: ['POST'], path: '/payments/{id}', access: 'authenticated' }],
  });
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
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

it('an operator defines a type, and is told what is wrong with its schema', async () => {
  await page.goto(`${gatehouse.adminUrl}/details-types`);
  await page.getByText('No types yet').waitFor();
  await page.getByRole('link', { name: 'Define type' }).first().click();
  await box('Name').fill(PAYMENT.type);
  await page.getByRole('combobox', { name: 'APIs that know it' }).click();
  await page.getByRole('option', { name: 'Payments' }).click();
  await box('JSON Schema').fill('{"type":"array"}');
  await box('Title').fill('Pay {{amount.value}} {{amount.currency}} to {{creditor}}');
  await region('What users will see').getByText('Pay amount.value amount.currency to creditor').waitFor();
  await page.getByRole('button', { name: 'Define', exact: true }).click();
  await page.getByText('the schema must say').first().waitFor();
  await box('JSON Schema').fill(JSON.stringify(SCHEMA, null, 2));
  await page.getByRole('tab', { name: 'Deutsch' }).click();
  await box('Title in Deutsch').fill('{{amount.value}} {{amount.currency}} an {{creditor}} zahlen');
  await look(page, 'console-details-type-new');
  await page.getByRole('button', { name: 'Define', exact: true }).click();
  await page.getByRole('heading', { name: PAYMENT.type, level: 1 }).waitFor();
  await region('Use').getByText('No route demands it yet').waitFor();
});

it('demands it on a route, with a condition', async () => {
  await page.goto(`${gatehouse.adminUrl}/apis`);
  await page.getByRole('link', { name: 'Payments' }).first().click();
  await page.getByRole('combobox', { name: 'Authorization detail of the type' }).click();
  await page.getByRole('option', { name: PAYMENT.type }).click();
  await page.getByRole('button', { name: 'Add condition' }).click();
  await box('Field of the detail').fill('identifier');
  await box('Is the same as').fill('path.id');
  await look(page, 'console-route-detail');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved').first().waitFor();
  await page.goto(`${gatehouse.adminUrl}/details-types/${PAYMENT.type}`);
  await region('Use').getByRole('link', { name: 'Payments' }).waitFor();
});

it.each([
  ['en-GB', 'light', 'Pay 123.50 EUR to', 'All that the request says', 'Allow'],
  ['de-DE', 'dark', '123.50 EUR an', 'Alles, was die Anfrage angibt', 'Erlauben'],
] as const)('an end user reads it in %s (%s) on a phone, and may refuse it as a whole', async (...given) => {
  const [locale, theme, words, all, allow] = given;
  const { application } = await admin.post<{
    application: { id: string; clients: { clientId: string; version: number }[] };
  }>('/api/applications', { name: 'Shop', kind: 'web', redirectUris: [CALLBACK], allowedScopes: ['photos'] });
  const [client = { clientId: '', version: 0 }] = application.clients;
  await admin.patch(`/api/applications/${application.id}/clients/${client.clientId}`, {
    version: client.version,
    authorizationDetailsTypes: [PAYMENT.type],
  });
  const phone = await open(theme, 390, locale);
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: CALLBACK,
    authorization_details: JSON.stringify([PAYMENT]),
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
  await phone.goto(`${gatehouse.issuer}/oauth2/authorize?${query.toString()}`);
  await phone.locator('input[autocomplete~=username]').fill('ada');
  await phone.locator('input[type=password]').fill(PASSWORD);
  await phone.locator('button[type=submit]').click();
  const detail = phone.getByRole('checkbox', { name: words });
  await detail.waitFor();
  // What an application sends is text: as it is, whichever way it is written, and never wider than the page.
  await phone.locator('bdi', { hasText: '<b>Lamp</b>' }).first().waitFor();
  await phone.getByText(all).click();
  await phone.getByText('amount.currency').waitFor();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await look(phone, `consent-detail-${theme}`);
  await detail.uncheck();
  expect(await phone.getByRole('button', { name: allow }).isDisabled()).toBe(true);
  await detail.check();
  const answered = phone.waitForRequest((request) => request.url().startsWith(CALLBACK));
  await phone.route(`${CALLBACK}**`, (route) => route.fulfill({ body: 'done' }));
  await phone.getByRole('button', { name: allow }).click();
  expect(new URL((await answered).url()).searchParams.has('code')).toBe(true);
});
