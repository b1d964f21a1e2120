import type { Browser, Page } from 'playwright-core';
import {
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, signInToConsole } from './operator.js';

let gatehouse: RunningGatehouse;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  await adminApi(gatehouse).post('/api/scopes', { name: 'photos', title: 'See your photos' });
  browser = await launchBrowser();
  page = await browser.newPage();
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
  await page.getByRole('link', { name: 'Self-registration' }).click();
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

const register = (token?: string): Promise<Response> =>
  fetch(`${gatehouse.authUrl}/oauth2/register`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ client_name: 'Photo robot', redirect_uris: ['https://robot.example/back'] }),
  });

async function pickPhotos(): Promise<void> {
  await page.getByRole('combobox', { name: 'Scopes', exact: true }).fill('photos');
  await page.getByRole('option', { name: 'photos' }).click();
  await page.keyboard.press('Escape');
}

describe('an operator', () => {
  it('finds open registration switched off', async () => {
    const row = page.getByRole('row', { name: /Open registration/ });
    await row.getByText('Off').waitFor();
    await look(page, 'console-registration');
    expect((await register()).status).toBe(401);
  });

  it('makes an initial access token, which is shown once and registers a client', async () => {
    await page.getByRole('link', { name: 'New initial access token' }).click();
    await page.getByRole('button', { name: 'Make the token' }).click();
    await page.getByLabel('Name').fill('Partners');
    await pickPhotos();
    await look(page, 'console-registration-new');
    await page.getByRole('button', { name: 'Make the token' }).click();
    const token = await page.getByLabel('Initial access token', { exact: true }).textContent();
    await look(page, 'console-registration-token');
    const answer = await register(token ?? '');
    expect({ status: answer.status, body: await answer.json() }).toMatchObject({
      status: 201,
      body: { scope: 'photos', client_name: 'Photo robot' },
    });
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page
      .getByRole('row', { name: /Partners/ })
      .getByText('Open')
      .waitFor();
  });

  it('sees the application, and who let it in', async () => {
    await page.getByRole('link', { name: 'Applications' }).click();
    await page.getByRole('link', { name: 'Photo robot' }).waitFor();
    await page.getByRole('link', { name: 'Self-registration' }).click();
    await page
      .getByRole('row', { name: /Partners/ })
      .getByText('1', { exact: true })
      .waitFor();
  });

  it('opens registration to everybody, and shuts it again', async () => {
    await page.getByRole('link', { name: 'Open registration' }).click();
    await pickPhotos();
    await page.getByRole('switch', { name: 'Clients can register' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved, and in force').waitFor();
    expect((await register()).status).toBe(201);
    await page.getByRole('switch', { name: 'Clients can register' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Self-registration' }).first().click();
    await page
      .getByRole('row', { name: /Open registration/ })
      .getByText('Off')
      .waitFor();
    expect((await register()).status).toBe(401);
  });

  it('lets documents of one host in, and the metadata says so', async () => {
    await page.getByRole('link', { name: 'Client ID metadata documents' }).click();
    await page.getByLabel('Hosts').fill('*.notes.example');
    await page.getByRole('switch', { name: 'Clients can register' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved, and in force').first().waitFor();
    await look(page, 'console-registration-documents');
    const metadata = await fetch(`${gatehouse.issuer}/.well-known/oauth-authorization-server`);
    expect(await metadata.json()).toMatchObject({ client_id_metadata_document_supported: true });
    await page.getByRole('link', { name: 'Self-registration' }).first().click();
  });

  it('deletes a token, and is told what stays', async () => {
    await page.getByRole('link', { name: 'Partners' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The client that has registered with it stays.').waitFor();
    await look(page, 'console-registration-delete');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Self-registration', level: 1 }).waitFor();
    await page.getByRole('row', { name: /Partners/ }).waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /Open registration/ }).waitFor();
  });
});
