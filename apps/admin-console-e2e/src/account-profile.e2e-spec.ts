import type { Browser, Page } from 'playwright-core';
import {
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  runSql,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { fillSignIn, look } from './operator.js';

const PASSWORD = 'correct horse battery staple';

let gatehouse: RunningGatehouse;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  gatehouse = await startGatehouse();
  const admin = adminApi(gatehouse);
  await admin.post('/api/users', {
    username: 'ada',
    password: PASSWORD,
    displayName: 'Dr ada',
    email: 'ada@example.com',
  });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

async function openProfile(username: string, width: number, dark = false, locale = 'en-GB'): Promise<Page> {
  const context = await browser.newContext({
    locale,
    timezoneId: 'Europe/Berlin',
    colorScheme: dark ? 'dark' : 'light',
    viewport: { width, height: 950 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  await page.goto(`${gatehouse.issuer}/account/profile/sign-in`);
  if (locale === 'en-GB') await fillSignIn(page, username, PASSWORD);
  else {
    await page.locator('input[name=username]').fill(username);
    await page.locator('input[name=password]').fill(PASSWORD);
    await page.locator('button[type=submit]').click();
  }
  await page.locator('input[name=displayName]').waitFor();
  return page;
}

async function lookWhole(page: Page, name: string): Promise<void> {
  await look(page, name);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect({ name, overflow: Math.max(0, overflow) }).toEqual({ name, overflow: 0 });
}

async function findLink(recipient: string, subject: string): Promise<string> {
  const messages =
    await adminApi(gatehouse).get<readonly { recipient: string; subject: string; body: string | null }[]>(
      '/api/messages',
    );
  const found = messages.find((message) => message.recipient === recipient && message.subject === subject);
  return /https?:\/\/\S+/.exec(found?.body ?? '')?.[0] ?? '';
}

it('somebody writes down who they are, is told what is wrong, and finds it again', async () => {
  const page = await openProfile('ada', 1280);
  expect(new URL(page.url()).search).toBe('');
  await page.getByLabel('First name').fill('Ada');
  await page.getByLabel('Last name').fill('King');
  await page.getByLabel('Name', { exact: true }).fill('Ada King');
  await page.getByLabel('Time zone').selectOption('Europe/London');
  await page.getByRole('combobox', { name: 'Language' }).first().selectOption('en-GB');
  await page.getByLabel('City').fill('London');
  await page.getByLabel('Telephone').fill('020 7946 0000');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Write it with its country code').waitFor();
  await lookWhole(page, 'portal-profile-wrong');
  await page.getByLabel('Telephone').fill('+44 (20) 7946-0000');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await page.reload();
  await page.getByText('Ada King (ada)').waitFor();
  expect(await page.getByLabel('Telephone').inputValue()).toBe('+442079460000');
  expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/London');
  await lookWhole(page, 'portal-profile');
  await page.getByRole('link', { name: 'Security and applications' }).click();
  await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
});

it('of two windows, the later one is told, and shows what is there', async () => {
  const [first, second] = [await openProfile('ada', 390), await openProfile('ada', 390)];
  await first.getByLabel('First name').fill('Augusta');
  await first.getByRole('button', { name: 'Save' }).click();
  await first.getByText('Saved.').waitFor();
  await second.getByLabel('Last name').fill('Byron');
  await second.getByRole('button', { name: 'Save' }).click();
  await second.getByText('Changed meanwhile').waitFor();
  await second.locator('input[name=given_name][value=Augusta]').waitFor();
  await second.getByLabel('Last name').fill('Byron');
  await second.getByRole('button', { name: 'Save' }).click();
  await second.getByText('Saved.').waitFor();
});

it('another address counts when its link was opened', async () => {
  const page = await openProfile('ada', 390, true);
  await page.getByLabel('New e-mail address').fill('ada@lovelace.example');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByText('We have sent a link to ada@lovelace.example').waitFor();
  await lookWhole(page, 'portal-profile-waiting-dark');
  const link = await findLink('ada@lovelace.example', 'Confirm your new e-mail address');
  // Wherever they read their mail.
  const elsewhere = await browser.newPage({ viewport: { width: 390, height: 800 } });
  await elsewhere.goto(link);
  await elsewhere.getByRole('heading', { name: 'Confirm your new e-mail address' }).waitFor();
  await lookWhole(elsewhere, 'portal-confirm-new-email');
  await elsewhere.getByRole('button', { name: 'This is my address' }).click();
  await elsewhere.getByRole('heading', { name: 'Your new address counts' }).waitFor();
  await elsewhere.goto('about:blank');
  await elsewhere.goto(link);
  await elsewhere.getByRole('button', { name: 'This is my address' }).click();
  await elsewhere.getByText('This link cannot be used').waitFor();
  await page.reload();
  await page.getByText('ada@lovelace.example').waitFor();
  expect(await page.getByText('We have sent a link').count()).toBe(0);
});

it('what comes from a directory is shown, with where to change it', async () => {
  const page = await openProfile('ada', 1280, true, 'de-DE');
  await lookWhole(page, 'portal-profile-de-dark');
  const french = await openProfile('ada', 390, false, 'fr-FR');
  await lookWhole(french, 'portal-profile-fr');
  // As if she had come from the directory.
  await runSql(
    gatehouse.databaseUrl,
    `INSERT INTO outside_accounts (source, subject, user_id, made_account)
     SELECT 'ldap', 'uuid-ada', id, true FROM users WHERE username = 'ada'`,
  );
  await french.goto(`${gatehouse.issuer}/account/profile`);
  await french.locator('input[name=displayName][readonly]').waitFor();
  expect(await french.locator('input[name=email]').count()).toBe(0);
  await lookWhole(french, 'portal-profile-fr-directory');
  await french.goto(`${gatehouse.issuer}/account/security`);
  await french.getByText('Faites-le modifier là-bas.').waitFor();
  expect(await french.locator('input[name=password]').count()).toBe(0);
  await lookWhole(french, 'portal-security-fr-directory');
  await page.goto(`${gatehouse.issuer}/account/security`);
  await page.getByText('Ihr Passwort liegt im Verzeichnis Ihrer Organisation.').waitFor();
  await lookWhole(page, 'portal-security-de-directory-dark');
});

it('no page has complained', () => {
  expect(complaints).toEqual([]);
});
