import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { plugInAuthenticator } from './authenticator.js';
import { findKeyboardProblems, tabTo } from './keyboard-walk.js';
import { fillSignIn } from './operator.js';
import { openPerson, openStage, PASSWORD, type PortalStage, register } from './portal-stage.js';

let stage: PortalStage;
let page: Page;
let shop: Awaited<ReturnType<typeof register>>;

beforeAll(async () => {
  stage = await openStage({ GATEHOUSE_SIGN_UP: 'true' });
  shop = await register(stage, {
    name: 'Print Shop',
    publisher: 'Prints & Co.',
    homepageUrl: 'https://print.example/',
    privacyUrl: 'https://print.example/privacy',
  });
  await stage.admin.post('/api/identity-providers', {
    name: 'Acme Corp',
    slug: 'acme',
    issuer: 'https://login.example',
    clientId: 'gatehouse',
    authenticationMethod: 'client_secret_basic',
    clientSecret: 'a secret of forty-eight characters, or about that',
  });
  page = await openPerson(stage);
});
afterAll(() => stage.close());

const open = async (path: string): Promise<void> => {
  // Another # alone would load nothing.
  await page.goto('about:blank');
  await page.goto(stage.gatehouse.issuer + path);
};

const expectToBeWalked = async (name: string): Promise<void> =>
  expect({ name, problems: await findKeyboardProblems(page) }).toEqual({ name, problems: [] });

/** What has the focus: its name attribute, its ID-less role, or its element. */
const findFocus = (): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('name') ?? element?.getAttribute('role') ?? element?.tagName ?? '';
  });

/** The focus comes to what says so once the answer is there. */
const waitForFocus = (selector: string): Promise<unknown> =>
  page.waitForFunction((wanted) => document.activeElement?.matches(wanted) === true, selector);

describe('signing in, by keys alone', () => {
  it('begins in the first field, and comes to all there is', async () => {
    await page.goto(shop('openid profile photos albums'));
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await findFocus()).toBe('username');
    await expectToBeWalked('sign-in');
  });

  it('goes back to the password that was wrong, with all of it marked', async () => {
    await tabTo(page, 'Username');
    await page.keyboard.type('ada');
    await tabTo(page, 'Password');
    await page.keyboard.type('wrong');
    await tabTo(page, 'Sign in');
    await page.keyboard.press('Space');
    await page.getByText('Wrong username or password.').waitFor();
    await waitForFocus('input[name=password]');
    await page.keyboard.type(PASSWORD);
    expect(await page.locator('input[name=password]').inputValue()).toBe(PASSWORD);
  });

  it('hears of what is no field’s fault where that is told', async () => {
    await tabTo(page, 'Continue with Acme Corp');
    await page.keyboard.press('Enter');
    await page.getByText('We cannot reach Acme Corp').waitFor();
    await waitForFocus('[role=alert]');
  });

  it('shows and hides the password by a key', async () => {
    await tabTo(page, 'Show or hide what you type');
    await page.keyboard.press('Space');
    expect(await page.locator('input[name=password]').getAttribute('type')).toBe('text');
    await page.keyboard.press('Enter');
    expect(await page.locator('input[name=password]').getAttribute('type')).toBe('password');
  });
});

describe('consent, by keys alone', () => {
  it('begins at its question, not at an answer to it', async () => {
    await tabTo(page, 'Sign in');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    await waitForFocus('h1');
    await expectToBeWalked('consent');
  });

  it('leaves out what a key has unticked', async () => {
    await tabTo(page, 'Make albums');
    await page.keyboard.press('Space');
    expect(await page.getByRole('checkbox', { name: 'Make albums' }).isChecked()).toBe(false);
    await tabTo(page, 'Allow');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Printed' }).waitFor();
    await page.goto(shop('openid photos albums'));
    await page.getByRole('checkbox', { name: 'Make albums' }).waitFor();
    await expectToBeWalked('consent for more');
  });

  it('begins at its question where an account is chosen, too', async () => {
    await page.goto(shop('openid photos', { prompt: 'select_account' }));
    await page.getByRole('button', { name: 'Ada Lovelace' }).waitFor();
    await waitForFocus('h1');
    await expectToBeWalked('select-account');
  });
});

describe('the account, by keys alone', () => {
  it('comes to each part of the profile, and to the field that is wrong', async () => {
    await open('/account/profile');
    await page.locator('input[name=displayName]').waitFor();
    await expectToBeWalked('account-profile');
    await page.getByLabel('Telephone').fill('12');
    await tabTo(page, 'Save');
    await page.keyboard.press('Space');
    await page.getByText('Write it with its country code').waitFor();
    await waitForFocus('input[name=phone_number]');
  });

  it('comes to each part of its security, and to a password that is too easy', async () => {
    await open('/account/security');
    await page.getByRole('list', { name: 'What Print Shop may do' }).waitFor();
    await expectToBeWalked('account-security');
    await tabTo(page, 'New password');
    await page.keyboard.type('password1');
    await page.keyboard.press('Enter');
    await page.getByText('This password is too easy to guess').waitFor();
    await waitForFocus('input[name=password][aria-invalid=true]');
  });

  it('goes back to where it asked when a permission is kept, and stays in its part when it is removed', async () => {
    await tabTo(page, 'Remove Print Shop');
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'Remove Print Shop?' }).waitFor();
    // Not on what cannot be undone.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Keep');
    await page.keyboard.press('Enter');
    await waitForFocus('[aria-label="Remove Print Shop"]');
    await page.keyboard.press('Space');
    await tabTo(page, 'Remove');
    await page.keyboard.press('Enter');
    await page.getByText('None yet.').waitFor();
    await waitForFocus('h2');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Applications/);
  });
});

