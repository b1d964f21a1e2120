import type { Browser, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  runSql,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, signInToConsole } from './operator.js';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let page: Page;
let application: { readonly id: string; readonly version: number };
const complaints: string[] = [];
const LONG = `Prints ${'what you photographed, on paper of your choice, '.repeat(12)}and sends it to you.`;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  ({ application } = await admin.post<{ readonly application: typeof application }>('/api/applications', {
    name: 'Print Shop',
    kind: 'web',
    redirectUris: ['https://print.example/callback'],
    allowedScopes: [],
  }));
  for (let index = 0; index < 60; index += 1)
    await admin.post('/api/scopes', { name: `scope-${index}`, title: `Scope ${index}` });
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

const rows = () => page.getByRole('region', { name: 'Audit log' }).getByRole('row');
const phoneAndDark = async (name: string): Promise<void> => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await look(page, `${name}-dark`);
  await page.setViewportSize({ width: 390, height: 850 });
  await look(page, `${name}-phone-dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 900 });
};

it('an operator finds their own change of an application from its page, with before and after', async () => {
  await page.goto(`${gatehouse.adminUrl}/applications/${application.id}`);
  const general = page.getByRole('region', { name: 'General', exact: true });
  await general.getByRole('textbox', { name: 'Description' }).fill(LONG);
  await general.getByRole('textbox', { name: 'Name' }).fill('Poster Shop');
  await general.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Poster Shop', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Changes' }).click();
  await page.getByRole('heading', { name: 'Audit log', level: 1 }).waitFor();
  await rows().filter({ hasText: 'Changed an application' }).filter({ hasText: 'admin' }).waitFor();
  await rows()
    .filter({ hasText: 'Created an application' })
    .filter({ hasText: 'Gatehouse set-up' })
    .waitFor();
  expect(await rows().count()).toBe(3);
  await look(page, 'console-audit-one-thing');
  await page.getByRole('link', { name: 'Changed an application' }).click();
  const changes = page.getByRole('region', { name: 'What changed' }).getByRole('row');
  await changes.filter({ hasText: 'Print Shop' }).filter({ hasText: 'Poster Shop' }).waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await look(page, 'console-audit-entry');
  await phoneAndDark('console-audit-entry');
});

it('the list is paged and filtered, and its address says how', async () => {
  await page.getByRole('link', { name: 'Audit log', exact: true }).first().click();
  await rows().filter({ hasText: 'Signed in to the console' }).first().waitFor();
  await look(page, 'console-audit');
  await phoneAndDark('console-audit');
  await page.getByRole('button', { name: 'Older' }).click();
  await rows().filter({ hasText: 'scope-20' }).first().waitFor();
  await page.getByRole('button', { name: 'Newer' }).click();
  await rows().filter({ hasText: 'scope-59' }).first().waitFor();
  expect(new URL(page.url()).search).toBe('');
  // As people type: what is found meanwhile takes nobody out of the field.
  await page.getByLabel('Search').pressSequentially('poster', { delay: 120 });
  await page.waitForURL(({ search }) => search === '?search=poster');
  expect(await page.getByLabel('Search').inputValue()).toBe('poster');
  await page.reload();
  await rows().filter({ hasText: 'Poster Shop' }).first().waitFor();
  await page.getByLabel('Search').fill('nothing like it');
  await page.getByText('No entry matches.').waitFor();
  await look(page, 'console-audit-nothing');
  await page.getByRole('button', { name: 'Show all' }).click();
  await rows().filter({ hasText: 'scope-59' }).first().waitFor();
});

it('those who acted are found by name, and what was refused by its result', async () => {
  await page.getByRole('combobox', { name: 'By' }).click();
  await page.getByRole('combobox', { name: 'By' }).fill('adm');
  await page.getByRole('option', { name: 'admin', exact: true }).click();
  await page.waitForURL(({ searchParams }) => searchParams.has('actor'));
  await rows().filter({ hasText: 'Gatehouse set-up' }).first().waitFor({ state: 'detached' });
  await page.reload();
  await rows().filter({ hasText: 'Signed in to the console' }).first().waitFor();
  expect(await page.getByRole('combobox', { name: 'By' }).inputValue()).toBe('admin');
  await page.getByRole('combobox', { name: 'Result' }).click();
  await page.getByRole('option', { name: 'Refused' }).click();
  await page.getByText('No entry matches.').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await rows().filter({ hasText: 'scope-59' }).first().waitFor();
});

it('entries can be taken out', async () => {
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /CSV/ }).click();
  expect((await download).suggestedFilename()).toBe('audit-log.csv');
});

it('the log is verified in words, a checkpoint can be kept, and what was tampered with is named', async () => {
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await page.getByRole('button', { name: 'Verify the log' }).click();
  await page.getByText('The log is unbroken').waitFor();
  const checkpoint = await page.getByLabel('Checkpoint').locator('visible=true').last().innerText();
  await look(page, 'console-audit-verified');
  await phoneAndDark('console-audit-verified');
  await page.getByRole('textbox', { name: 'Checkpoint' }).fill('12');
  await page.getByRole('button', { name: 'Verify again' }).click();
  await page.getByText('A checkpoint is the number of an entry').waitFor();
  await runSql(
    gatehouse.databaseUrl,
    'ALTER TABLE audit_entries DISABLE TRIGGER USER',
    "UPDATE audit_entries SET entry = replace(entry, 'Poster', 'Poser') WHERE entry LIKE '%Poster Shop%'",
  );
  await page.getByRole('textbox', { name: 'Checkpoint' }).fill(checkpoint.trim());
  await page.getByRole('button', { name: /^Verify (the log|again)$/ }).click();
  await page.getByText('The log is not what was written').waitFor();
  await look(page, 'console-audit-broken');
  await page.keyboard.press('Escape');
  expect(complaints).toEqual([]);
});
