import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import {
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../../tools/test-setup/index.mjs';

const PICTURES = join(import.meta.dirname, '../../../../docs/guides/pictures');

/** What is left around a part of a page, so that it does not look cut out; in pixels. */
const MARGIN = 12;

export interface Stage {
  readonly gatehouse: RunningGatehouse;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** A Gatehouse where a newcomer has it: its addresses are in the pictures. */
export async function openStage(env: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const gatehouse = await startGatehouse({ env, ports: [4000, 4001, 4002] });
  const browser = await launchBrowser(process.platform === 'linux' ? { font: 'Open Sans' } : {});
  await mkdir(PICTURES, { recursive: true });
  return {
    gatehouse,
    browser,
    async close() {
      await browser.close();
      await stopAllGatehouses();
    },
  };
}

/** Nodes are called by the name of their machine, which is not the same twice: in the pictures they are numbered. */
async function numberNodes(context: BrowserContext): Promise<void> {
  const known: string[] = [];
  const pattern = new RegExp(String.raw`${hostname().replaceAll('.', String.raw`\.`)} \((\d+)\)`, 'g');
  await context.route(/\/api\/(nodes|revocations|calls|settings)/, async (route) => {
    if (route.request().headers()['accept']?.includes('event-stream') === true) return route.continue();
    const response = await route.fetch();
    const body = (await response.text()).replaceAll(pattern, (name) => {
      if (!known.includes(name)) known.push(name);
      return `gatehouse-${known.indexOf(name) + 1}`;
    });
    return route.fulfill({ response, body });
  });
}

/** Somebody with a browser, as every picture has it. */
export async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 1,
    colorScheme: 'light',
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  await numberNodes(context);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  return page;
}

/** What the page has to show is there, and nothing is on it that goes away by itself. */
async function waitUntilStill(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  for (const passing of ['main [class*=Skeleton]', '[class*=Notification-root]', '[data-loading=true]'])
    await page.locator(passing).first().waitFor({ state: 'detached' });
  await page.mouse.move(0, 0);
  // What sticks to the top would be in the middle of a picture of the whole page.
  await page.evaluate(() => window.scrollTo(0, 0));
}

/** The smallest rectangle with all of them in it and a margin, on the whole page. */
async function around(page: Page, parts: readonly Locator[]) {
  const boxes = (await Promise.all(parts.map((part) => part.first().boundingBox()))).filter(
    (box) => box !== null,
  );
  const whole = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    height: document.documentElement.scrollHeight,
    scrolled: window.scrollY,
  }));
  const left = Math.max(0, Math.min(...boxes.map(({ x }) => x)) - MARGIN);
  const top = Math.max(0, Math.min(...boxes.map(({ y }) => y)) + whole.scrolled - MARGIN);
  const right = Math.min(whole.width, Math.max(...boxes.map(({ x, width }) => x + width)) + MARGIN);
  const bottom = Math.min(
    whole.height,
    Math.max(...boxes.map(({ y, height }) => y + height)) + whole.scrolled + MARGIN,
  );
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * Takes a picture for the guides.
 * @param parts what of the page matters; left out: what fits in the window
 */
export async function takePicture(page: Page, name: string, ...parts: readonly Locator[]): Promise<void> {
  await waitUntilStill(page);
  const clip = parts.length === 0 ? undefined : await around(page, parts);
  await page.screenshot({
    path: join(PICTURES, `${name}.png`),
    animations: 'disabled',
    caret: 'hide',
    ...(clip === undefined ? {} : { clip, fullPage: true }),
  });
}

/** Takes a picture of the dialog that is open, and of nothing behind it. */
export async function takeDialog(page: Page, name: string): Promise<void> {
  await page.evaluate(() => {
    document.getElementById('root')?.style.setProperty('visibility', 'hidden');
    document.querySelector<HTMLElement>('[class*=Overlay-root]')?.style.setProperty('background', '#f6f8f7');
  });
  await takePicture(page, name, page.getByRole('dialog'));
}

/** A part of a page by its heading. */
export const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

/** A page of the console without what is around it. */
export const content = (page: Page): Locator => page.locator('main > div').first();
