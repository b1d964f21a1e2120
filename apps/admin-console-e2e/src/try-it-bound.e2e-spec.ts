import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../../tools/test-setup/index.mjs';
import { fillSignIn, look, signInToConsole } from './operator.js';
import { openTryItStage, PASSWORD, type Registered, SHOP_CALLBACK, type TryItStage } from './try-it-stage.js';

let stage: TryItStage;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  // Both servers ask for a nonce first (RFC 9449 §8, §9): each proof has to be made twice.
  stage = await openTryItStage({ GATEHOUSE_REQUIRE_DPOP_NONCES: 'true' });
  await stage.change(stage.machine, { dpopBoundAccessTokens: true });
  await stage.change(stage.shop, {
    requiresPushedRequest: true,
    dpopBoundAccessTokens: true,
    redirectUris: [SHOP_CALLBACK, `${stage.gatehouse.adminUrl}/try/callback`],
  });
  browser = await launchBrowser();
  context = await browser.newContext({ locale: 'en-GB' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signInToConsole(page, stage.gatehouse.adminUrl, stage.gatehouse.operator.password);
});
afterAll(async () => {
  await browser?.close();
  await stage.close();
});

const step = (title: string) => page.getByRole('region', { name: title });
const run = (title: string) => step(title).getByRole('button', { name: 'Run' }).click();
const answer = (title: string) => step(title).getByRole('group', { name: 'Answer', exact: true });

async function open({ clientId, clientSecret }: Registered, flow: string): Promise<void> {
  await page.goto(`${stage.gatehouse.adminUrl}/try/${clientId}?flow=${flow}`);
  await page.getByLabel('Client secret', { exact: true }).fill(clientSecret);
}

it('a client whose access tokens are bound proves that it has the key, to the server and to the API', async () => {
  await open(stage.machine, 'client-credentials');
  await step('Fetch an access token').getByText('With a DPoP proof in the header DPoP').waitFor();
  await run('Fetch an access token');
  await answer('Fetch an access token').getByText('"token_type": "DPoP"').waitFor();
  await run('Call an API');
  await answer('Call an API').getByText('gate.jpg').waitFor();
  expect(await step('Call an API').getByRole('group', { name: 'Request' }).innerText()).toContain(
    'DPoP ••••••••',
  );
  await look(page, 'console-try-it-dpop');
});

it('a client that has to push its requests does, and the address has the name alone', async () => {
  await open(stage.shop, 'authorization-code');
  const authorize = step('Send a user to sign in');
  await authorize.getByText('Push the request first: the answer names it.').waitFor();
  // Twice: the second is another request, with a verifier of its own.
  for (let count = 0; count < 2; count += 1) {
    const pushed = page.waitForResponse((response) => response.url().endsWith('/api/trials'));
    await run('Push the request');
    expect((await pushed).status()).toBe(200);
    await answer('Push the request').getByText('"request_uri"').waitFor();
  }
  const address = new URL(await authorize.getByRole('group', { name: 'Address' }).innerText());
  expect([...address.searchParams.keys()]).toEqual(['client_id', 'request_uri']);
  await look(page, 'console-try-it-pushed');
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Open the sign-in page' }).click();
  const tab = await opened;
  await fillSignIn(tab, 'ada', PASSWORD);
  await tab.getByRole('button', { name: 'Allow' }).click();
  await tab.getByText('You can close this tab').waitFor();
  await tab.close();
  await run('Redeem the code');
  await answer('Redeem the code').getByText('"token_type": "DPoP"').waitFor();
  await run('Call an API');
  await answer('Call an API').getByText('gate.jpg').waitFor();
});

it('an exchange names who acts, and for which API', async () => {
  await open(stage.service, 'token-exchange');
  await run('Fetch an access token');
  await answer('Fetch an access token').getByText('"token_type": "Bearer"').waitFor();
  const exchange = step('Exchange the access token');
  await exchange.getByLabel('Actor token', { exact: true }).fill('nonsense');
  await exchange.getByRole('textbox', { name: 'Resource (resource)' }).fill('https://api.example/other');
  await run('Exchange the access token');
  await exchange.getByText('actor_token is not a living access token').first().waitFor();
  await exchange.getByLabel('Actor token', { exact: true }).fill('');
  await run('Exchange the access token');
  await exchange.getByText('invalid_target').first().waitFor();
  const audience = `${stage.gatehouse.gatewayUrl}/photos`;
  await exchange.getByRole('textbox', { name: 'Resource (resource)' }).fill(audience);
  await run('Exchange the access token');
  await answer('Exchange the access token').getByText('"issued_token_type"').waitFor();
  await page.getByRole('tab', { name: 'Code' }).click();
  await page.getByRole('tabpanel', { name: 'curl' }).getByText(`resource=${audience}`).waitFor();
});
