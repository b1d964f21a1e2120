import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import {
  adminApi,
  insertScopes,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, openClient, signInToConsole } from './operator.js';

let gatehouse: RunningGatehouse;
let browser: Browser;
let page: Page;
let keyServer: Server;
let address: string;
let applicationId: string;

beforeAll(async () => {
  gatehouse = await startGatehouse({ env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  const admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  await insertScopes(gatehouse.databaseUrl, 300);
  ({
    application: { id: applicationId },
  } = await admin.post<{ readonly application: { readonly id: string } }>('/api/applications', {
    name: 'Photo importer',
    kind: 'machine',
    redirectUris: [],
    allowedScopes: ['photos'],
  }));
  keyServer = createServer((_request, response) => response.end('{"keys":[]}'));
  await new Promise<void>((resolve) => keyServer.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}/jwks`;
  browser = await launchBrowser();
  page = await browser.newPage();
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
  await page.getByRole('link', { name: 'Trusted issuers' }).click();
});
afterAll(async () => {
  keyServer.closeAllConnections();
  keyServer.close();
  await browser?.close();
  await stopAllGatehouses();
});

describe('an operator', () => {
  it('learns what trusted issuers are for while there is none', async () => {
    await page.getByRole('heading', { name: 'Nobody is trusted yet' }).waitFor();
    await page.getByRole('link', { name: 'Trust an issuer' }).first().click();
    await page.getByRole('heading', { name: 'Trust an issuer', level: 1 }).waitFor();
  });

  it('tries the address of the keys, and is told why it cannot be used', async () => {
    await page.getByLabel('Key set address').fill('http://127.0.0.1:9/jwks');
    await page.getByRole('button', { name: 'Try' }).click();
    await page.getByText('Because it cannot be reached.').waitFor();
    await look(page, 'console-trusted-issuers-unreachable');
    await page.getByLabel('Key set address').fill(address);
    await page.getByRole('button', { name: 'Try' }).click();
    await page.getByText('The address can be used').waitFor();
  });

  it('is told by each field what cannot be accepted', async () => {
    await page.getByLabel('Name').fill('Company log-in');
    await page.getByRole('textbox', { name: 'Issuer' }).fill('idp');
    await page.getByLabel('Certificates').fill('nonsense');
    await page.getByRole('button', { name: 'Trust', exact: true }).click();
    await page.getByText(/must be a URI such as/).waitFor();
    await page.getByRole('textbox', { name: 'Issuer' }).fill('https://idp.example');
    await page.getByRole('button', { name: 'Trust', exact: true }).click();
    await page.getByText(/not an X\.509 certificate/).waitFor();
    await look(page, 'console-trusted-issuers-problems');
    await page.getByLabel('Certificates').fill('');
  });

  it('trusts it with a client, a scope, and subjects that are linked', async () => {
    await page.getByLabel('Clients', { exact: true }).first().click();
    await page.getByRole('option', { name: /Photo importer/ }).click();
    await page.keyboard.press('Escape');
    // There are more scopes than one look at them has.
    const scopes = page.getByRole('combobox', { name: 'Scopes', exact: true });
    for (const name of ['photos', 'scope-99', 'openid']) {
      await scopes.fill(name);
      await page.getByRole('option', { name, exact: true }).click();
    }
    await page.keyboard.press('Escape');
    await page.getByLabel('Its subjects are', { exact: true }).first().click();
    await page.getByRole('option', { name: /linked to a user/ }).click();
    const idJags = page.getByRole('switch', { name: /^It makes identity assertion grants/ });
    expect(await idJags.isChecked()).toBe(false);
    await idJags.check();
    await page.getByRole('button', { name: 'Trust', exact: true }).click();
    await page.getByRole('heading', { name: 'Company log-in', level: 1 }).waitFor();
    await page.getByRole('textbox', { name: 'Subject', exact: true }).fill('S-1');
    await page.getByLabel('Means the user').fill('nobody');
    await page.getByRole('button', { name: 'Link', exact: true }).click();
    await page.getByText('There is no user of this name.').waitFor();
    await page.getByLabel('Means the user').fill('admin');
    await page.getByRole('button', { name: 'Link', exact: true }).click();
    await page.getByRole('cell', { name: 'S-1', exact: true }).waitFor();
    expect(await idJags.isChecked()).toBe(true);
    await look(page, 'console-trusted-issuer');
    const { items } = await adminApi(gatehouse).get<{
      items: { allowedScopes: string[]; takesIdJags: boolean }[];
    }>('/api/trusted-issuers');
    expect(items[0]?.takesIdJags).toBe(true);
    expect(items[0]?.allowedScopes.toSorted()).toEqual(['openid', 'photos', 'scope-99']);
  });

  it('switches it off, and deletes it after typing its name', async () => {
    await page.getByRole('switch', { name: 'Trusted' }).uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved, and in force').waitFor();
    await page.getByRole('link', { name: '← Trusted issuers' }).click();
    await page.getByRole('row', { name: /Company log-in.*Off/ }).waitFor();
    await look(page, 'console-trusted-issuers');
    await page.getByRole('link', { name: 'Company log-in' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('Company log-in');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Nobody is trusted yet' }).waitFor();
  });

  it('lets a client present assertions, and vouch for users itself', async () => {
    await openClient(page, gatehouse.adminUrl, applicationId);
    const vouches = page.getByRole('switch', { name: /^May vouch for users itself/ });
    await page.getByRole('switch', { name: /^JWT assertion/ }).check();
    await vouches.check();
    const answer = page.waitForResponse((response) => response.request().method() === 'PATCH');
    await page.getByRole('button', { name: 'Save grant types' }).click();
    expect((await answer).status()).toBe(200);
    await look(page, 'console-grants-assertions');
    await page.reload();
    expect(await vouches.isChecked()).toBe(true);
  });
});
