import type { Page } from 'playwright-core';
import { expectNoAxeViolations } from './accessibility.js';
import { takeScreenshot } from '../../../tools/test-setup/index.mjs';

/** Signs an operator in through the pages, as a person would. */
export async function signInToConsole(page: Page, adminUrl: string, password: string): Promise<void> {
  await page.goto(adminUrl);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await fillSignIn(page, 'admin', password);
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
}

/** Fills the sign-in page and sends it. */
export async function fillSignIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Chooses a scope for a route. */
export async function chooseScope(page: Page, route: string, option: RegExp): Promise<void> {
  await page.getByRole('group', { name: route }).getByLabel('Scopes', { exact: true }).first().click();
  await page.getByRole('option', { name: option }).filter({ visible: true }).click();
  await page.keyboard.press('Escape');
}

/** A picture of the page, and axe's judgement of it. */
export async function look(page: Page, name: string): Promise<void> {
  await takeScreenshot(page, name);
  await expectNoAxeViolations(page);
}
