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

/** Opens the page of an application's first client, from the application's own. */
export async function openClient(page: Page, adminUrl: string, applicationId: string): Promise<void> {
  await page.goto(`${adminUrl}/applications/${applicationId}`);
  await page.getByRole('region', { name: 'Clients', exact: true }).getByRole('link').first().click();
  await page.getByRole('region', { name: 'Grant types' }).waitFor();
}

/** Chooses a scope for a route. */
export async function chooseScope(page: Page, route: string, option: RegExp): Promise<void> {
  await page.getByRole('group', { name: route }).getByLabel('Scopes', { exact: true }).first().click();
  await page.getByRole('option', { name: option }).filter({ visible: true }).click();
  await page.keyboard.press('Escape');
}

/** Where the console's pages keep the language that somebody has chosen. */
export const LANGUAGE_COOKIE = 'gatehouse-language';

/** From the next page on, the console is in German, as if that had been chosen. */
export const speakGerman = (page: Page, adminUrl: string): Promise<void> =>
  page.context().addCookies([{ name: LANGUAGE_COOKIE, value: 'de', url: adminUrl }]);

/** A picture of the page, and axe's judgement of it. */
export async function look(page: Page, name: string): Promise<void> {
  await takeScreenshot(page, name);
  await expectNoAxeViolations(page);
}
