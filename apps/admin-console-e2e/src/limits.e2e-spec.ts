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
  page.setDefaultTimeout(15_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

it('an operator limits the whole gateway', async () => {
  await page.goto(`${gatehouse.adminUrl}/limits`);
  await page.getByRole('button', { name: 'All callers together: add a limit' }).click();
  await page.getByRole('textbox', { name: 'All callers together: calls in a minute' }).fill('500');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved, and in force').waitFor();
  await look(page, 'console-limits');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await page.getByRole('heading', { name: 'No quota is in use' }).waitFor();
  await look(page, 'console-limits-phone');
  expect(
    await page.getByRole('textbox', { name: 'All callers together: calls in a minute' }).inputValue(),
  ).toBe('500');
});
