import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import {
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { type Company, COMPANY_ENV, moveCompanyIn } from './company.js';
import { findKeyboardProblems } from './keyboard-walk.js';
import { look, signInToConsole } from './operator.js';

const CONSOLE = join(import.meta.dirname, '../../admin-console/src');
const ROUTER = ['router.tsx', 'issuer-routes.tsx', 'registration-routes.tsx', 'webhook-routes.tsx']
  .map((file) => readFileSync(join(CONSOLE, 'console/app', file), 'utf8'))
  .join('');
const PATHS = readFileSync(join(CONSOLE, 'lib/paths.ts'), 'utf8');

/** Every address of the console, as the router has it: a new page is looked at by being there. */
const ROUTES = [...ROUTER.matchAll(/\bpath: (?:pages\.(\w+)|'([^']+)')|\bindex: true/g)].map(
  ([, name, pattern]) =>
    name === undefined
      ? (pattern ?? '/')
      : (new RegExp(`\\b${name}: '([^']+)'`).exec(PATHS)?.[1] ?? `no address: ${name}`),
);

/** What a page with an ID in its address is about. */
const DETAILS: Readonly<Record<string, (company: Company) => string>> = {
  '/applications/:id': ({ applicationId }) => `/applications/${applicationId}`,
  '/applications/:id/clients/:clientId': ({ applicationId, clientId }) =>
    `/applications/${applicationId}/clients/${clientId}`,
  '/apis/:id': ({ apiId }) => `/apis/${apiId}`,
  '/apis/:id/openapi': ({ apiId }) => `/apis/${apiId}/openapi`,
  '/apis/:id/callers': ({ apiId }) => `/apis/${apiId}/callers`,
  '/traffic/:requestId': ({ requestId }) => `/traffic/${requestId}`,
  '/try/:clientId': ({ clientId }) => `/try/${clientId}`,
  '/providers/:id': ({ providerId }) => `/providers/${providerId}`,
  '/scopes/:name': () => '/scopes/photos',
  '/details-types/:name': () => '/details-types/payment_initiation',
  '/users/:id': ({ userId }) => `/users/${userId}`,
  '/requests/:id': ({ registrationRequestId }) => `/requests/${registrationRequestId}`,
  '/organizations/:id': ({ organizationId }) => `/organizations/${organizationId}`,
  '/trusted-issuers/:id': ({ trustedIssuerId }) => `/trusted-issuers/${trustedIssuerId}`,
  '/registration/:id': ({ registrationPolicyId }) => `/registration/${registrationPolicyId}`,
  '/webhooks/:id': ({ webhookId }) => `/webhooks/${webhookId}`,
  '/streams/:id': ({ streamId }) => `/streams/${streamId}`,
  '/outside-issuers/:id': ({ outsideIssuerId }) => `/outside-issuers/${outsideIssuerId}`,
  '/identity-providers/:id': ({ identityProviderId }) => `/identity-providers/${identityProviderId}`,
  '/authorizations/:id': ({ authorizationId }) => `/authorizations/${authorizationId}`,
  '/access-tokens/:tokenId': ({ tokenId }) => `/access-tokens/${tokenId}`,
  '/audit/:number': () => '/audit/2',
  '*': () => '/nothing/here',
};

const SIGHTS = [
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'light', width: 390 },
  { colorScheme: 'dark', width: 390 },
] as const;

let gatehouse: RunningGatehouse;
let company: Company;
let browser: Browser;
let context: BrowserContext;
const complaints: string[] = [];

beforeAll(async () => {
  gatehouse = await startGatehouse({ env: COMPANY_ENV });
  company = await moveCompanyIn(gatehouse);
  browser = await launchBrowser();
  context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  });
  await signInToConsole(await context.newPage(), gatehouse.adminUrl, gatehouse.operator.password);
});

afterAll(async () => {
  await browser?.close();
  company?.close();
  await stopAllGatehouses();
});

/** What a page has to show is there: nothing stands in for it any more. */
async function waitUntilShown(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.locator('main [class*=Skeleton]').first().waitFor({ state: 'detached' });
}

it.each(ROUTES)('%s passes axe and fits, in both themes, on a desk and on a phone', async (route) => {
  const isDetail = route.includes(':') || route === '*';
  const path = isDetail ? DETAILS[route]?.(company) : route;
  // A new page with an ID in its address: say above what it is about.
  expect({ route, path }).toEqual({ route, path: expect.any(String) });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => complaints.push(`${route}: ${error.message}`));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(`${route}: ${message.text()}`);
  });
  await page.goto(gatehouse.adminUrl + (path ?? ''));
  const name = route === '/' ? 'overview' : route.slice(1).replaceAll(/[/:*]+/g, '-') || 'not-found';
  for (const { colorScheme, width } of SIGHTS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await waitUntilShown(page);
    await look(page, `console-page-${name}-${colorScheme}-${width}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect({ route, width, overflow: Math.max(0, overflow) }).toEqual({ route, width, overflow: 0 });
  }
  await page.close();
});

it.each(['/apis/:id', '/requests', '/requests/:id'])('%s is walked with the Tab key', async (route) => {
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(gatehouse.adminUrl + (DETAILS[route]?.(company) ?? route));
  await waitUntilShown(page);
  expect(await findKeyboardProblems(page)).toEqual([]);
  await page.close();
});

it('finds the pages of the router', () => {
  expect(ROUTES).toEqual(expect.arrayContaining(['/', '/sign-in', '/applications', '/apis/:id', '*']));
  expect(Object.keys(DETAILS).filter((route) => !ROUTES.includes(route))).toEqual([]);
});

it('no page has complained', () => {
  expect(complaints).toEqual([]);
});
