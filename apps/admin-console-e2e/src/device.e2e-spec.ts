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

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';
const PASSWORD = 'correct horse battery staple';

let gatehouse: RunningGatehouse;
let browser: Browser;
let clientId: string;
let complaints: string[];

interface Device {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly verification_uri_complete: string;
}

async function registerTelevision(admin: AdminApi): Promise<string> {
  const { application } = await admin.post<{
    readonly application: { readonly id: string; readonly clients: readonly { readonly clientId: string }[] };
  }>('/api/applications', {
    name: 'Living Room TV',
    description: 'Shows your photos on the big screen.',
    kind: 'native',
    redirectUris: ['com.example.tv:/callback'],
    allowedScopes: ['photos', 'albums'],
  });
  const id = application.clients[0]?.clientId ?? '';
  await admin.patch(`/api/applications/${application.id}/clients/${id}`, {
    version: 1,
    grantTypes: [GRANT_TYPE],
  });
  return id;
}

/** Sends a form as the television does. */
async function post<T>(path: string, parameters: Record<string, string>): Promise<T> {
  const body = new URLSearchParams({ client_id: clientId, ...parameters });
  return (await (await fetch(gatehouse.authUrl + path, { method: 'POST', body })).json()) as T;
}

const begin = (): Promise<Device> => post('/oauth2/device_authorization', { scope: 'photos albums' });

const poll = ({ device_code }: Device): Promise<Record<string, unknown>> =>
  post('/oauth2/token', { grant_type: GRANT_TYPE, device_code });

async function openPage(colorScheme: 'light' | 'dark', width = 1280): Promise<Page> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 850 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A refused request is part of some steps; what the policy blocks never is.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  return page;
}

beforeAll(async () => {
  complaints = [];
  gatehouse = await startGatehouse();
  const admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  await admin.post('/api/scopes', {
    name: 'albums',
    title: 'Make albums',
    description: 'Never deletes any.',
  });
  await admin.post('/api/users', { username: 'ada', password: PASSWORD, displayName: 'Ada Lovelace' });
  clientId = await registerTelevision(admin);
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

describe.each(['light', 'dark'] as const)('connecting a device (%s)', (theme) => {
  it('leads from the code over sign-in and consent back to the device', async () => {
    const device = await begin();
    const page = await openPage(theme);
    await page.goto(device.verification_uri);
    await look(page, `portal-device-code-${theme}`);

    await page.getByRole('textbox', { name: 'Code' }).fill('BBBB-BBBB');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('This code is wrong').waitFor();
    await look(page, `portal-device-code-refused-${theme}`);

    await page.getByRole('textbox', { name: 'Code' }).fill(device.user_code.toLowerCase().replace('-', ''));
    await page.keyboard.press('Enter');
    await fillSignIn(page, 'ada', PASSWORD);
    await page.getByRole('heading', { name: /Living Room TV wants/ }).waitFor();
    await page.getByText('Only continue if you started this').waitFor();
    await page.getByText(device.user_code).waitFor();
    await look(page, `portal-device-consent-${theme}`);
    expect(await poll(device)).toMatchObject({ error: 'authorization_pending' });

    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'You can go back to your device' }).waitFor();
    await look(page, `portal-device-allowed-${theme}`);
    expect(await poll(device)).toMatchObject({ token_type: 'Bearer', scope: 'photos albums' });
  });

  it('with the code in the address fills it in, and waits for a person all the same', async () => {
    const device = await begin();
    const page = await openPage(theme, 390);
    await page.goto(device.verification_uri_complete);
    await page.getByText('Is this the code that your device shows?').waitFor();
    expect(await page.getByLabel('Code').inputValue()).toBe(device.user_code);
    await look(page, `portal-device-prefilled-${theme}`);
    expect(new URL(page.url()).pathname).toBe('/device');

    await page.getByRole('button', { name: 'Continue' }).click();
    await fillSignIn(page, 'ada', PASSWORD);
    // Allowed before: asked all the same.
    await page.getByRole('heading', { name: /Living Room TV wants/ }).waitFor();
    await look(page, `portal-device-consent-phone-${theme}`);
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByRole('heading', { name: 'Denied' }).waitFor();
    await look(page, `portal-device-denied-${theme}`);
    expect(await poll(device)).toMatchObject({ error: 'access_denied' });

    await page.goto(`${device.verification_uri}?result=expired`);
    await look(page, `portal-device-expired-${theme}`);
    await page.getByRole('link', { name: 'Enter another code' }).click();
    await page.getByRole('heading', { name: 'Connect a device' }).waitFor();
  });
});

it('nothing was blocked by the content security policy, and no script failed', () => {
  expect(complaints).toEqual([]);
});
