import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import {
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  runSql,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { plugInAuthenticator } from './authenticator.js';
import { fillSignIn, look, signInToConsole } from './operator.js';

const PASSWORD = 'correct horse battery staple';

let gatehouse: RunningGatehouse;
let browser: Browser;
let complaints: string[];
let ada: string;

async function openPage(colorScheme: 'light' | 'dark', width = 1280): Promise<Page> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 950 } });
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

const openAccount = async (page: Page): Promise<void> => {
  await page.goto(`${gatehouse.issuer}/account/security`);
  await page.getByRole('link', { name: 'Sign in' }).click();
};

const waitForAccount = (page: Page): Promise<void> =>
  page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();

beforeAll(async () => {
  complaints = [];
  gatehouse = await startGatehouse();
  const admin = adminApi(gatehouse);
  for (const username of ['ada', 'grace', 'hedy', 'emmy']) {
    const person = { username, password: PASSWORD, displayName: `Dr ${username}` };
    const { user } = await admin.post<{ user: { id: string } }>('/api/users', person);
    if (username === 'ada') ada = user.id;
  }
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

it('a passkey is added, and signs in alone', async () => {
  const page = await openPage('light');
  await plugInAuthenticator(page);
  await openAccount(page);
  await look(page, 'portal-sign-in-with-passkey');
  await fillSignIn(page, 'ada', PASSWORD);
  await waitForAccount(page);
  expect(new URL(page.url()).search).toBe('');
  await page.getByLabel('Name of the new passkey').fill('My phone');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('Keep these recovery codes').waitFor();
  await look(page, 'portal-account-recovery-codes');
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('My phone', { exact: true }).waitFor();
  await look(page, 'portal-account-passkey');

  await page.context().clearCookies();
  await openAccount(page);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await waitForAccount(page);
  await page.getByText('Dr ada').waitFor();
});

it('an authenticator app is set up by its key, and its code is asked for after the password', async () => {
  const page = await openPage('dark', 390);
  await openAccount(page);
  await look(page, 'portal-account-sign-in-dark');
  await fillSignIn(page, 'grace', PASSWORD);
  await waitForAccount(page);
  await page.getByRole('button', { name: 'Set up an app' }).click();
  await page.getByRole('img', { name: 'QR code' }).waitFor();
  await look(page, 'portal-account-totp-dark');
  const key = (await page.locator('pre').innerText()).replaceAll(/\s/g, '');
  const app = new TOTP({ secret: Secret.fromBase32(key) });
  await page.getByLabel('Code that the app shows now').fill('000000');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('That is not the code that your app shows now.').waitFor();
  await page.getByLabel('Code that the app shows now').fill(app.generate());
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('Keep these recovery codes').waitFor();
  const [recoveryCode = ''] = (await page.locator('pre').innerText()).split('\n');

  await page.context().clearCookies();
  await openAccount(page);
  await fillSignIn(page, 'grace', PASSWORD);
  await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor();
  await look(page, 'portal-second-factor-dark');
  await page.getByLabel('Code').fill('000000');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('Not signed in').waitFor();
  // The code of the set-up is used up: the next one counts.
  await page.getByLabel('Code').fill(app.generate({ timestamp: Date.now() + 30_000 }));
  await page.getByRole('button', { name: 'Continue' }).click();
  await waitForAccount(page);

  await page.context().clearCookies();
  await openAccount(page);
  await fillSignIn(page, 'grace', PASSWORD);
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(recoveryCode);
  await page.getByRole('button', { name: 'Continue' }).click();
  await waitForAccount(page);
  await page.getByText('9 recovery codes left').waitFor();
  const activity = page.getByRole('region', { name: 'Recent activity' });
  await activity.getByRole('note').filter({ hasText: 'Was this not you?' }).waitFor();
  await activity.getByText('they know your password', { exact: false }).waitFor();
  await activity.getByText('Failed sign-in: the password was right, the code was wrong').waitFor();
  await activity.getByText('Signed in with a recovery code').waitFor();
  await look(page, 'portal-account-dark');
});

it('a failed sign-in is asked about, and an operator sees the same', async () => {
  const page = await openPage('light', 390);
  await openAccount(page);
  await fillSignIn(page, 'ada', 'not the password');
  await page.getByText('Not signed in').waitFor();
  await fillSignIn(page, 'ada', PASSWORD);
  // A passkey was added: it is asked for after the password.
  await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor();

  for (const [scheme, width] of [
    ['light', 1280],
    ['dark', 390],
  ] as const) {
    const operator = await openPage(scheme, width);
    await signInToConsole(operator, gatehouse.adminUrl, gatehouse.operator.password);
    await operator.goto(`${gatehouse.adminUrl}/users/${ada}`);
    const activity = operator.getByRole('region', { name: 'Activity', exact: true });
    await activity.getByText('Failed sign-in: wrong password').waitFor();
    await activity.getByText('Passkey “My phone” added').waitFor();
    // At the end nothing lies under the bar that has the button to save.
    await operator.keyboard.press('End');
    await look(operator, `console-user-activity-${scheme}`);
  }
});

it('shows older activity until there is none, each entry once', async () => {
  const page = await openPage('light', 390);
  await openAccount(page);
  await fillSignIn(page, 'emmy', PASSWORD);
  await waitForAccount(page);
  await runSql(
    gatehouse.databaseUrl,
    `INSERT INTO account_events (user_id, kind, name, at)
     SELECT id, 'passkey-added', 'Key ' || n, '2026-01-02T03:04:05Z' FROM users, generate_series(1, 23) n WHERE username = 'emmy'`,
  );
  await page.reload();
  const activity = page.getByRole('region', { name: 'Recent activity' });
  const entries = activity.getByRole('listitem');
  const older = activity.getByRole('button', { name: 'Show older' });
  for (const count of [10, 20]) {
    await entries.nth(count - 1).waitFor();
    expect(await entries.count()).toBe(count);
    await older.click();
  }
  // The account was made, and emmy signed in.
  await entries.nth(24).waitFor();
  await older.waitFor({ state: 'detached' });
  const texts = await entries.allTextContents();
  expect(new Set(texts.filter((text) => text.startsWith('Passkey “Key '))).size).toBe(23);
  expect(texts).toHaveLength(25);
  // Whoever has no pointer reads on at the first of what came.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(texts[20]);
  await look(page, 'portal-account-older-activity');
});

it('the password is changed, and another session ended', async () => {
  const [here, lent, elsewhere] = [await openPage('light'), await openPage('light'), await openPage('light')];
  for (const page of [here, lent, elsewhere]) {
    await openAccount(page);
    await fillSignIn(page, 'hedy', PASSWORD);
    await waitForAccount(page);
  }
  await here.reload();
  const sessions = here.getByRole('region', { name: 'Where you are signed in' }).getByRole('listitem');
  await sessions.filter({ hasText: 'This device' }).waitFor();
  const own = (await sessions.first().textContent()) ?? '';
  expect(own).toMatch(/Chrom.* on Linux.*Signed in .*Last used .* from (127\.0\.0\.1|::1).*This device/);
  const activity = here.getByRole('region', { name: 'Recent activity' }).getByRole('listitem');
  await activity
    .filter({ hasText: /^Signed in.*Chrom.* on Linux/ })
    .first()
    .waitFor();
  await activity.filter({ hasText: /^Account created.*By an operator/ }).waitFor();
  await look(here, 'portal-account-sessions');
  const count = await sessions.count();
  await sessions
    .last()
    .getByRole('button', { name: /^Sign out Chrom.*, signed in / })
    .click();
  await sessions.nth(count - 1).waitFor({ state: 'detached' });
  await here.getByRole('button', { name: 'Sign out all other devices' }).waitFor();
  await lent.reload();
  await lent.getByRole('link', { name: 'Sign in' }).waitFor();
  await here.getByLabel('New password').fill('password1');
  await here.getByRole('button', { name: 'Change the password' }).click();
  await here.getByRole('alert').waitFor();
  await look(here, 'portal-account-weak-password');
  await here.getByLabel('New password').fill('seven purple herons sang');
  await here.getByRole('button', { name: 'Change the password' }).click();
  await here.getByText('Your new password counts').waitFor();
  await elsewhere.reload();
  await elsewhere.getByRole('link', { name: 'Sign in' }).waitFor();
});

it('no page has complained', () => {
  expect(complaints).toEqual([]);
});
