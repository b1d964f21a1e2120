import type { Browser, Page } from 'playwright-core';
import {
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
  browser = await launchBrowser();
  page = await browser.newPage();
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
  await page.getByRole('link', { name: 'Signing keys' }).click();
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

const cellsOf = (state: string) =>
  page.getByRole('region', { name: 'ES256', exact: true }).getByRole('row').filter({ hasText: state });

describe('an operator', () => {
  it('sees the keys of every algorithm, the default first', async () => {
    await page.getByRole('heading', { name: 'Signing keys', level: 1 }).waitFor();
    await cellsOf('Signs').waitFor();
    const algorithms = await page.getByRole('heading', { level: 2 }).allTextContents();
    expect(algorithms[0]).toBe('ES256');
    expect(algorithms.toSorted()).toEqual(['ES256', 'EdDSA', 'PS256', 'RS256']);
  });

  it('revokes the present key: the next one signs, the page says what follows, and the session goes on', async () => {
    await page.getByRole('button', { name: 'Rotate the ES256 key' }).click();
    const dialog = page.getByRole('dialog', { name: 'Rotate the ES256 key' });
    await dialog.getByLabel(/it is compromised/).check();
    await look(page, 'console-keys-rotate');
    await dialog.getByRole('button', { name: 'Revoke and rotate' }).click();
    await dialog.getByText(/A new key signs from now on/).waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await cellsOf('Revoked').waitFor();
    expect(await cellsOf('Signs').count()).toBe(1);
    await look(page, 'console-keys-rotated');
  });

  it('is asked before a key is revoked', async () => {
    await cellsOf('Next')
      .getByRole('button', { name: /^Revoke key/ })
      .click();
    const dialog = page.getByRole('dialog', { name: 'Revoke this ES256 key?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await cellsOf('Revoked').count()).toBe(1);
  });
});
