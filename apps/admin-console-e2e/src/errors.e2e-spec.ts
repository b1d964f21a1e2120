import type { Browser, Page } from 'playwright-core';
import {
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  runSql,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, signInToConsole } from './operator.js';

const MANY = 60;

let gatehouse: RunningGatehouse;
/** As the REST API has it. */
interface Created {
  readonly application: { readonly id: string; readonly clients: readonly { readonly clientId: string }[] };
  readonly clientSecret: string;
}

let application: Created['application'];
let secret: string;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  const created = await adminApi(gatehouse).post<Created>('/api/applications', {
    name: 'Print Shop',
    kind: 'machine',
    redirectUris: [],
    allowedScopes: [],
  });
  ({ application } = created);
  secret = created.clientSecret;
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

/** A token request that is refused. */
async function refuse(grantType: string, name: string, password: string): Promise<void> {
  await fetch(`${gatehouse.authUrl}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${name}:${password}`)}` },
    body: new URLSearchParams({ grant_type: grantType }),
  });
}

const clientId = (): string => application.clients[0]?.clientId ?? '';
const rows = () => page.getByRole('region', { name: 'Errors' }).getByRole('row');
/** Its name is the code of the error. */
const link = (code: string) => rows().getByRole('link', { name: code, exact: true });
const showDark = (colorScheme: 'dark' | 'light') => page.emulateMedia({ colorScheme });

it('says what will be here where nothing was refused yet', async () => {
  await page.getByRole('link', { name: 'Errors', exact: true }).click();
  await page.getByRole('heading', { name: 'Errors', level: 1 }).waitFor();
  await page.getByRole('heading', { name: 'No errors' }).waitFor();
  await look(page, 'console-errors-empty');
});

it('shows that it is loading, then that it could not, with the filters as a way out', async () => {
  let isCut = false;
  const held: (() => void)[] = [];
  await page.route('**/api/errors?*', async (route) => {
    if (isCut) await route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{}' });
    else {
      await new Promise<void>((resolve) => held.push(resolve));
      await route.abort();
    }
  });
  await page.goto(`${gatehouse.adminUrl}/errors?error=invalid_grant`);
  await page.getByRole('status', { name: 'Loading' }).waitFor();
  await look(page, 'console-errors-loading');
  isCut = true;
  for (const go of held) go();
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).waitFor();
  await page.getByRole('combobox', { name: 'Error code' }).waitFor();
  await look(page, 'console-errors-failed');
  await page.unroute('**/api/errors?*');
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'No error matches' }).waitFor();
});

it('lists what was refused, and opens why and what to do next', async () => {
  await refuse('client_credentials', clientId(), 'wrong-for-sure');
  await refuse('client_credentials', 'nobody-knows-it', 'x');
  await page.goto(`${gatehouse.adminUrl}/errors`);
  await expectRows(2);
  await rows().filter({ hasText: 'Print Shop' }).waitFor();
  await rows().filter({ hasText: 'Unknown client: nobody-knows-it' }).waitFor();
  await look(page, 'console-errors');
  await showDark('dark');
  await look(page, 'console-errors-dark');
  await showDark('light');
  await rows().filter({ hasText: 'Print Shop' }).getByRole('link', { name: 'invalid_client' }).click();
  await page.getByText('The authorization server refused it. Its reader was told:').waitFor();
  await page.getByText('What to do next').waitFor();
  await look(page, 'console-errors-one');
});

/** What was refused is stored in a moment. */
async function expectRows(count: number): Promise<void> {
  for (;;) {
    await rows()
      .nth(1)
      .or(page.getByRole('heading', { name: /^No error/ }))
      .first()
      .waitFor();
    if ((await rows().count()) >= count + 1) return;
    await page.reload();
  }
}

it('keeps its filters in the address: after a reload, on the way back, and for whoever gets it', async () => {
  await refuse('nothing-like-it', clientId(), secret);
  await page.goto(`${gatehouse.adminUrl}/errors`);
  await expectRows(3);
  const code = page.getByRole('combobox', { name: 'Error code' });
  await code.fill('invalid_client');
  await code.press('Enter');
  await link('unsupported_grant_type').waitFor({ state: 'detached' });
  await page.getByRole('combobox', { name: 'Application' }).click();
  await page.getByRole('option', { name: 'Print Shop' }).click();
  await rows().filter({ hasText: 'nobody-knows-it' }).waitFor({ state: 'detached' });
  const address = new URL(page.url());
  expect(Object.fromEntries(address.searchParams)).toEqual({
    error: 'invalid_client',
    applicationId: application.id,
  });
  await page.reload();
  await link('invalid_client').waitFor();
  expect([await rows().count(), await code.inputValue()]).toEqual([2, 'invalid_client']);
  await link('invalid_client').click();
  await page.getByText('What to do next').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'Errors' }).click();
  await link('invalid_client').waitFor();
  expect(page.url()).toBe(address.href);
  await page.getByRole('button', { name: 'Show all' }).click();
  await rows().nth(3).waitFor();
  expect(new URL(page.url()).search).toBe('');
});

it('narrows to a time, as a moment that is the same everywhere', async () => {
  await page.getByLabel('From').fill('2000-01-01T10:30');
  await page.waitForURL(/from=/);
  await page.getByLabel('Until').fill('2000-01-02T10:30');
  await page.waitForURL(/to=/);
  await page.getByRole('heading', { name: 'No error matches' }).waitFor();
  const { searchParams } = new URL(page.url());
  expect(searchParams.get('from')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/);
  await look(page, 'console-errors-nothing-matches');
  await page.getByRole('button', { name: 'Show all' }).click();
  await rows().nth(3).waitFor();
});

it('says what is wrong with an address that asks for nonsense', async () => {
  await page.goto(`${gatehouse.adminUrl}/errors?endpoint=token`);
  await page.getByRole('alert').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await rows().nth(3).waitFor();
});

it('goes through many, page by page, and back', async () => {
  await runSql(
    gatehouse.databaseUrl,
    `INSERT INTO error_answers (at, request_id, node, endpoint, status, error, description, reason, is_client_known)
     SELECT now() - i * interval '1 second', 'made-' || i, '', '/oauth2/token', 400, 'made_up', 'Number ' || i, '', false
     FROM generate_series(1, ${MANY}) i`,
  );
  await page.goto(`${gatehouse.adminUrl}/errors?error=made_up`);
  await page.getByText('Number 1', { exact: true }).waitFor();
  expect(await rows().count()).toBe(26);
  await page.getByRole('button', { name: 'Older' }).click();
  await page.getByText('Number 26', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Older' }).click();
  await page.getByText(`Number ${MANY}`, { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Older' }).isDisabled()).toBe(true);
  await page.reload();
  await page.getByText(`Number ${MANY}`, { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Newer' }).click();
  await page.getByText('Number 26', { exact: true }).waitFor();
});

it('is reached from the page of an application', async () => {
  await page.goto(`${gatehouse.adminUrl}/applications/${application.id}`);
  await page.getByRole('link', { name: 'Its recent errors' }).click();
  await link('unsupported_grant_type').waitFor();
  expect(new URL(page.url()).searchParams.get('applicationId')).toBe(application.id);
});

it('is cards on a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${gatehouse.adminUrl}/errors`);
  await rows().nth(3).waitFor();
  await look(page, 'console-errors-phone');
  await showDark('dark');
  await look(page, 'console-errors-phone-dark');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
