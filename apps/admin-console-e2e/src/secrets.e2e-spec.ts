import type { CreatedApplication } from '@gatehouse/dto';
import type { Browser, Page } from 'playwright-core';
import {
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, openClient, signInToConsole } from './operator.js';

let gatehouse: RunningGatehouse;
let browser: Browser;
let page: Page;
let registered: CreatedApplication;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  const admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  registered = await admin.post<CreatedApplication>('/api/applications', {
    name: 'Night job',
    kind: 'machine',
    redirectUris: [],
    allowedScopes: ['photos'],
  });
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

/** What the token endpoint says to the client with this secret. */
async function askWith(secret: string): Promise<number> {
  const credentials = Buffer.from(`${registered.clientId}:${secret}`).toString('base64');
  const response = await fetch(`${gatehouse.authUrl}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return response.status;
}

/** As an operator does it. @returns the new secret, copied from the dialog */
async function rotate(overlap: string): Promise<string> {
  await page.getByRole('button', { name: 'Rotate secret' }).click();
  await page.getByRole('radio', { name: overlap }).check();
  await page.getByRole('button', { name: 'Make a new secret' }).click();
  const shown = page.getByRole('dialog', { name: 'The new secret' });
  await shown.waitFor();
  // It would be lost: nothing but its button closes it.
  await page.keyboard.press('Escape');
  await look(page, 'console-secret-rotated');
  const secret = (await shown.getByLabel('Client secret', { exact: true }).textContent()) ?? '';
  await shown.getByRole('button', { name: 'I have copied it' }).click();
  await shown.waitFor({ state: 'detached' });
  return secret;
}

describe('an operator who rotates the secret of a client', () => {
  let first: string;
  let second: string;
  beforeAll(() => {
    first = registered.clientSecret ?? '';
  });

  it('is shown the new one once, and both count for as long as was chosen', async () => {
    await openClient(page, gatehouse.adminUrl, registered.application.id);
    second = await rotate('For one day, while you change it in the application');
    expect(second).toMatch(/^[\w-]{43}$/);
    expect(await page.content()).not.toContain(second);
    await page.reload();
    await page.getByRole('button', { name: 'Rotate secret' }).waitFor();
    expect(await page.content()).not.toContain(second);
    expect([await askWith(first), await askWith(second)]).toEqual([200, 200]);
  });

  it('ends one at once', async () => {
    await page.getByRole('button', { name: 'End now' }).last().click();
    await page.getByRole('dialog').getByRole('button', { name: 'End now' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect([await askWith(first), await askWith(second)]).toEqual([401, 200]);
  });

  it('lets no other one count where there is no overlap', async () => {
    const third = await rotate('Not at all: it has leaked');
    expect([await askWith(second), await askWith(third)]).toEqual([401, 200]);
  });
});
