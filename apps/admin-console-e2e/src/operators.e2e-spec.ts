import type { Browser, Page } from 'playwright-core';
import { Secret, TOTP } from 'otpauth';
import {
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { fillSignIn, look } from './operator.js';

let gatehouse: RunningGatehouse;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  gatehouse = await startGatehouse({ env: { GATEHOUSE_OPERATORS_NEED_SECOND_FACTOR: 'true' } });
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

it('an operator without a second factor is led to set one up, and gets in with it', async () => {
  await page.goto(gatehouse.adminUrl);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await fillSignIn(page, 'admin', gatehouse.operator.password);
  await page.getByText('Operators need a second factor here').waitFor();
  await look(page, 'console-sign-in-second-factor');

  await page.getByRole('link', { name: 'Set one up on your account page' }).click();
  await page.getByRole('button', { name: 'Set up an app' }).click();
  const key = (await page.locator('pre').innerText()).replaceAll(/\s/g, '');
  const app = new TOTP({ secret: Secret.fromBase32(key) });
  await page.getByLabel('Code that the app shows now').fill(app.generate());
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('Keep these recovery codes').waitFor();

  await page.goto(gatehouse.adminUrl);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
});
