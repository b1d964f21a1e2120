import type { Browser, Page } from 'playwright-core';
import {
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';

/** Of what a first visit loads before anybody can sign in, as it comes over the wire. */
const MAX_SCRIPT_BYTES = 150_000;

interface Asset {
  readonly name: string;
  readonly bytes: number;
  readonly encoding: string | undefined;
  readonly cache: string | undefined;
}

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

/** What a browser without a cache loads for a page, until it rests. */
async function loadAssets(page: Page, url: string): Promise<readonly Asset[]> {
  const seen: Promise<Asset>[] = [];
  page.on('requestfinished', (request) => {
    if (!/\.(js|css)$/.test(new URL(request.url()).pathname)) return;
    const read = async (): Promise<Asset> => {
      const [sizes, response] = await Promise.all([request.sizes(), request.response()]);
      const headers = (await response?.allHeaders()) ?? {};
      return {
        name: new URL(request.url()).pathname,
        bytes: sizes.responseBodySize,
        encoding: headers['content-encoding'],
        cache: headers['cache-control'],
      };
    };
    seen.push(read());
  });
  await page.goto(url);
  await page.waitForLoadState('networkidle');
  return Promise.all(seen);
}

const isScript = ({ name }: Asset): boolean => name.endsWith('.js');
const sum = (assets: readonly Asset[]): number => assets.reduce((bytes, asset) => bytes + asset.bytes, 0);

describe('what a first visit loads', () => {
  it.each([
    ['the page to sign in at', (): string => `${gatehouse.adminUrl}/session/sign-in`],
    ['the console', (): string => gatehouse.adminUrl],
  ])('for %s is compressed and kept for good', async (name, findUrl) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const assets = await loadAssets(page, findUrl());
    const scripts = assets.filter(isScript);
    process.stdout.write(`${name}: ${sum(scripts)} bytes of script in ${scripts.length} files\n`);
    expect(scripts.length).toBeGreaterThan(0);
    for (const asset of assets) {
      // What is small would not become smaller.
      if (asset.bytes > 1_000)
        expect(asset).toMatchObject({ encoding: expect.stringMatching(/^(br|gzip)$/) as string });
      expect(asset.cache).toBe('public, max-age=31536000, immutable');
    }
    if (findUrl() !== gatehouse.adminUrl) expect(sum(scripts)).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
    await context.close();
  });
});

it.each([
  ['the console', (): string => gatehouse.adminUrl],
  ['the pages of end users', (): string => `${gatehouse.authUrl}/account/security`],
])('nobody shows %s in a frame (clickjacking)', async (_name, findUrl) => {
  const page = await browser.newPage();
  await page.setContent(`<iframe src="${findUrl()}"></iframe>`);
  await page.waitForLoadState('networkidle');
  const frame = page.frames().find((one) => one !== page.mainFrame());
  expect(frame?.url()).toMatch(/^chrome-error:/);
  await page.close();
});