describe('an account that is made or found again, by keys alone', () => {
  it('is made, with the first field that is wrong', async () => {
    await open('/sign-up');
    await page.getByRole('button', { name: 'Create the account' }).waitFor();
    await expectToBeWalked('sign-up');
    await page.getByLabel('E-mail address').fill('lin@example.com');
    await page.getByLabel('Name').fill('Lin');
    await page.getByLabel('Password', { exact: true }).fill('password1');
    await tabTo(page, 'Create the account');
    await page.keyboard.press('Enter');
    await waitForFocus('input[name=password][aria-invalid=true]');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Look at your mail' }).waitFor();
    // What was pressed is gone: what came of it is read next.
    await waitForFocus('[role=status]');
  });

  it.each(['forgot-password', 'reset-password#ticket', 'device', 'apis'])(
    'walks through /%s',
    async (path) => {
      await open(`/${path}`);
      await page.getByRole('textbox').first().waitFor();
      await expectToBeWalked(path);
    },
  );

  it('comes back to a code that no device shows', async () => {
    await open('/device');
    await tabTo(page, 'Code');
    await page.keyboard.type('BBBB-BBBB');
    await tabTo(page, 'Continue');
    await page.keyboard.press('Space');
    await page.getByText('This code is wrong').waitFor();
    await waitForFocus('input[name=user_code]');
  });
});

describe('a second factor, by keys alone', () => {
  const account = (): Promise<void> =>
    page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();

  /** As Grace, in a browser that does not know her. */
  async function signIn(): Promise<void> {
    await page.context().clearCookies();
    await open('/account/security');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await fillSignIn(page, 'grace', PASSWORD);
  }

  const isAsked = (): Promise<void> =>
    page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor();

  async function press(name: string): Promise<void> {
    await tabTo(page, name);
    await page.keyboard.press('Space');
  }

  it('is set up: an app first, a passkey then', async () => {
    await plugInAuthenticator(page);
    await signIn();
    await account();
    await press('Set up an app');
    await waitForFocus('input[name=code]');
    await expectToBeWalked('totp-setup');
    const key = (await page.locator('pre').innerText()).replaceAll(/\s/g, '');
    await tabTo(page, 'Code that the app shows now');
    await page.keyboard.type(new TOTP({ secret: Secret.fromBase32(key) }).generate());
    await page.keyboard.press('Enter');
    await waitForFocus('[role=status]');
    await press('I have kept them');
    await tabTo(page, 'Name of the new passkey');
    await page.keyboard.type('Ring');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove Ring' }).waitFor();
  });

  it('begins in the field for its code, comes back to a wrong one, and leads to the other ways', async () => {
    await signIn();
    await isAsked();
    await waitForFocus('input[name=code]');
    await expectToBeWalked('second-factor');
    await tabTo(page, 'Code');
    await page.keyboard.type('000000');
    await page.keyboard.press('Enter');
    await page.getByText('Not signed in').waitFor();
    await waitForFocus('input[name=code]');
    await press('Use a recovery code');
    await waitForFocus('input[name=code][inputmode=text]');
    await expectToBeWalked('second-factor-recovery');
    await press('Use a passkey');
    await account();
  });

  it('begins at its heading where there is a passkey alone, and is asked for no more once that is removed', async () => {
    await press('Remove the app');
    await page.getByRole('button', { name: 'Remove the app' }).waitFor({ state: 'detached' });
    await signIn();
    await isAsked();
    await waitForFocus('h1');
    await expectToBeWalked('second-factor-passkey');
    await press('Use a passkey');
    await account();
    await press('Remove Ring');
    await page.getByRole('button', { name: 'Remove Ring' }).waitFor({ state: 'detached' });
    await signIn();
    await account();
  });
});

it('a page that has ended is read from its beginning', async () => {
  await open('/sign-in?interaction=gone');
  await page.getByRole('heading', { name: 'This page has expired' }).waitFor();
  await waitForFocus('[role=alert]');
  await expectToBeWalked('page-expired');
});

it('signing out is asked, and done by a key', async () => {
  await open('/oauth2/end-session');
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  await expectToBeWalked('sign-out');
  await tabTo(page, 'Sign out');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
});

it('no page has complained', () => {
  expect(stage.complaints).toEqual([]);
});
