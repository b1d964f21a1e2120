import type { Browser, BrowserContext, Page } from 'playwright-core';
import {
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { type Company, COMPANY_ENV, moveCompanyIn } from './company.js';
import { LANGUAGE_COOKIE, look, signInToConsole } from './operator.js';

let gatehouse: RunningGatehouse;
let company: Company;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  gatehouse = await startGatehouse({ env: COMPANY_ENV });
  company = await moveCompanyIn(gatehouse);
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
  await signInToConsole(await context.newPage(), gatehouse.adminUrl, gatehouse.operator.password);
});

afterAll(async () => {
  await browser?.close();
  company?.close();
  await stopAllGatehouses();
});

/** Every page with a list, by what it lists. */
const LISTS: readonly (readonly [string, (company: Company) => string])[] = [
  ['applications', () => '/applications'],
  ['clients and API keys', ({ applicationId }) => `/applications/${applicationId}`],
  ['requests', () => '/requests'],
  ['APIs', () => '/apis'],
  ['callers', ({ apiId }) => `/apis/${apiId}/callers`],
  ['limits', () => '/limits'],
  ['scopes', () => '/scopes'],
  ['what needs a scope', () => '/scopes/photos'],
  ['users', () => '/users'],
  ['what a user has', ({ userId }) => `/users/${userId}`],
  ['authorizations', () => '/authorizations'],
  ['what was allowed', ({ authorizationId }) => `/authorizations/${authorizationId}`],
  ['access tokens', ({ tokenId }) => `/access-tokens/${tokenId}`],
  ['keys', () => '/keys'],
  ['the audit log', () => '/audit'],
  ['what an operator changed', () => '/audit/2'],
  ['traffic', () => '/traffic'],
  ['the team', () => '/team'],
  ['organizations', () => '/organizations'],
  ['members', ({ organizationId }) => `/organizations/${organizationId}`],
  ['identity providers', () => '/identity-providers'],
  ['directories', () => '/providers'],
  ['trusted issuers', () => '/trusted-issuers'],
  ['terms of registration', () => '/registration'],
  ['linked subjects', ({ trustedIssuerId }) => `/trusted-issuers/${trustedIssuerId}`],
  ['outside issuers', () => '/outside-issuers'],
  ['nodes', () => '/nodes'],
];

async function open(page: Page, path: string): Promise<void> {
  await page.goto(gatehouse.adminUrl + path);
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.locator('main [class*=Skeleton]').first().waitFor({ state: 'detached' });
}

/** What is wrong with the tables of a page that is as narrow as a phone. */
const listFaults = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const faults: string[] = [];
    if (document.documentElement.scrollWidth > window.innerWidth) faults.push('the page scrolls sideways');
    for (const frame of document.querySelectorAll('main [data-scroll-table]')) {
      const list = frame.getAttribute('aria-label') ?? '';
      if (frame.scrollWidth > frame.clientWidth) faults.push(`${list} scrolls sideways`);
      const heads = [...frame.querySelectorAll('thead th')].map((head) => head.textContent?.trim());
      for (const row of frame.querySelectorAll<HTMLTableRowElement>('tbody tr')) {
        const cells = [...row.cells].filter((cell) => cell.getClientRects().length > 0);
        const title = cells.find((cell) => cell.dataset['part'] === 'title');
        const top = title?.getBoundingClientRect().top ?? 0;
        for (const cell of cells) {
          if (cell.dataset['part'] === 'select') continue;
          if (cell.getBoundingClientRect().top < top)
            faults.push(`${list}: "${cell.textContent}" comes first`);
          if (cell.getBoundingClientRect().right > window.innerWidth)
            faults.push(`${list}: "${cell.textContent}" is cut off`);
          const label = getComputedStyle(cell, '::before').content;
          if (cell.dataset['part'] === 'value' && !heads.some((head) => head && label.includes(head)))
            faults.push(`${list}: "${cell.textContent}" has no label`);
        }
        if (title === undefined) faults.push(`${list}: a row without a name`);
      }
    }
    return faults;
  });

describe.each(['en', 'de', 'fr'])('on a phone, in %s', (language) => {
  it.each(LISTS)('each row of %s is a card that fits', async (what, toPath) => {
    await context.addCookies([{ name: LANGUAGE_COOKIE, value: language, url: gatehouse.adminUrl }]);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await open(page, toPath(company));
    await look(page, `phone-list-${what.replaceAll(' ', '-')}-${language}`);
    expect(await listFaults(page)).toEqual([]);
    await page.close();
  });
});

it('whoever hears a list still hears a table, with the heads of its columns', async () => {
  await context.addCookies([{ name: LANGUAGE_COOKIE, value: 'en', url: gatehouse.adminUrl }]);
  const page = await context.newPage();
  await open(page, '/applications');
  const session = await context.newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const count = (role: string): number =>
    nodes.filter((node) => !node.ignored && node.role?.value === role).length;
  const rows = await page.locator('main tbody tr').count();
  expect(rows).toBeGreaterThan(0);
  const heads = await page.locator('main thead th').count();
  expect({ rows: count('row'), heads: count('columnheader') }).toEqual({ rows: rows + 1, heads });
  expect(count('cell') + count('gridcell')).toBeGreaterThanOrEqual(rows * (heads - 1));
  await page.close();
});

it('orders a list by the heads that stay', async () => {
  const page = await context.newPage();
  await open(page, '/applications');
  await page.getByRole('columnheader', { name: 'Application' }).getByRole('button').click();
  await page.waitForURL(/sort=name/);
  await page.close();
});
