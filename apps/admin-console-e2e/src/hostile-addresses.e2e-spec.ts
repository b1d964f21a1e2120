import type { Browser, Page } from 'playwright-core';
import {
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { expectText, MARKUP, SCRIPT, URL_OF_SCRIPT, watch } from './hostile-texts.js';
import { signInToConsole } from './operator.js';

let gatehouse: RunningGatehouse;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  gatehouse = await startGatehouse();
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 850 } });
  page.setDefaultTimeout(30_000);
  complaints = watch(page);
});
beforeEach(() => {
  complaints.length = 0;
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

const markup = encodeURIComponent(MARKUP);
const script = encodeURIComponent(URL_OF_SCRIPT);

describe('markup in the address of a page', () => {
  it.each([
    `/oauth2/authorize?client_id=${markup}`,
    `/oauth2/authorize?response_type=code&client_id=nobody&redirect_uri=${script}&state=${markup}`,
    `/oauth2/authorize?response_type=code&client_id=nobody&redirect_uri=${markup}`,
    `/oauth2/authorize?response_type=code&client_id=nobody&state=${encodeURIComponent(SCRIPT)}`,
    `/oauth2/authorize?response_type=code&client_id=nobody&error_description=${markup}`,
    `/oauth2/authorize?request_uri=${markup}&client_id=x`,
    `/sign-in?interaction=${markup}&problem=${markup}`,
    `/consent?interaction=${markup}&language=${markup}`,
    `/oauth2/end-session?client_id=${markup}&post_logout_redirect_uri=${script}`,
    `/reset-password#${markup}`,
    `/device?user_code=${markup}`,
    `/apis?api=${markup}&search=${markup}`,
    `/nothing/${markup}`,
  ])('is never more than text: %s', async (path) => {
    await page.goto(gatehouse.authUrl + path);
    await expectText(page, complaints, path);
    expect(new URL(page.url()).origin).toBe(new URL(gatehouse.authUrl).origin);
  });

  it('nor at the console', async () => {
    await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
    for (const path of ['/audit?search=', '/applications?search=', '/traffic/', '/find?text=', '/nothing/']) {
      await page.goto(gatehouse.adminUrl + path + markup);
      await expectText(page, complaints, path);
      expect(new URL(page.url()).origin).toBe(new URL(gatehouse.adminUrl).origin);
    }
  });
});
