import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { fillSignIn, look } from './operator.js';

const PASSWORD = 'correct horse battery staple';

let gatehouse: RunningGatehouse;
let browser: Browser;
let application: Server;
let page: Page;
let request: string;

/** Registers an application with the callback. Resolves to its authorization request. */
async function register(admin: AdminApi, callback: string): Promise<string> {
  const { application: registered } = await admin.post<{
    readonly application: { readonly clients: readonly { readonly clientId: string }[] };
  }>('/api/applications', {
    name: 'Print Shop',
    description: 'Prints your photos.',
    publisher: 'Prints & Co.',
    privacyUrl: 'https://print.example/privacy',
    termsUrl: 'https://print.example/terms',
    kind: 'web',
    redirectUris: [callback],
    allowedScopes: ['photos', 'albums'],
  });
  const parameters = new URLSearchParams({
    response_type: 'code',
    client_id: registered.clients[0]?.clientId ?? '',
    redirect_uri: callback,
    scope: 'photos albums',
    code_challenge: createHash('sha256').update('verifier'.repeat(8)).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return `${gatehouse.issuer}/oauth2/authorize?${parameters.toString()}`;
}

/** On a phone in the dark, where the journey goes, and on a desk in the light. */
async function lookInBothThemes(name: string): Promise<void> {
  await look(page, `${name}-dark-390`);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 850 });
  await look(page, `${name}-light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 850 });
}

beforeAll(async () => {
  gatehouse = await startGatehouse();
  const admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  await admin.post('/api/scopes', { name: 'albums', title: 'See your albums' });
  await admin.post('/api/users', { username: 'ada', password: PASSWORD, displayName: 'Ada Lovelace' });
  application = createServer((_request, response) => response.end('<h1>Printed</h1>'));
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve));
  const callback = `http://127.0.0.1:${(application.address() as AddressInfo).port}/callback`;
  request = await register(admin, callback);
  browser = await launchBrowser();
  const context = await browser.newContext({ colorScheme: 'dark', viewport: { width: 390, height: 850 } });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(request);
  await fillSignIn(page, 'ada', PASSWORD);
});
afterAll(async () => {
  application.closeAllConnections();
  application.close();
  await browser?.close();
  await stopAllGatehouses();
});

it('a person sees nothing in the list before they have allowed anything', async () => {
  await page.getByRole('button', { name: 'Allow' }).waitFor();
  const account = await page.context().newPage();
  await account.goto(`${gatehouse.issuer}/account/security`);
  await account.getByText('None yet. When you allow an application something').waitFor();
  await account.close();
});

it('is told who asks, that nobody has checked them, and where it leads', async () => {
  await page.getByText('by Prints & Co.').waitFor();
  await page.getByText('Nobody here has checked who is behind Print Shop.').waitFor();
  expect(await page.getByRole('link', { name: 'Privacy policy' }).getAttribute('href')).toBe(
    'https://print.example/privacy',
  );
  await page.getByText('You will go back to a program on this device.').waitFor();
  expect(await page.getByText('New', { exact: true }).count()).toBe(0);
  await lookInBothThemes('portal-consent-first');
});

it('allows an application, sees it with what it uses, and takes one permission back', async () => {
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('heading', { name: 'Printed' }).waitFor();
  await page.goto(`${gatehouse.issuer}/account/security`);
  const permissions = page.getByRole('list', { name: 'What Print Shop may do' });
  await permissions.getByText('See your photos').waitFor();
  expect(await permissions.getByText('Not used so far').count()).toBe(2);
  await lookInBothThemes('portal-account-applications');
  await page.getByRole('button', { name: 'Remove “See your albums” from Print Shop' }).click();
  const question = page.getByRole('group', { name: 'Remove “See your albums”?' });
  await question.getByText('all else stays allowed').waitFor();
  await lookInBothThemes('portal-account-permission-asking');
  await question.getByRole('button', { name: 'Remove' }).click();
  await permissions.getByText('See your albums', { exact: true }).waitFor({ state: 'detached' });
  await permissions.getByText('See your photos').waitFor();
});

it('is asked for that one again, as new; what stays is folded away', async () => {
  await page.goto(request);
  await page.getByText('New', { exact: true }).waitFor();
  expect(await page.getByRole('checkbox').count()).toBe(1);
  await page.getByText('1 permission that you gave before stays').click();
  await page.getByText('See your photos').waitFor();
  await lookInBothThemes('portal-consent-again');
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('heading', { name: 'Printed' }).waitFor();
});

it('takes all of it back', async () => {
  await page.goto(`${gatehouse.issuer}/account/security`);
  await page.getByRole('button', { name: 'Remove Print Shop' }).click();
  await page.getByRole('button', { name: 'Keep' }).click();
  await page.getByRole('button', { name: 'Remove Print Shop' }).click();
  await page
    .getByRole('group', { name: 'Remove Print Shop?' })
    .getByRole('button', { name: 'Remove' })
    .click();
  await page.getByText('None yet. When you allow an application something').waitFor();
});

it('is asked again when the application comes back', async () => {
  await page.goto(request);
  await page.getByRole('button', { name: 'Allow' }).waitFor();
});
