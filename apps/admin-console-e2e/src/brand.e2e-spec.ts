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
  page.setDefaultTimeout(10_000);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
  await page.getByRole('link', { name: 'Brand' }).click();
  await page.getByRole('heading', { name: 'Brand', level: 1 }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

/** A square of one colour. */
async function drawLogo(): Promise<Buffer> {
  const canvas = await browser.newPage({ viewport: { width: 64, height: 64 } });
  await canvas.setContent('<body style="margin:0;background:#7a1fa2"></body>');
  const picture = await canvas.screenshot();
  await canvas.close();
  return picture;
}

const preview = () => page.getByRole('region', { name: 'What people see' });

const save = (): Promise<void> => page.getByRole('button', { name: 'Save' }).click();

it('an operator sees the brand while they type it, and is told what is hard to read', async () => {
  await page.getByRole('textbox', { name: 'Name' }).fill('Acme Photos');
  await page.getByText('Acme Photos').waitFor();
  await page.getByRole('textbox', { name: 'Colour' }).fill('#ffee00');
  await page.keyboard.press('Escape');
  await page.getByText('White text on this colour is hard to read').waitFor();
  await save();
  await page.getByRole('alert').waitFor();
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Acme Photos');
});

it('keeps a chosen logo over a reload, until it is discarded', async () => {
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: await drawLogo() });
  const logo = preview().locator('img[src^="data:image/png"]');
  await logo.waitFor();
  await page.reload();
  await page.getByText('Your unsaved changes are back.').waitFor();
  await logo.waitFor();
  await page.getByRole('button', { name: 'Discard' }).click();
  await logo.waitFor({ state: 'detached' });
  await page.getByRole('textbox', { name: 'Name' }).fill('Acme Photos');
});

it('saves it with a logo and links', async () => {
  await page.getByRole('textbox', { name: 'Colour' }).fill('#7a1fa2');
  await page.keyboard.press('Escape');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: await drawLogo() });
  await page.getByRole('button', { name: 'No logo' }).waitFor();
  await page.getByRole('textbox', { name: 'Terms' }).fill('https://acme.example/terms');
  await save();
  await page.getByText('Saved: people see it from now on').waitFor();
  await look(page, 'console-brand');
});

it('says what a language has of its own, and shows it in that language', async () => {
  await page.getByRole('tab', { name: 'Deutsch' }).click();
  await page.getByRole('textbox', { name: 'Name in Deutsch' }).fill('Acme Bilder');
  await page.getByRole('textbox', { name: 'Privacy in Deutsch' }).fill('acme.example/datenschutz');
  await preview().getByText('Acme Bilder').waitFor();
  await preview().getByText('Passwort vergessen?').waitFor();
  await preview().getByText('Nutzungsbedingungen').waitFor();
  await preview().getByText('Français').click();
  await preview().getByText('Acme Photos').waitFor();

  // Refused in a language that is not looked at: its fields are.
  await page.getByRole('tab', { name: 'English' }).click();
  await save();
  await page.getByRole('tab', { name: 'Deutsch', selected: true }).waitFor();
  const privacy = page.getByRole('textbox', { name: 'Privacy in Deutsch' });
  expect(await privacy.getAttribute('aria-invalid')).toBe('true');
  await look(page, 'console-brand-language-refused');
  await page.reload();
  await page.getByText('Your unsaved changes are back.').waitFor();
  await page.getByRole('tab', { name: 'Deutsch' }).click();
  expect(await privacy.inputValue()).toBe('acme.example/datenschutz');
  await privacy.fill('https://acme.example/datenschutz');
  await save();
  await page.getByText('Saved: people see it from now on').waitFor();
  await page.reload();
  await page.getByRole('tab', { name: 'Deutsch' }).click();
  expect(await page.getByRole('textbox', { name: 'Name in Deutsch' }).inputValue()).toBe('Acme Bilder');
});

it.each([
  ['de', 'Acme Bilder', 'Nutzungsbedingungen', 'Datenschutz'],
  ['fr', 'Acme Photos', 'Conditions', undefined],
])('people whose pages are in %s see what that language has', async (locale, name, terms, privacy) => {
  const context = await browser.newContext({ locale, viewport: { width: 390, height: 850 } });
  const portal = await context.newPage();
  await portal.goto(`${gatehouse.issuer}/account/security/sign-in`);
  await portal.getByRole('banner').getByText(name, { exact: true }).waitFor();
  const find = (link: string): Promise<string | null> =>
    portal.getByRole('link', { name: link, exact: true }).getAttribute('href');
  expect(await find(terms)).toBe('https://acme.example/terms');
  if (privacy === undefined) expect(await portal.getByRole('contentinfo').getByRole('link').count()).toBe(1);
  else expect(await find(privacy)).toBe('https://acme.example/datenschutz');
  await look(portal, `portal-branded-${locale}`);
  await context.close();
});

it.each(['light', 'dark'] as const)('people see it: name, logo, colour, links (%s)', async (colorScheme) => {
  const context = await browser.newContext({ colorScheme, viewport: { width: 390, height: 850 } });
  const portal = await context.newPage();
  const complaints: string[] = [];
  portal.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await portal.goto(`${gatehouse.issuer}/account/security/sign-in`);
  await portal.getByText('Acme Photos').waitFor();
  await portal.getByRole('link', { name: 'Terms' }).waitFor();
  const button = portal.getByRole('button', { name: 'Sign in' });
  expect(await button.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(
    'rgb(122, 31, 162)',
  );
  expect(
    await portal.locator('header img').evaluate((image) => (image as HTMLImageElement).naturalWidth),
  ).toBe(64);
  await look(portal, `portal-branded-${colorScheme}`);
  expect(complaints).toEqual([]);
  await context.close();
});
