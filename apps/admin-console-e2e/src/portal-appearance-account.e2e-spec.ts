import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { runSql } from '../../../tools/test-setup/index.mjs';
import { plugInAuthenticator } from './authenticator.js';
import { fillSignIn } from './operator.js';
import { openPerson, openStage, PASSWORD, type PortalStage, register, see } from './portal-stage.js';

let stage: PortalStage;
let page: Page;
let recoveryCode = '';

beforeAll(async () => {
  stage = await openStage();
  page = await openPerson(stage);
  await plugInAuthenticator(page);
});
afterAll(() => stage.close());

const isOnSecurity = (): Promise<void> =>
  page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();

async function openSecurity(): Promise<void> {
  await page.goto(`${stage.gatehouse.issuer}/account/security`);
  await isOnSecurity();
}

describe('somebody’s account', () => {
  it('asks to sign in, for each of its pages', async () => {
    for (const part of ['profile', 'security']) {
      await page.goto(`${stage.gatehouse.issuer}/account/${part}`);
      await page.getByRole('link', { name: 'Sign in' }).waitFor();
      await see(page, `account-${part}-signed-out`);
    }
  });

  it('shows who they are', async () => {
    await page.getByRole('link', { name: 'Sign in' }).click();
    await fillSignIn(page, 'grace', PASSWORD);
    await isOnSecurity();
    await page.goto(`${stage.gatehouse.issuer}/account/profile`);
    await page.locator('input[name=displayName]').waitFor();
    await page.getByLabel('New e-mail address').fill('grace@hopper.example');
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByText('We have sent a link to grace@hopper.example').waitFor();
    await page.getByLabel('Telephone').fill('12');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Write it with its country code').waitFor();
    await page.getByText('Look at the marked fields').waitFor();
    await see(page, 'account-profile');
  });

  it('shows how they sign in, when nothing has been set up or allowed', async () => {
    await openSecurity();
    await page.getByText('None yet.').waitFor();
    await see(page, 'account-security-new');
  });

  it('says why a password is not taken', async () => {
    await page.getByLabel('New password').fill('password1');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByRole('alert').waitFor();
    await see(page, 'account-password-refused');
  });
});

describe('second factors', () => {
  it('are set up by a picture and a code', async () => {
    await openSecurity();
    await page.getByRole('button', { name: 'Set up an app' }).click();
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    await page.getByLabel('Code that the app shows now').fill('000000');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('That is not the code that your app shows now.').waitFor();
    await see(page, 'account-totp');
  });

  it('come with recovery codes', async () => {
    const key = (await page.locator('pre').innerText()).replaceAll(/\s/g, '');
    await page
      .getByLabel('Code that the app shows now')
      .fill(new TOTP({ secret: Secret.fromBase32(key) }).generate());
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('Keep these recovery codes').waitFor();
    recoveryCode = (await page.locator('pre').innerText()).split('\n')[0] ?? '';
    await see(page, 'account-recovery-codes');
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByLabel('Name of the new passkey').fill('Pixel 12');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText('Pixel 12', { exact: true }).waitFor();
  });

  it('are asked for after the password', async () => {
    await page.context().clearCookies();
    await page.goto(`${stage.gatehouse.issuer}/account/security/sign-in`);
    await fillSignIn(page, 'grace', PASSWORD);
    await page.getByRole('heading', { name: 'Confirm that it is you' }).waitFor();
    await see(page, 'second-factor');
    await page.getByLabel('Code').fill('000000');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('Not signed in').waitFor();
    await see(page, 'second-factor-wrong');
  });

  it('can be a recovery code', async () => {
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    expect(await page.getByText('Not signed in').count()).toBe(0);
    await see(page, 'second-factor-recovery');
    await page.getByLabel('Recovery code').fill(recoveryCode);
    await page.getByRole('button', { name: 'Continue' }).click();
    await isOnSecurity();
  });
});

/** How red the words of a button are: the more, the less of the other colours. */
const measureRed = (name: string): Promise<number> =>
  page.getByRole('button', { name }).evaluate((button) => {
    const [red = 0, green = 0, blue = 0] = (getComputedStyle(button).color.match(/[\d.]+/g) ?? []).map(
      Number,
    );
    return red - Math.max(green, blue);
  });

describe('what has been allowed', () => {
  it('is listed beside all else that is set up', async () => {
    const request = await register(stage, {
      name: 'Print Shop',
      publisher: 'Prints & Co.',
      isVerified: true,
      homepageUrl: 'https://print.example/',
      description: 'Prints photos on paper.',
    });
    await page.goto(request('openid profile photos albums payments'));
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'Printed' }).waitFor();
    await openSecurity();
    await page.getByRole('list', { name: 'What Print Shop may do' }).waitFor();
    await see(page, 'account-security');
  });

  it('what removes looks like it, in the dark too', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await measureRed('Remove the app')).toBeGreaterThan(60);
    expect(await measureRed('Remove Pixel 12')).toBeGreaterThan(60);
  });

  it('is taken back, one by one or as a whole', async () => {
    await page.getByRole('button', { name: 'Remove “Pay for prints” from Print Shop' }).click();
    await page.getByRole('group', { name: 'Remove “Pay for prints”?' }).waitFor();
    await see(page, 'account-remove-permission');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByRole('button', { name: 'Remove Print Shop', exact: true }).click();
    await page.getByRole('group', { name: 'Remove Print Shop?' }).waitFor();
    await see(page, 'account-remove-application');
  });

  it('cannot be changed long after the sign-in', async () => {
    await runSql(
      stage.gatehouse.databaseUrl,
      `UPDATE sessions SET authenticated_at = now() - interval '1 day'`,
    );
    await openSecurity();
    await page.getByText('Sign in again to change something').waitFor();
    await see(page, 'account-stale');
  });
});

it('no page has complained', () => {
  expect(stage.complaints).toEqual([]);
});
