import type { Browser, BrowserContext, Page } from 'playwright-core';
import {
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { chooseScope, fillSignIn, look, signInToConsole } from './operator.js';
import { type Samples, startSamples } from './samples.js';

let gatehouse: RunningGatehouse;
let samples: Samples;
let browser: Browser;
let operator: Page;
let endUser: Page;
let complaints: string[];
let password: string;

/** A browser of its own, whose console errors and policy violations fail the journey. */
async function openBrowser(): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 850 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A refused request is part of some steps; what the policy blocks never is, nor what a library has to say.
    if (['error', 'info'].includes(message.type()) && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  return { context, page };
}

beforeAll(async () => {
  complaints = [];
  gatehouse = await startGatehouse();
  samples = await startSamples(gatehouse);
  browser = await launchBrowser();
  operator = (await openBrowser()).page;
  endUser = (await openBrowser()).page;
});

afterAll(async () => {
  await browser?.close();
  await samples?.stop();
  await stopAllGatehouses();
});

// Each step goes on where the one before it ended: together they are the worked example.
describe('the worked example, from the registration to the photos and back', () => {
  it('refuses an operator with a wrong password, in words', async () => {
    await operator.goto(gatehouse.adminUrl);
    await look(operator, 'console-sign-in');
    await operator.getByRole('link', { name: 'Sign in' }).click();
    await fillSignIn(operator, 'admin', 'wrong password');
    await operator.getByText('Wrong username or password.').waitFor();
    await look(operator, 'portal-sign-in-refused');
  });

  it('signs the operator in through the authorization server', async () => {
    await signInToConsole(operator, gatehouse.adminUrl, gatehouse.operator.password);
    await look(operator, 'console-overview-empty');
  });

  it('lets the operator define a scope and publish the photo service', async () => {
    await operator.getByRole('link', { name: 'Scopes', exact: true }).click();
    await operator.getByRole('link', { name: 'Define scope' }).first().click();
    await operator.getByRole('textbox', { name: 'Name' }).fill('photos');
    await operator.getByRole('textbox', { name: 'Title', exact: true }).fill('See your photos');
    await operator.getByRole('button', { name: 'Define', exact: true }).click();
    await operator.getByRole('heading', { name: 'photos', level: 1 }).waitFor();
    await operator.getByRole('link', { name: 'Scopes', exact: true }).click();
    await operator.getByRole('cell', { name: 'See your photos' }).waitFor();
    await look(operator, 'console-scopes');

    await operator.getByRole('link', { name: 'APIs', exact: true }).click();
    await operator.getByRole('link', { name: 'Publish API' }).first().click();
    await operator.getByRole('textbox', { name: 'Name', exact: true }).fill('Flickr photos');
    await operator.getByRole('textbox', { name: 'Base path' }).fill('/flickr');
    await operator.getByRole('textbox', { name: 'Upstream' }).fill(samples.photoApiUrl);
    await operator.getByLabel('Path', { exact: true }).fill('/photos');
    await chooseScope(operator, 'Route 1', /photos/);
    await operator.getByRole('button', { name: 'Add route' }).click();
    const second = operator.getByRole('group', { name: 'Route 2' });
    await second.getByLabel('Path').fill('/photos/{id}/image');
    await chooseScope(operator, 'Route 2', /photos/);
    await look(operator, 'console-publish-api');
    await operator.getByRole('button', { name: 'Publish', exact: true }).click();
    await operator.getByRole('link', { name: 'Flickr photos' }).waitFor();
    await look(operator, 'console-apis');
  });

  it('registers the print shop, says why a callback URL is wrong, and shows the secret once', async () => {
    await operator.getByRole('link', { name: 'Applications', exact: true }).click();
    await operator.getByRole('link', { name: 'Register application' }).click();
    await operator.getByLabel('Name').fill('Print Shop');
    await operator.getByLabel('Description').fill('Prints your photos on paper.');
    await operator.getByLabel('Callback URL 1', { exact: true }).fill('http://print-shop.example/callback');
    await operator.getByText('Use https:').waitFor();
    await look(operator, 'console-register');
    await operator.getByLabel('Callback URL 1', { exact: true }).fill(`${samples.printShopUrl}/callback`);
    await operator.getByLabel('See your photos').check();
    await operator.getByRole('button', { name: 'Register' }).click();
    await operator.getByText('it cannot be shown again').waitFor();
    const registered = operator.getByRole('region', { name: 'Print Shop is registered' });
    const clientId = await registered.locator('[aria-label="Client ID"]').innerText();
    const clientSecret = await registered.locator('[aria-label="Client secret"]').innerText();
    await samples.setCredentials(clientId, clientSecret);
    await look(operator, 'console-secret');
    await operator.getByRole('button', { name: 'I have copied it' }).click();
    await operator.getByRole('heading', { name: 'Print Shop' }).waitFor();
    await look(operator, 'console-application');
    await operator.reload();
    await operator.getByRole('heading', { name: 'Print Shop' }).waitFor();
    expect(await operator.content()).not.toContain(clientSecret);
  });

  it('creates the end user with a password that is shown once', async () => {
    await operator.getByRole('link', { name: 'Users', exact: true }).click();
    await operator.getByRole('button', { name: 'Create user' }).click();
    await operator.getByLabel('Username').fill('alice');
    await operator.getByLabel('Name', { exact: true }).fill('Alice');
    await operator.getByRole('button', { name: 'Create', exact: true }).click();
    const shown = operator.getByRole('dialog').locator('[aria-label="Password"]');
    password = await shown.innerText();
    await operator.getByRole('button', { name: 'I have copied it' }).click();
    await operator.getByText('alice', { exact: true }).waitFor();
    await look(operator, 'console-users');
  });

  it('tells the print shop when the end user refuses', async () => {
    await endUser.goto(samples.printShopUrl);
    await look(endUser, 'print-shop');
    await endUser.getByRole('link', { name: 'Print my photos' }).first().click();
    await look(endUser, 'portal-sign-in');
    await fillSignIn(endUser, 'alice', password);
    await endUser.getByRole('heading', { name: 'Print Shop wants your permission' }).waitFor();
    await look(endUser, 'portal-consent');
    await endUser.getByRole('button', { name: 'Deny' }).click();
    await endUser.getByRole('heading', { name: 'You kept your photos to yourself' }).waitFor();
  });

  it('shows the photos when the end user allows it', async () => {
    await endUser.getByRole('link', { name: 'Ask me again' }).click();
    await endUser.getByRole('button', { name: 'Allow' }).click();
    await endUser.getByRole('heading', { name: 'Your photos' }).waitFor();
    await endUser.locator('.gallery img').first().waitFor();
    await endUser.waitForFunction(() => [...document.images].every((image) => image.complete));
    const widths = await endUser
      .locator('.gallery img')
      .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
    expect(widths.length).toBeGreaterThanOrEqual(3);
    expect(Math.min(...widths)).toBeGreaterThan(0);
    await look(endUser, 'print-shop-photos');
  });

  it('makes the print shop say so when the operator revokes', async () => {
    await operator.getByRole('link', { name: 'Authorizations', exact: true }).click();
    await operator.getByRole('button', { name: 'Revoke Print Shop for alice' }).waitFor();
    await look(operator, 'console-authorizations');
    await operator.getByRole('button', { name: 'Revoke Print Shop for alice' }).click();
    await operator.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await operator.getByText('Nothing has been allowed yet').waitFor();
    await endUser.reload();
    await endUser.getByRole('heading', { name: 'Print Shop no longer has access to your photos' }).waitFor();
    await look(endUser, 'print-shop-withdrawn');
  });

  it('asks again after a revocation, since nothing is left of what was allowed', async () => {
    await endUser.getByRole('link', { name: 'Connect again' }).click();
    await endUser.getByRole('button', { name: 'Allow' }).click();
    await endUser.getByRole('heading', { name: 'Your photos' }).waitFor();
    await endUser.waitForLoadState('networkidle');
  });

  it('asks no more while the authorization stands', async () => {
    await endUser.context().clearCookies({ name: 'print_shop_session' });
    await endUser.goto(samples.printShopUrl);
    await endUser.getByRole('link', { name: 'Print my photos' }).first().click();
    await endUser.getByRole('heading', { name: 'Your photos' }).waitFor();
  });

  it('shows an error to the end user when the redirect URI is not registered', async () => {
    const address = new URL('/oauth2/authorize', gatehouse.issuer);
    address.search = new URLSearchParams({
      client_id: 'gatehouse-console',
      response_type: 'code',
      redirect_uri: 'https://attacker.example/',
    }).toString();
    await endUser.goto(address.href);
    await endUser.getByText('This redirect_uri is not registered').waitFor();
    await look(endUser, 'portal-error');
  });

  it('keeps to its content security policy, and no page has failed', () => {
    expect(complaints).toEqual([]);
  });
});
