import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, readTable } from '../../../tools/test-setup/index.mjs';
import { fillSignIn, look, signInToConsole } from './operator.js';
import { openTryItStage, PASSWORD, type Registered, SHOP_CALLBACK, type TryItStage } from './try-it-stage.js';

let stage: TryItStage;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  stage = await openTryItStage();
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
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

/** The access token that has been got is good for an API. */
async function callApi(): Promise<void> {
  await run('Call an API');
  await answer('Call an API').getByText('gate.jpg').waitFor();
}

/** Of what was typed, nothing is where it would outlive the page. */
async function expectForgotten(secret: string): Promise<void> {
  expect(page.url()).not.toContain(secret);
  const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, history.state]));
  expect(kept).not.toContain(secret);
  expect(stage.gatehouse.logs()).not.toContain(secret);
  expect(await readTable(stage.gatehouse.databaseUrl, 'audit_entries')).not.toContain(secret);
}

/** An access token as the machine gets one, for others to go on with. */
async function fetchMachineToken(): Promise<string> {
  const { machine, gatehouse } = stage;
  const response = await fetch(`${gatehouse.issuer}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${machine.clientId}:${machine.clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'photos' }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

describe('token exchange (RFC 8693)', () => {
  const EXCHANGE = 'Exchange the access token';

  it('exchanges what the client has got by itself', async () => {
    await open(stage.service, 'token-exchange');
    await step(EXCHANGE).getByText('Paste the access token to exchange first.').waitFor();
    await run('Fetch an access token');
    await answer('Fetch an access token').getByText('"token_type": "Bearer"').waitFor();
    await run(EXCHANGE);
    await answer(EXCHANGE).getByText('"issued_token_type"').waitFor();
    await callApi();
  });

  it('explains a token that does not count, and exchanges that of a client that it names', async () => {
    await page.getByLabel('Subject token', { exact: true }).fill('nonsense');
    await run(EXCHANGE);
    await step(EXCHANGE).getByText('The subject token does not count').waitFor();
    await step(EXCHANGE).getByText(`of this client or of: ${stage.machine.clientId}`).waitFor();
    await look(page, 'console-try-it-exchange-refused');
    const token = await fetchMachineToken();
    await page.getByLabel('Subject token', { exact: true }).fill(token);
    await run(EXCHANGE);
    await answer(EXCHANGE).getByText('"issued_token_type"').waitFor();
    await page.getByText('access_token is a JWT: what it says').last().click();
    // RFC 8693 §4.1: who acts.
    await step(EXCHANGE).getByRole('group', { name: 'Payload of access_token' }).getByText('"act"').waitFor();
    await callApi();
    await expectForgotten(token);
  });

  it('names who acts where another’s access token says so', async () => {
    const { service, machine } = stage;
    const token = await fetchMachineToken();
    await open(service, 'token-exchange');
    await run('Fetch an access token');
    await answer('Fetch an access token').getByText('"token_type": "Bearer"').waitFor();
    await page.getByLabel('Actor token', { exact: true }).fill(token);
    await run(EXCHANGE);
    await answer(EXCHANGE).getByText('"issued_token_type"').waitFor();
    await step(EXCHANGE).getByText('access_token is a JWT: what it says').click();
    const payload = step(EXCHANGE).getByRole('group', { name: 'Payload of access_token' });
    // RFC 8693 §4.1
    expect(JSON.parse(await payload.innerText())).toMatchObject({
      sub: service.clientId,
      act: { sub: machine.clientId, client_id: machine.clientId },
    });
    await callApi();
    await expectForgotten(token);
  });
});

describe('assertions', () => {
  it('a JWT of a trusted issuer buys an access token (RFC 7523 §2.1); a wrong one is seen before, and explained', async () => {
    const { gatehouse, idp, importer } = stage;
    const JWT = 'Present a signed JWT';
    await open(importer, 'jwt-bearer');
    const wrong = await idp.signJwt({ subject: 'ada', audience: `${gatehouse.issuer}/oauth2/token` });
    await page.getByLabel('Signed JWT', { exact: true }).fill(wrong);
    await step(JWT).getByText(`aud is not ${gatehouse.issuer}: the server will refuse it.`).waitFor();
    await run(JWT);
    await step(JWT).getByText('The assertion does not count').waitFor();
    await step(JWT).getByText('sign a new one with a new jti').waitFor();
    await look(page, 'console-try-it-jwt-refused');
    const right = await idp.signJwt({ subject: 'ada', audience: gatehouse.issuer });
    await page.getByLabel('Signed JWT', { exact: true }).fill(right);
    await run(JWT);
    await answer(JWT).getByText('"token_type": "Bearer"').waitFor();
    await callApi();
    await expectForgotten(right);
  });

  it('a SAML assertion too (RFC 7522 §2.1), as the XML that it is', async () => {
    const { gatehouse, idp, importer } = stage;
    const endpoint = `${gatehouse.issuer}/oauth2/token`;
    const SAML = 'Present a signed SAML assertion';
    await open(importer, 'saml-bearer');
    const field = page.getByLabel('Signed SAML assertion', { exact: true });
    await field.fill(idp.signSaml({ subject: 'nobody', audience: gatehouse.issuer }, endpoint));
    await run(SAML);
    await step(SAML).getByText('The assertion does not count').waitFor();
    await step(SAML).getByText('The server says: “The subject of the assertion is nobody').waitFor();
    await field.fill(idp.signSaml({ subject: 'ada', audience: gatehouse.issuer }, endpoint));
    await run(SAML);
    await answer(SAML).getByText('"token_type": "Bearer"').waitFor();
    await callApi();
    await look(page, 'console-try-it-saml');
  });
});

it('a password is labelled legacy, a wrong one explained, and the right one buys and refreshes (RFC 6749 §4.3)', async () => {
  const SEND = 'Send the user’s password';
  await open(stage.legacy, 'password');
  await step(SEND).getByText('RFC 9700 §2.4 says that it must not be used').waitFor();
  await page.getByLabel('Username of the user').fill('ada');
  await page.getByLabel('Password of the user').fill('wrong');
  await run(SEND);
  await step(SEND).getByText('The username or the password is wrong').waitFor();
  await look(page, 'console-try-it-password-refused');
  await page.getByLabel('Password of the user').fill(PASSWORD);
  await run(SEND);
  await answer(SEND).getByText('"token_type": "Bearer"').waitFor();
  expect(await step(SEND).getByRole('group', { name: 'Request' }).innerText()).not.toContain('correct');
  await callApi();
  await expectForgotten(PASSWORD);
  await page.getByRole('radiogroup', { name: 'Flow' }).getByText('Refresh', { exact: true }).click();
  await run(SEND);
  await answer(SEND).getByText('"refresh_token"').waitFor();
  await step('Refresh').getByRole('button', { name: 'Run' }).click();
  await answer('Refresh').getByText('"token_type": "Bearer"').waitFor();
});

it('a user is logged out at the server, and comes back to an address of the application alone (OpenID Connect RP-Initiated Logout)', async () => {
  const { gatehouse, shop, bye } = stage;
  const redirectUris = [SHOP_CALLBACK, `${gatehouse.adminUrl}/try/callback`];
  await stage.change(shop, {
    redirectUris,
    allowedScopes: ['openid', 'photos'],
    postLogoutRedirectUris: [bye],
  });
  const openTab = async (button: string): Promise<Page> => {
    const opened = context.waitForEvent('page');
    await page.getByRole('button', { name: button }).click();
    return opened;
  };
  await open(shop, 'log-out');
  await step('Send the user to log out').getByText('There is no ID token yet').waitFor();
  const tab = await openTab('Open the sign-in page');
  await fillSignIn(tab, 'ada', PASSWORD);
  await tab.getByRole('button', { name: 'Allow' }).click();
  await tab.getByText('You can close this tab').waitFor();
  await tab.close();
  await run('Redeem the code');
  await answer('Redeem the code').getByText('"id_token"').waitFor();
  await look(page, 'console-try-it-log-out');
  // Another operator takes the address away: the page still offers it.
  await stage.change(shop, { postLogoutRedirectUris: [] });
  await step('Send the user to log out').getByText('What is wrong is told in the other tab').waitFor();
  const refused = await openTab('Log this browser out');
  await refused.getByText('post_logout_redirect_uri').first().waitFor();
  await refused.close();
  await stage.change(shop, { postLogoutRedirectUris: [bye] });
  const done = await openTab('Log this browser out');
  await done.waitForURL(`${bye}?state=*`);
  // Nobody is signed in there any more.
  const answered = done.waitForRequest(/\/try\/callback\?.*error=login_required/);
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: shop.clientId,
    redirect_uri: `${gatehouse.adminUrl}/try/callback`,
    scope: 'openid',
    prompt: 'none',
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
  });
  await done.goto(`${gatehouse.issuer}/oauth2/authorize?${query.toString()}`);
  await answered;
  await done.close();
});

it('reads well in the dark and on a phone', async () => {
  await open(stage.importer, 'jwt-bearer');
  await page.emulateMedia({ colorScheme: 'dark' });
  await look(page, 'console-try-it-jwt-dark');
  await page.setViewportSize({ width: 390, height: 850 });
  await look(page, 'console-try-it-jwt-phone');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});
