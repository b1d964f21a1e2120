import type { Browser } from 'playwright-core';
import {
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look, signInToConsole } from './operator.js';

let gatehouse: RunningGatehouse;
let browser: Browser;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

const PAGES = [
  '/',
  '/applications',
  '/applications/new',
  '/apis',
  '/apis/new',
  '/apis/import',
  '/traffic',
  '/limits',
  '/outside-issuers',
  '/outside-issuers/new',
  '/providers',
  '/nodes',
  '/scopes',
  '/users',
  '/messages',
  '/authorizations',
  '/trusted-issuers',
  '/trusted-issuers/new',
  '/keys',
  '/nothing',
];

describe.each([
  { name: 'dark', colorScheme: 'dark', width: 1280 },
  { name: 'phone', colorScheme: 'light', width: 390 },
] as const)('the console, $name', ({ name, colorScheme, width }) => {
  it('passes axe on every page, and fits the width', async () => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
    const page = await context.newPage();
    await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
    for (const path of PAGES) {
      await page.goto(gatehouse.adminUrl + path);
      await page.getByRole('main').waitFor();
      await page.waitForLoadState('networkidle');
      await look(page, `console${path.replaceAll('/', '-')}-${name}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect({ path, overflow: Math.max(0, overflow) }).toEqual({ path, overflow: 0 });
    }
    await context.close();
  });
});
