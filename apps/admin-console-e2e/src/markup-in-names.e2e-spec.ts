import type { Browser, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { signInToConsole } from './operator.js';

const MARKUP = '"><img src=x onerror=document.title=1>';
const BAD_URL = 'javascript:document.title=1';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let page: Page;
let clientId: string;
const complaints: string[] = [];

async function furnish(): Promise<void> {
  await admin.post('/api/organizations', { name: MARKUP, description: MARKUP });
  await admin.post('/api/identity-providers', {
    name: MARKUP,
    slug: 'markup',
    issuer: 'https://login.example',
    clientId: MARKUP,
    authenticationMethod: 'client_secret_basic',
    clientSecret: 'a secret of forty-eight characters, or about that',
  });
  await admin.post('/api/trusted-issuers', {
    name: MARKUP,
    issuer: 'https://idp.example',
    jwksUri: 'https://idp.example/jwks',
    clientIds: [],
    subjectMapping: 'username',
    allowedScopes: [],
  });
  const { application } = await admin.post<{ application: { id: string; clientIds: string[] } }>(
    '/api/applications',
    {
      name: MARKUP,
      kind: 'web',
      redirectUris: ['https://print.example/callback'],
      allowedScopes: ['openid'],
    },
  );
  clientId = application.clientIds[0] ?? '';
  await admin.post(`/api/applications/${application.id}/api-keys`, { name: MARKUP, scopes: [] });
  const { version } = await admin.get<{ version: number }>('/api/brand');
  await admin.put('/api/brand', { version, name: MARKUP, texts: { de: { name: MARKUP } } });
}

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  await furnish();
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 850 } });
  page.setDefaultTimeout(30_000);
  page.on('dialog', () => complaints.push('a dialog was opened'));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) complaints.push(message.text());
  });
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

async function signInAgain(): Promise<void> {
  await page.context().clearCookies();
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
}

/** Nothing was run, and nothing had to be stopped: markup was never more than text. */
async function expectText(where: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  expect({ where, title: await page.title() }).not.toEqual({ where, title: '1' });
  expect({ where, images: await page.locator('img[src="x"]').count() }).toEqual({ where, images: 0 });
  expect({ where, complaints }).toEqual({ where, complaints: [] });
}

describe('markup in what operators write', () => {
  it('is text on every page of the console', async () => {
    await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
    for (const path of [
      '/organizations',
      '/identity-providers',
      '/trusted-issuers',
      '/brand',
      '/audit',
      '/applications',
      '/overview',
      '/team',
      '/settings',
    ]) {
      await page.goto(gatehouse.adminUrl + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expectText(path);
    }
    await page.goto(`${gatehouse.adminUrl}/audit`);
    await page.getByText(MARKUP).first().waitFor();
  });

  it('is text on the pages of end users, in the brand and in the names of providers', async () => {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: 'https://print.example/callback',
      scope: 'openid',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      ui_locales: 'de',
    });
    // The operator is signed in, and would not be asked.
    await page.context().clearCookies();
    await page.goto(`${gatehouse.authUrl}/oauth2/authorize?${query.toString()}`);
    await page.getByRole('button', { name: /img src=x/ }).waitFor();
    await expectText('sign-in');
    expect(await page.locator('header, main').first().textContent()).toContain('<img src=x');
  });

  it('is refused as an address that a link would lead to', async () => {
    const { version } = await admin.get<{ version: number }>('/api/brand');
    for (const change of [{ supportUrl: BAD_URL }, { texts: { fr: { termsUrl: BAD_URL } } }]) {
      const answer = await admin.request('PUT', '/api/brand', { version, ...change });
      expect(answer.status).toBe(400);
    }
  });
});

describe('markup in the address of a page', () => {
  const encoded = encodeURIComponent(MARKUP);
  it.each([
    `/oauth2/authorize?client_id=${encoded}`,
    `/oauth2/authorize?client_id=x&redirect_uri=${encodeURIComponent(BAD_URL)}&state=${encoded}`,
    `/oauth2/authorize?request_uri=${encoded}&client_id=x`,
    `/sign-in?interaction=${encoded}&problem=${encoded}`,
    `/consent?interaction=${encoded}&language=${encoded}`,
    `/oauth2/end-session?client_id=${encoded}&post_logout_redirect_uri=${encodeURIComponent(BAD_URL)}`,
    `/reset-password#${encoded}`,
    `/device?user_code=${encoded}`,
    `/apis?api=${encoded}&search=${encoded}`,
    `/nothing/${encoded}`,
  ])('is never more than text: %s', async (path) => {
    await page.goto(gatehouse.authUrl + path);
    await page.locator('h1').first().waitFor();
    await expectText(path);
    expect(new URL(page.url()).origin).toBe(new URL(gatehouse.authUrl).origin);
  });

  it.each(['/audit?search=', '/applications?search=', '/traffic/', '/find?text=', '/nothing/'])(
    'nor at the console: %s',
    async (path) => {
      await signInAgain();
      await page.goto(gatehouse.adminUrl + path + encoded);
      await page.locator('h1').first().waitFor();
      await expectText(path);
    },
  );
});
