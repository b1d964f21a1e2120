import type { Browser, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type OutsideProvider,
  type RunningGatehouse,
  runSql,
  startGatehouse,
  startOutsideProvider,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { fillSignIn, look, signInToConsole } from './operator.js';

const PASSWORD = 'correct horse battery staple';
const SECRET = 'a secret of forty-eight characters, or about that';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let outside: OutsideProvider;
let browser: Browser;
let console_: Page;

beforeAll(async () => {
  gatehouse = await startGatehouse({ env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  admin = adminApi(gatehouse);
  outside = await startOutsideProvider({
    clients: () => [
      {
        client_id: 'gatehouse',
        client_secret: SECRET,
        redirect_uris: [`${gatehouse.issuer}/sign-in/callback/acme-corp`],
        require_auth_time: true,
      },
    ],
    claims: (account) => ({
      preferred_username: account,
      name: account === 'grace' ? 'Grace Hopper' : 'Ada Lovelace',
      email: `${account}@acme.example`,
      email_verified: true,
    }),
  });
  const { user } = await admin.post<{ user: { id: string; version: number } }>('/api/users', {
    username: 'ada',
    password: PASSWORD,
    email: 'ada@acme.example',
  });
  expect(user.version).toBe(1);
  browser = await launchBrowser();
  console_ = await browser.newPage();
  await signInToConsole(console_, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  outside.close();
  await browser?.close();
  await stopAllGatehouses();
});

describe('an operator', () => {
  it('learns what identity providers are for while there is none', async () => {
    await console_.getByRole('link', { name: 'Identity providers' }).click();
    await console_.getByRole('heading', { name: 'People sign in here alone' }).waitFor();
    await look(console_, 'console-identity-providers-empty');
    await console_.getByRole('link', { name: 'Add a provider' }).first().click();
  });

  it('checks the issuer, and is told why it cannot be used', async () => {
    const issuer = console_.getByRole('textbox', { name: 'Issuer' });
    await issuer.fill('http://127.0.0.1:9999');
    await console_.getByRole('button', { name: 'Check' }).click();
    await console_.getByText('It cannot be asked: it cannot be reached.').waitFor();
    await issuer.fill(outside.issuer);
    await console_.getByRole('button', { name: 'Check' }).click();
    await console_.getByText('The provider answers').waitFor();
  });

  it('is told by each field what cannot be accepted, and loses nothing', async () => {
    await console_.getByRole('textbox', { name: 'Name', exact: false }).first().fill('Acme Corp');
    expect(await console_.getByRole('textbox', { name: 'Slug' }).inputValue()).toBe('acme-corp');
    await console_.getByRole('textbox', { name: 'Client ID' }).fill('gatehouse');
    await console_.getByRole('button', { name: 'Add', exact: true }).click();
    await console_.getByText('This way of authentication needs the client secret.').waitFor();
    await look(console_, 'console-identity-provider-problems');
  });

  it('adds it, and is shown the address to register there', async () => {
    await console_.getByLabel('Client secret', { exact: true }).fill(SECRET);
    await console_.getByLabel('Make an account for whoever has none').check();
    await console_.getByRole('button', { name: 'Add', exact: true }).click();
    await console_.getByRole('heading', { name: 'Acme Corp', level: 1 }).waitFor();
    await console_.getByText(`${gatehouse.issuer}/sign-in/callback/acme-corp`).waitFor();
    await look(console_, 'console-identity-provider');
  });
});

async function openSignIn(colorScheme: 'light' | 'dark' = 'light', width = 1280): Promise<Page> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 850 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(`${gatehouse.issuer}/account/security/sign-in`);
  await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
  return page;
}

/** At the provider's own pages. */
async function signInOutside(page: Page, account: string): Promise<void> {
  await page.getByRole('button', { name: 'Continue with Acme Corp' }).click();
  await page.getByPlaceholder('Enter any login').fill(account);
  await page.getByPlaceholder('and password').fill('anything');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** What an operator finds under the ID; it is stored a moment after it was answered. */
async function waitForAnswer(requestId: string): Promise<unknown> {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    const found = await admin.get(`/api/errors/${requestId}`).catch(() => undefined);
    if (found !== undefined) return found;
  }
  throw new Error(`nothing is stored under ${requestId}`);
}

describe('a person', () => {
  it('is offered the provider, in light and dark, on a phone too', async () => {
    for (const scheme of ['light', 'dark'] as const) {
      const page = await openSignIn(scheme, 390);
      await page.getByRole('button', { name: 'Continue with Acme Corp' }).waitFor();
      await look(page, `portal-sign-in-provider-${scheme}`);
      await page.context().close();
    }
  });

  it('signs in with it, and has an account', async () => {
    const page = await openSignIn();
    await signInOutside(page, 'grace');
    await page.getByText('Grace Hopper').first().waitFor();
    await page.getByText('Your account comes from there.').waitFor();
    expect(await page.getByRole('heading', { name: 'Password' }).count()).toBe(0);
    await page.context().close();
  });

  it('is called what the provider calls them: an operator is told, and changes the rest', async () => {
    await console_.goto(`${gatehouse.adminUrl}/users`);
    await console_.getByRole('link', { name: 'Grace Hopper' }).click();
    await console_.getByText('With Acme Corp.').waitFor();
    expect(await console_.getByText('Comes from Acme Corp at each sign-in: change it there.').count()).toBe(
      2,
    );
    for (const name of [/^Name/, /^E-mail address/])
      expect(await console_.getByRole('textbox', { name }).getAttribute('readonly')).not.toBeNull();
    await console_.getByLabel('Nickname').fill('Amazing Grace');
    await console_.getByRole('button', { name: 'Save' }).click();
    await console_.getByText('Saved').waitFor();
    await look(console_, 'console-user-of-provider');
    await console_.getByRole('link', { name: 'Identity providers' }).click();
    await console_.getByRole('link', { name: 'Acme Corp' }).click();
  });

  it('who has an account here signs in to that first, and then with either', async () => {
    const page = await openSignIn();
    await signInOutside(page, 'ada');
    await page.getByText('You have an account here already').waitFor();
    await look(page, 'portal-sign-in-link');
    await fillSignIn(page, 'ada', PASSWORD);
    await page.waitForURL(/\/account\/security/);
    await page.context().close();
    const again = await openSignIn();
    await signInOutside(again, 'ada');
    await again.getByRole('button', { name: 'Unlink Acme Corp' }).waitFor();
    await look(again, 'portal-account-linked');
    await again.context().close();
  });

  it('keeps the last way to sign in, and is told what to do first', async () => {
    const page = await openSignIn();
    await signInOutside(page, 'ada');
    await runSql(gatehouse.databaseUrl, `UPDATE users SET password_hash = NULL WHERE username = 'ada'`);
    await page.getByRole('button', { name: 'Unlink Acme Corp' }).click();
    await page.getByText('Set a password or add a passkey first.').waitFor();
    await look(page, 'portal-account-only-provider');
    await page.reload();
    await page.getByRole('button', { name: 'Unlink Acme Corp' }).waitFor();
    await page.getByRole('button', { name: 'Set a password' }).waitFor();
    await page.context().close();
  });

  it('who turns back at the provider is told what to do, once', async () => {
    const page = await openSignIn();
    await page.getByRole('button', { name: 'Continue with Acme Corp' }).click();
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.getByText('The other side says that you did not allow it').waitFor();
    await look(page, 'portal-sign-in-refused');
    // What the person reads out, an operator finds.
    expect(new URL(page.url()).searchParams.has('request')).toBe(false);
    const requestId = await page.getByRole('alert').locator('code').innerText();
    const stored = await waitForAnswer(requestId);
    expect(stored).toMatchObject({ error: 'provider-refused', endpoint: '/sign-in/callback/:provider' });
    await page.reload();
    await page.getByRole('button', { name: 'Continue with Acme Corp' }).waitFor();
    expect(await page.getByText('The other side says that you did not allow it').count()).toBe(0);
    await page.context().close();
  });

  it('who cannot be sent there, because it is down, is told so', async () => {
    const page = await openSignIn();
    outside.isDown = true;
    await admin.post('/api/identity-providers/checks', { issuer: outside.issuer });
    await page.getByRole('button', { name: 'Continue with Acme Corp' }).click();
    await page.getByText('We cannot reach Acme Corp right now').waitFor();
    outside.isDown = false;
    await page.context().close();
  });
});

describe('the operator', () => {
  it('sees who is linked, and unlinks somebody', async () => {
    await console_.getByRole('link', { name: '← Identity providers' }).click();
    await console_.getByRole('cell', { name: 'Made when needed' }).waitFor();
    await look(console_, 'console-identity-providers');
    await console_.getByRole('link', { name: 'Acme Corp' }).click();
    await console_.getByRole('button', { name: 'Unlink grace' }).click();
    await console_.getByRole('button', { name: 'Unlink grace' }).waitFor({ state: 'detached' });
    await console_.getByRole('button', { name: 'Unlink ada' }).waitFor();
    await look(console_, 'console-identity-provider-linked');
  });
});
