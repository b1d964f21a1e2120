import type { Page } from 'playwright-core';
import { fillSignIn } from './operator.js';
import { openPerson, openStage, PASSWORD, type PortalStage, register, see } from './portal-stage.js';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';

interface Device {
  readonly user_code: string;
  readonly verification_uri_complete: string;
}

let stage: PortalStage;
let page: Page;
let television: string;

async function registerTelevision(): Promise<string> {
  const { application } = await stage.admin.post<{
    application: { id: string; clientIds: readonly string[] };
  }>('/api/applications', {
    name: 'Living Room TV',
    kind: 'native',
    redirectUris: ['com.example.tv:/callback'],
    allowedScopes: ['photos'],
  });
  const id = application.clientIds[0] ?? '';
  await stage.admin.patch(`/api/applications/${application.id}/clients/${id}`, {
    version: 1,
    grantTypes: [GRANT_TYPE],
  });
  return id;
}

async function switchOn(): Promise<Device> {
  const body = new URLSearchParams({ client_id: television, scope: 'photos' });
  const address = `${stage.gatehouse.authUrl}/oauth2/device_authorization`;
  return (await (await fetch(address, { method: 'POST', body })).json()) as Device;
}

beforeAll(async () => {
  stage = await openStage({ GATEHOUSE_SIGN_UP: 'true' });
  television = await registerTelevision();
  page = await openPerson(stage);
});
afterAll(() => stage.close());

const open = async (path: string): Promise<void> => {
  // Another # alone would load nothing.
  await page.goto('about:blank');
  await page.goto(stage.gatehouse.issuer + path);
};

describe('a device', () => {
  it('is connected by its code', async () => {
    await open('/device');
    await see(page, 'device');
    await page.getByRole('textbox', { name: 'Code' }).fill('BBBB-BBBB');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('This code is wrong').waitFor();
    await see(page, 'device-wrong');
  });

  it('is compared, allowed, and waits for nothing more', async () => {
    const device = await switchOn();
    await page.goto(device.verification_uri_complete);
    await page.getByText('Is this the code that your device shows?').waitFor();
    await see(page, 'device-compare');
    await page.getByRole('button', { name: 'Continue' }).click();
    await fillSignIn(page, 'grace', PASSWORD);
    await page.getByText(device.user_code).waitFor();
    await see(page, 'device-consent');
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'You can go back to your device' }).waitFor();
    await see(page, 'device-allowed');
  });

  it.each(['denied', 'expired'])('is told %s', async (result) => {
    await open(`/device?result=${result}`);
    await see(page, `device-${result}`);
  });
});

describe('signing out', () => {
  it('is asked, and done', async () => {
    await open('/oauth2/end-session');
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await see(page, 'sign-out');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    await see(page, 'signed-out');
  });
});

/** The newest message's link. */
async function findLink(recipient: string): Promise<string> {
  const messages =
    await stage.admin.get<readonly { recipient: string; body: string | null }[]>('/api/messages');
  const body = messages.find((message) => message.recipient === recipient)?.body ?? '';
  return /https?:\/\/\S+/.exec(body)?.[0] ?? '';
}

describe('a new account', () => {
  it('is made', async () => {
    await open('/sign-up');
    await see(page, 'sign-up');
    await page.getByLabel('E-mail address').fill('lin@example.com');
    await page.getByLabel('Name').fill('Lin');
    await page.getByLabel('Password', { exact: true }).fill('password1');
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.getByRole('alert').waitFor();
    await see(page, 'sign-up-refused');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.getByRole('heading', { name: 'Look at your mail' }).waitFor();
    await see(page, 'sign-up-done');
  });

  it('has its address confirmed, once', async () => {
    const link = await findLink('lin@example.com');
    await page.goto(link);
    await see(page, 'confirm-email');
    await page.getByRole('button', { name: 'This is my address' }).click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    await see(page, 'confirm-email-done');
    await page.goto('about:blank');
    await page.goto(link);
    await page.getByRole('button', { name: 'This is my address' }).click();
    await page.getByText('This link cannot be used').waitFor();
    await page.getByText('If you have opened it before').waitFor();
    expect(await page.getByRole('button', { name: 'This is my address' }).count()).toBe(0);
    await see(page, 'confirm-email-again');
    // The one thing left to do has the focus.
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Forgotten your password?' }).waitFor();
  });

  it('leads on from a link for another address that is too old', async () => {
    await open('/confirm-new-email#nothing-like-a-ticket');
    await page.getByRole('button', { name: 'This is my address' }).click();
    await page.getByRole('link', { name: 'Change the address again' }).waitFor();
    await see(page, 'confirm-new-email-expired');
    await page.getByRole('link', { name: 'Change the address again' }).click();
    await page.waitForURL(/\/account\/profile$/);
  });
});

describe('a forgotten password', () => {
  it('is asked for', async () => {
    await open('/forgot-password');
    await see(page, 'forgot-password');
    await page.getByLabel('E-mail address').fill('grace@example.com');
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByRole('heading', { name: 'Look at your mail' }).waitFor();
    await see(page, 'forgot-password-sent');
  });

  it('gives way to another', async () => {
    await open('/reset-password#nothing-like-a-ticket');
    await see(page, 'reset-password');
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('This link cannot be used').waitFor();
    await page.getByRole('link', { name: 'Ask for a new link' }).waitFor();
    await see(page, 'reset-password-expired');
    await page.goto('about:blank');
    await page.goto(await findLink('grace@example.com'));
    await page.getByLabel('New password').fill('nine quiet otters paint');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Your new password counts' }).waitFor();
    await see(page, 'reset-password-done');
  });
});

describe('what does not work', () => {
  it.each([
    ['nothing-here', '/'],
    ['not-found', '/nothing/here'],
    ['page-expired', '/sign-in?interaction=gone'],
    ['answer-gone', '/oauth2/form-post?interaction=gone'],
    ['logout-broken', '/oauth2/end-session?client_id=nobody'],
  ])('says %s', async (name, path) => {
    await open(path);
    await see(page, `error-${name}`);
  });

  it('knows a page for signing in that no application leads to, and leads to the account', async () => {
    await open('/sign-in');
    await page.getByRole('heading', { name: 'Nothing to do here' }).waitFor();
    expect(await page.locator('main code').count()).toBe(0);
    await page.getByRole('link', { name: 'Your account' }).click();
    await page.waitForURL(/\/account\/security$/);
  });

  it('leads on from half of an address', async () => {
    await open('/account');
    await page.waitForURL(/\/account\/security$/);
    await open('/catalogue');
    await page.waitForURL(/\/apis$/);
  });

  it('says what is wrong with a link, and by what ID to find it', async () => {
    const request = await register(stage, { name: 'Print Shop' });
    await page.goto(request('photos', { redirect_uri: 'https://elsewhere.example/' }));
    await page.getByText('Quote this').or(page.locator('main code')).first().waitFor();
    await see(page, 'error-link-broken');
  });

  it('says that the server cannot be reached', async () => {
    await page.route(/\/interaction\//, (route) => route.abort());
    await open('/sign-in?interaction=any');
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await see(page, 'error-unreachable');
    await page.unroute(/\/interaction\//);
  });
});

it('no page has complained', () => {
  expect(stage.complaints).toEqual([]);
});
