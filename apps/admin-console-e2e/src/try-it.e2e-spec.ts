import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../../tools/test-setup/index.mjs';
import { fillSignIn, look, signInToConsole } from './operator.js';
import { openTryItStage, PASSWORD, SHOP_CALLBACK, type TryItStage } from './try-it-stage.js';

let stage: TryItStage;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  stage = await openTryItStage();
  const { gatehouse } = stage;
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) complaints.push(message.text());
  });
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});

afterAll(async () => {
  await browser?.close();
  await stage.close();
});

const step = (title: string) => page.getByRole('region', { name: title });
const run = (title: string) => step(title).getByRole('button', { name: 'Run' }).click();
const answer = (title: string) => step(title).getByRole('group', { name: 'Answer', exact: true });

/** The flow of the page that is open; what was found by another one is not taken along. */
async function choose(flow: string): Promise<void> {
  await page.getByRole('radiogroup', { name: 'Flow' }).getByText(flow, { exact: true }).click();
  await page.getByRole('radio', { name: flow, checked: true }).waitFor({ state: 'attached' });
}

/** Opens the sign-in page in a tab of its own. */
async function openSignIn(): Promise<Page> {
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Open the sign-in page' }).click();
  return opened;
}

/** The operator is signed in there; somebody else signs in, and allows it if they are asked. */
async function letAdaSignIn(answers: 'Allow' | 'Deny' | undefined): Promise<void> {
  const tab = await openSignIn();
  await fillSignIn(tab, 'ada', PASSWORD);
  if (answers !== undefined) await tab.getByRole('button', { name: answers }).click();
  await tab.getByText('You can close this tab').waitFor();
  expect(new URL(tab.url()).search).toBe('');
  if (answers === 'Allow') await look(tab, 'console-try-it-callback');
  await tab.close();
}

describe('an application by itself', () => {
  it('leads from an application to its client', async () => {
    await page.getByRole('link', { name: 'Try it', exact: true }).click();
    await page.getByText('Choose an application').waitFor();
    await look(page, 'console-try-it-empty');
    await page.getByRole('combobox', { name: 'Application' }).click();
    await page.getByRole('option', { name: 'Scanner' }).click();
    await page.getByRole('link', { name: stage.machine.clientId }).click();
    await page.getByText('Client credentials', { exact: true }).waitFor();
  });

  it('explains a wrong secret, and what to do', async () => {
    await page.getByLabel('Client secret', { exact: true }).fill('wrong');
    await run('Fetch an access token');
    const refused = step('Fetch an access token');
    await refused.getByText('invalid_client').first().waitFor();
    await refused.getByText('Type the secret again, or make a temporary one.').waitFor();
    await look(page, 'console-try-it-refused');
  });

  it('fetches an access token with a temporary secret, and calls an API with it', async () => {
    await page.getByRole('button', { name: 'Make a temporary secret' }).click();
    await page.getByText('A temporary secret is filled in.').waitFor();
    await run('Fetch an access token');
    await answer('Fetch an access token').getByText('"token_type": "Bearer"').waitFor();
    await page.getByText('access_token is a JWT: what it says').click();
    await page
      .getByRole('group', { name: 'Payload of access_token' })
      .getByText(stage.machine.clientId)
      .waitFor();
    await run('Call an API');
    await answer('Call an API').getByText('gate.jpg').waitFor();
    expect(await step('Call an API').getByRole('group', { name: 'Request' }).innerText()).toContain(
      'Bearer ••••••••',
    );
    await look(page, 'console-try-it-called');
    expect((await stage.clientOf(stage.machine))?.secrets).toHaveLength(2);
  });

  it('introspects it, gives it back, and sees it refused', async () => {
    await choose('Introspection');
    await step('Introspect the access token').getByText('There is no access token yet').waitFor();
    await run('Fetch an access token');
    await answer('Fetch an access token').getByText('"token_type": "Bearer"').waitFor();
    await run('Introspect the access token');
    await answer('Introspect the access token').getByText('"active": true').waitFor();
    await choose('Revocation');
    await run('Fetch an access token');
    await answer('Fetch an access token').getByText('"token_type": "Bearer"').waitFor();
    await run('Call an API');
    await answer('Call an API').getByText('gate.jpg').waitFor();
    await run('Revoke the access token');
    await step('Revoke the access token').getByText('200', { exact: true }).waitFor();
    await run('Call an API');
    await step('Call an API').getByText('After a revocation this is as it should be.').waitFor();
    await look(page, 'console-try-it-revoked');
  });

  it('explains a scope that the client may not have any more', async () => {
    await choose('Client credentials');
    await stage.change(stage.machine, { allowedScopes: ['albums'] });
    await run('Fetch an access token');
    const refused = step('Fetch an access token');
    await refused.getByText('invalid_scope').first().waitFor();
    await refused.getByText('this client may not ask for it').waitFor();
    await page.getByRole('button', { name: 'End the temporary secret' }).click();
    await page.getByRole('button', { name: 'Make a temporary secret' }).waitFor();
    expect((await stage.clientOf(stage.machine))?.secrets).toHaveLength(1);
    await refused.getByText('It may ask for: albums.').waitFor();
  });
});

