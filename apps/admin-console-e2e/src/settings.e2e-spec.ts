import type { Browser, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  runSql,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { fillSignIn, look, signInToConsole } from './operator.js';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  gatehouse = await startGatehouse({
    env: {
      GATEHOUSE_REGISTRATION_REQUESTS: 'signed-in',
      GATEHOUSE_LDAP_URL: 'ldap://127.0.0.1:9',
      GATEHOUSE_LDAP_BASE_DN: 'dc=directory,dc=example',
      GATEHOUSE_METRICS_TOKEN: 'a token that only Prometheus knows',
    },
  });
  admin = adminApi(gatehouse);
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

const here = () => page.getByRole('region', { name: 'Can be changed here' });
const save = (): Promise<void> =>
  here().locator('xpath=ancestor::form').getByRole('button', { name: 'Save' }).click();

it('an admin sees what is set, where it comes from, and changes what can be changed', async () => {
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  await page.getByText('1 running').waitFor();
  await look(page, 'console-settings');
  await page.locator('summary').filter({ hasText: 'Listeners' }).click();
  await page.getByText('GATEHOUSE_GATEWAY_PORT', { exact: true }).waitFor();
  await look(page, 'console-settings-unfolded');
  expect(await here().getByLabel('Who may ask for an application').isDisabled()).toBe(true);
  await here().getByText('GATEHOUSE_REGISTRATION_REQUESTS is set in the environment').waitFor();
  await here().getByLabel('People may sign up').click();
  await here().getByLabel('End users stay signed in for').fill('7200');
  await here().getByText('2 hours', { exact: true }).waitFor();
  await save();
  await page.getByText('Saved, and in force on every node').waitFor();
  await page.goto(`${gatehouse.issuer}/sign-up`);
  await page.getByLabel('E-mail address').waitFor();
});

it('what is refused stands by its field, and somebody else’s change is told', async () => {
  await page.goto(`${gatehouse.adminUrl}/settings`);
  await here().getByLabel('A client counts as unused after').fill('99999');
  await save();
  await here().getByText('Must be a whole number from 1 to 3650.').waitFor();
  await here().getByLabel('A client counts as unused after').fill('45');
  const { version } = await admin.get<{ version: number }>('/api/settings');
  await admin.patch('/api/settings', { version, values: { GATEHOUSE_UNUSED_DAYS: 60 } });
  await save();
  await page.getByText('Somebody else has changed this meanwhile').waitFor();
  await look(page, 'console-settings-conflict');
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await save();
  await page.getByText('Saved, and in force on every node').waitFor();
  await here()
    .getByRole('button', { name: 'Back to the default of “A client counts as unused after”' })
    .click();
  await save();
  await here()
    .getByRole('button', { name: /unused after/ })
    .waitFor({ state: 'detached' });
});

it('finds a setting of the environment, shows no secret, and the address says what was searched', async () => {
  await page.getByLabel('Search').fill('bearer metrics');
  await here().waitFor({ state: 'detached' });
  await page.getByText('Set, and not shown').waitFor();
  await page.reload();
  await page.getByText('GATEHOUSE_METRICS_TOKEN', { exact: true }).waitFor();
  expect(await page.content()).not.toContain('only Prometheus knows');
  await look(page, 'console-settings-search');
  await page.getByLabel('Search').fill('nothing like it');
  await page.getByText('No setting matches').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 850 });
  await here().waitFor();
  await look(page, 'console-settings-phone-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 900 });
});

it('says who signs in by the outside directory, where it is set', async () => {
  await admin.post('/api/users', { username: 'edsger', password: 'correct horse battery staple' });
  await runSql(
    gatehouse.databaseUrl,
    `INSERT INTO outside_accounts (source, subject, user_id) SELECT 'ldap', 'uid-1', id FROM users WHERE username = 'edsger'`,
  );
  await page.goto(`${gatehouse.adminUrl}/settings`);
  await page.getByLabel('Search').fill('ldap directory');
  const note = page.getByRole('alert', { name: 'Without this directory' });
  await note.getByText('1 person signs in with it.').waitFor();
  await look(page, 'console-settings-directory');
  await page.getByRole('button', { name: 'Show all' }).click();
});

it('each change is in the audit log', async () => {
  await page.getByRole('link', { name: 'Changes' }).click();
  await page.getByRole('link', { name: 'Changed the settings' }).last().click();
  const changes = page.getByRole('region', { name: 'What changed' }).getByRole('row');
  await changes.filter({ hasText: 'People may sign up' }).filter({ hasText: 'yes' }).waitFor();
  await look(page, 'console-settings-audit');
});

it('an operator who is no admin sees it and changes nothing', async () => {
  const { user, password } = await admin.post<{ user: { username: string }; password: string }>(
    '/api/users',
    {
      username: 'otto',
      operatorRole: 'operator',
    },
  );
  const own = await browser.newPage();
  own.setDefaultTimeout(15_000);
  await own.goto(`${gatehouse.adminUrl}/settings`);
  await own.getByRole('link', { name: 'Sign in' }).click();
  await fillSignIn(own, user.username, password);
  await own.getByText('Only admins change these').waitFor();
  expect(await own.getByLabel('People may sign up').isDisabled()).toBe(true);
  expect(await own.getByRole('button', { name: 'Save' }).count()).toBe(0);
  await own.close();
});
