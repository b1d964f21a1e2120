import { get } from 'node:http';
import type { Browser, Page, Request } from 'playwright-core';
import {
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';

/** Of what a first visit loads before anybody can sign in, as it comes over the wire, by what the browser can read. */
const MAX_SCRIPT_BYTES = { br: 122_000, gzip: 137_000 };

interface Asset {
  readonly url: string;
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
  const note = (request: Request): void => {
    if (!/\.(js|css)$/.test(new URL(request.url()).pathname)) return;
    const read = async (): Promise<Asset> => {
      const [sizes, response] = await Promise.all([request.sizes(), request.response()]);
      const headers = (await response?.allHeaders()) ?? {};
      return {
        url: request.url(),
        bytes: sizes.responseBodySize,
        encoding: headers['content-encoding'],
        cache: headers['cache-control'],
      };
    };
    seen.push(read());
  };
  page.on('requestfinished', note);
  await page.goto(url);
  await page.waitForLoadState('networkidle');
  page.off('requestfinished', note);
  return Promise.all(seen);
}

const isScript = ({ url }: Asset): boolean => url.endsWith('.js');
const sum = (assets: readonly Asset[]): number => assets.reduce((bytes, asset) => bytes + asset.bytes, 0);

/** The same to a browser, or past a proxy, that knows no Brotli. */
const countAsGzip = (url: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () => resolve(bytes));
    }).on('error', reject);
  });

async function expectSmallScripts(scripts: readonly Asset[]): Promise<void> {
  const gzip = (await Promise.all(scripts.map(({ url }) => countAsGzip(url)))).reduce((a, b) => a + b, 0);
  const found = { br: sum(scripts), gzip };
  process.stdout.write(`the page to sign in at: ${JSON.stringify(found)} bytes of script\n`);
  expect(found.br).toBeLessThanOrEqual(MAX_SCRIPT_BYTES.br);
  expect(found.gzip).toBeLessThanOrEqual(MAX_SCRIPT_BYTES.gzip);
}

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
    if (findUrl() !== gatehouse.adminUrl) await expectSmallScripts(scripts);
    await context.close();
  });

  it('leaves the page for consent until somebody types', async () => {
    const page = await browser.newPage();
    const assets = await loadAssets(page, `${gatehouse.adminUrl}/session/sign-in`);
    expect(assets.filter(({ url }) => url.includes('consent-form'))).toEqual([]);
    const fetched = page.waitForRequest(/consent-form-.*\.js$/);
    await page.getByLabel('Username').fill('a');
    await fetched;
    await page.close();
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