describe('an application for a user', () => {
  it('says where a wrong redirect URI is told: to the browser, and never to the application', async () => {
    await page.goto(`${stage.gatehouse.adminUrl}/applications/${stage.shop.application.id}`);
    await page.getByRole('link', { name: `Try it: ${stage.shop.clientId}` }).click();
    await page.getByText('Authorization code with PKCE', { exact: true }).waitFor();
    await page.getByLabel('Client secret', { exact: true }).fill(stage.shop.clientSecret);
    await step('Send a user to sign in').getByText('add this page’s own to the client first').waitFor();
    await page.getByRole('button', { name: 'Add it to the client' }).click();
    await page.getByText('This page’s address is a callback URL of the client').waitFor();
    await stage.change(stage.shop, { redirectUris: [SHOP_CALLBACK] });
    const tab = await openSignIn();
    await tab.getByText('redirect_uri').first().waitFor();
    await tab.close();
    await page.getByText('Waiting for the browser to come back').waitFor();
    await look(page, 'console-try-it-waiting');
    await stage.change(stage.shop, {
      redirectUris: [SHOP_CALLBACK, `${stage.gatehouse.adminUrl}/try/callback`],
    });
  });

  it('explains that the user said no', async () => {
    await letAdaSignIn('Deny');
    await step('Send a user to sign in').getByText('access_denied').waitFor();
    await step('Send a user to sign in').getByText('The user, or a policy, said no.').waitFor();
  });

  it('lets somebody sign in for real, redeems their code, and calls an API', async () => {
    await letAdaSignIn('Allow');
    await page.getByText('The code is here').waitFor();
    await run('Redeem the code');
    await answer('Redeem the code').getByText('"refresh_token"').waitFor();
    await run('Call an API');
    await answer('Call an API').getByText('gate.jpg').waitFor();
    // A code counts once.
    await run('Redeem the code');
    await step('Redeem the code').getByText('The code does not count').waitFor();
  });

  it('refreshes, and leaves the client as it was', async () => {
    await choose('Refresh');
    await letAdaSignIn(undefined);
    await run('Redeem the code');
    await answer('Redeem the code').getByText('"refresh_token"').waitFor();
    await run('Refresh');
    await answer('Refresh').getByText('"refresh_token"').waitFor();
    await run('Call an API');
    await answer('Call an API').getByText('gate.jpg').waitFor();
    await page.reload();
    await page.getByRole('radio', { name: 'Refresh', checked: true }).waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Remove it from the client' }).click();
    await page.getByRole('button', { name: 'Add it to the client' }).waitFor();
    expect((await stage.clientOf(stage.shop))?.redirectUris).toEqual([SHOP_CALLBACK]);
  });
});

it('a device gets its tokens when its user has answered in another browser', async () => {
  await page.goto(`${stage.gatehouse.adminUrl}/try/${stage.television.clientId}?flow=device`);
  await run('Ask for a user code');
  await answer('Ask for a user code').getByText('"user_code"').waitFor();
  await run('Ask whether they have answered');
  await step('Ask whether they have answered').getByText('authorization_pending').first().waitFor();
  await step('Ask whether they have answered').getByText('This is no mistake.').waitFor();
  await look(page, 'console-try-it-device');
  const address = await page.getByRole('group', { name: 'Address' }).innerText();
  const phone = await (await browser.newContext()).newPage();
  await phone.goto(address);
  await phone.getByRole('button', { name: 'Continue' }).click();
  await fillSignIn(phone, 'ada', PASSWORD);
  await phone.getByRole('button', { name: 'Allow' }).click();
  await phone.getByText('You can go back to your device').waitFor();
  await run('Ask whether they have answered');
  await answer('Ask whether they have answered').getByText('"token_type": "Bearer"').waitFor();
  await run('Call an API');
  await answer('Call an API').getByText('gate.jpg').waitFor();
  // Its refresh token works like any other one.
  await choose('Refresh');
  await step('Refresh').getByText('There is no refresh token yet').waitFor();
});

it('reads well in the dark and on a phone, and keeps to its policy', async () => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await look(page, 'console-try-it-dark');
  await page.setViewportSize({ width: 390, height: 850 });
  await look(page, 'console-try-it-phone');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  expect(complaints).toEqual([]);
});
