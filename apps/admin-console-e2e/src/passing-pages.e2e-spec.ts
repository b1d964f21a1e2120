import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { takeScreenshot } from '../../../tools/test-setup/index.mjs';
import { fillSignIn, look } from './operator.js';
import { openPerson, openStage, PASSWORD, type PortalStage, register } from './portal-stage.js';

let stage: PortalStage;
let shop: Awaited<ReturnType<typeof register>>;
let page: Page;

/** One pixel, as a PNG. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const FORM = { response_mode: 'form_post', state: 'af0ifjsldkj' };

beforeAll(async () => {
  stage = await openStage();
  shop = await register(stage, { name: 'Print Shop' });
  page = await openPerson(stage);
  await page.goto(`${stage.gatehouse.issuer}/account/profile/sign-in`);
  await fillSignIn(page, 'ada', PASSWORD);
  await page.locator('input[name=displayName]').waitFor();
  await page.goto(shop('openid photos'));
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('heading', { name: 'Printed' }).waitFor();
});
afterAll(() => stage.close());

/** The same person, with a browser that runs no script. */
async function openWithoutScript(locale: string): Promise<Page> {
  const context = await stage.browser.newContext({
    javaScriptEnabled: false,
    locale,
    storageState: await page.context().storageState(),
  });
  const other = await context.newPage();
  await other.route('https://print.example/**', (route) =>
    route.fulfill({
      body: `<h1>Got ${route.request().postData() ?? ''}</h1>`,
      contentType: 'text/html',
    }),
  );
  return other;
}

async function lookInBothThemes(shown: Page, name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await shown.emulateMedia({ colorScheme });
    await shown.setViewportSize({ width: 390, height: 700 });
    await look(shown, `portal-page-${name}-${colorScheme}-390`);
  }
}

describe('an answer that is posted (Form Post Response Mode §2)', () => {
  it('comes to the client at once, past the strict policy', async () => {
    const posted = page.waitForRequest('https://print.example/callback');
    await page.goto(shop('openid photos', FORM));
    await page.getByRole('heading', { name: 'Printed' }).waitFor();
    const body = new URLSearchParams((await posted).postData() ?? '');
    expect([...body.keys()].toSorted()).toEqual(['code', 'iss', 'state']);
    expect(stage.complaints).toEqual([]);
  });

  it('shows no words before they are needed, and has the colours of the browser', async () => {
    await page.route('**/form-post.js', (route) => route.abort());
    await page.goto(shop('openid photos', FORM));
    const title = page.getByRole('heading', { name: 'Going back to the application' });
    await title.waitFor();
    const delay = await title.evaluate((element) => getComputedStyle(element).animationDelay);
    expect(delay).toBe('1s');
    await lookInBothThemes(page, 'form-post');
    await page.emulateMedia({ colorScheme: 'dark' });
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background).toBe('rgb(18, 23, 21)');
    await page.unroute('**/form-post.js');
  });

  it.each([
    ['de-DE', 'Weiter', 'Zurück zur Anwendung'],
    ['fr-FR', 'Continuer', 'Retour à l’application'],
  ])('goes on by a button where no script runs, in the language of the browser (%s)', async (...facts) => {
    const [locale, button, title] = facts;
    const other = await openWithoutScript(locale);
    await other.goto(shop('openid photos', FORM));
    expect(await other.title()).toBe(title);
    await other.getByRole('button', { name: button }).click();
    await other.getByText(/^Got code=.*state=af0ifjsldkj/).waitFor();
    await other.context().close();
  });

  it('is in the language that the application asks for, and in the brand of whose it is', async () => {
    const { version } = await stage.admin.get<{ version: number }>('/api/brand');
    await stage.admin.request('PUT', '/api/brand', {
      version,
      name: 'Nordwind',
      accent: '#7a1f5c',
      logo: `data:image/png;base64,${PIXEL}`,
      texts: { fr: { name: 'Vent du Nord' } },
    });
    const other = await openWithoutScript('de-DE');
    await other.goto(shop('openid photos', { ...FORM, ui_locales: 'fr-CA en' }));
    expect(await other.title()).toBe('Retour à l’application');
    await other.getByText('Vent du Nord').waitFor();
    expect(await other.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    const button = other.getByRole('button', { name: 'Continuer' });
    expect(await button.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
      'rgb(122, 31, 92)',
    );
    await takeScreenshot(other, 'portal-page-form-post-brand');
    // A request that is refused is told the client in the same way.
    await other.goto(shop('openid photos', { ...FORM, ui_locales: 'fr', response_type: 'nonsense' }));
    expect(await other.title()).toBe('Retour à l’application');
    await other.context().close();
  });

  it('may be led on by the client, to wherever its pages are', async () => {
    const server = createServer((request, response) => {
      const { port } = server.address() as AddressInfo;
      if (request.url === '/callback') {
        response.writeHead(303, { location: `http://127.0.0.1:${port}/prints` }).end();
      } else response.setHeader('content-type', 'text/html').end('<h1>Your prints</h1>');
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const redirectUri = `http://localhost:${(server.address() as AddressInfo).port}/callback`;
    const request = await register(stage, {
      name: 'Print Desk',
      kind: 'native',
      redirectUris: [redirectUri],
    });
    // Its policy names an address without TLS, which the others never do.
    const other = await page.context().newPage();
    await other.goto(request('openid photos', { ...FORM, redirect_uri: redirectUri }));
    await other.getByRole('button', { name: 'Allow' }).click();
    await other.getByRole('heading', { name: 'Your prints' }).waitFor();
    await other.close();
    server.close();
  });
});

describe('the page after a log-out (Front-Channel Logout §2)', () => {
  it('tells the clients, says so, and goes on', async () => {
    const told: string[] = [];
    await page.unroute('https://print.example/**');
    await page.route('https://print.example/**', async (route) => {
      told.push(route.request().url());
      await route.fulfill({ body: 'out', contentType: 'text/html' });
    });
    const { items } = await stage.admin.get<{ items: readonly { id: string; clientIds: string[] }[] }>(
      '/api/applications?search=Print%20Shop',
    );
    const [application] = items;
    await stage.admin.patch(
      `/api/applications/${application?.id ?? ''}/clients/${application?.clientIds[0] ?? ''}`,
      { version: 1, frontchannelLogoutUri: 'https://print.example/out' },
    );
    await page.route('**/signed-out.js', (route) => route.abort());
    await page.goto(`${stage.gatehouse.issuer}/oauth2/end-session?ui_locales=de`);
    await page.getByRole('button', { name: 'Abmelden' }).click();
    await page.getByRole('heading', { name: 'Sie werden abgemeldet' }).waitFor();
    await page.getByText('Nordwind').waitFor();
    await page.emulateMedia({ colorScheme: 'light' });
    const link = page.getByRole('link', { name: 'Weiter' });
    expect(await link.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(122, 31, 92)');
    await lookInBothThemes(page, 'signing-out');
    await page.unroute('**/signed-out.js');
    // The same page, as it is when nothing is in its way.
    await page.reload();
    await page.getByRole('heading', { name: 'Sie sind abgemeldet' }).waitFor();
    expect(told.map((address) => new URL(address).pathname)).toContain('/out');
  });
});

it('no page has complained', () => {
  expect(stage.complaints).toEqual([]);
});
