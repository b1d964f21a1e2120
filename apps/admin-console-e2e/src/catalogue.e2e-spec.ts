import type { Browser, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look } from './operator.js';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
const complaints: string[] = [];

async function openPage(colorScheme: 'light' | 'dark', width = 1280): Promise<Page> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 850 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  return page;
}

const publish = (name: string, description: string, basePath: string): Promise<unknown> =>
  admin.post('/api/apis', {
    name,
    description,
    basePath,
    targets: [{ url: 'http://127.0.0.1:9' }],
    policies: { isListed: true },
    routes: [
      {
        methods: ['GET'],
        path: '/photos',
        access: 'scopes',
        scopes: ['photos', 'albums'],
        scopeMatch: 'any',
      },
      { methods: ['PUT', 'DELETE'], path: '/photos/{id}', access: 'scopes', scopes: ['albums'] },
      { methods: ['GET'], path: '/status', access: 'public', scopes: [] },
    ],
  });

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  await admin.post('/api/scopes', {
    name: 'albums',
    title: 'Make albums',
    description: 'Never deletes any.',
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

it('says what to do where nothing is listed', async () => {
  const page = await openPage('light');
  await page.goto(`${gatehouse.authUrl}/apis`);
  await page.getByRole('heading', { name: 'No API is listed yet' }).waitFor();
  await look(page, 'portal-catalogue-empty');
});

describe.each(['light', 'dark'] as const)('the catalogue (%s)', (theme) => {
  beforeAll(async () => {
    if (theme === 'dark') return;
    await publish('Flickr photos', 'Photos of whoever signs in, and albums made of them.', '/flickr');
    await publish('Weather', '', '/weather');
  });

  it('leads from a search to how an API is called', async () => {
    const page = await openPage(theme);
    await page.goto(`${gatehouse.authUrl}/apis`);
    await page.getByRole('link', { name: 'Weather' }).waitFor();
    await look(page, `portal-catalogue-${theme}`);

    await page.getByLabel('Search').fill('albums');
    await page.getByRole('link', { name: 'Weather' }).waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: 'Flickr photos' }).click();
    await page.getByRole('heading', { name: 'Flickr photos', level: 1 }).waitFor();
    await page.getByText('one of them').waitFor();
    await page.getByText('Never deletes any.').waitFor();
    await look(page, `portal-catalogue-api-${theme}`);
  });

  it('fits on a phone', async () => {
    const page = await openPage(theme, 390);
    await page.goto(`${gatehouse.authUrl}/apis`);
    await page.getByRole('link', { name: 'Flickr photos' }).click();
    await page.getByRole('region', { name: 'Operations' }).first().waitFor();
    await look(page, `portal-catalogue-api-phone-${theme}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  it('says it where an API is not listed, and shows the way back', async () => {
    const page = await openPage(theme);
    await page.goto(`${gatehouse.authUrl}/apis?api=none`);
    await page.getByText('This API is not listed, or not any more.').waitFor();
    // It would be the same answer.
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await look(page, `portal-catalogue-missing-${theme}`);
    await page.getByRole('link', { name: 'All APIs' }).click();
    await page.getByRole('link', { name: 'Flickr photos' }).waitFor();
  });
});

it('no script failed', () => {
  expect(complaints).toEqual([]);
});
