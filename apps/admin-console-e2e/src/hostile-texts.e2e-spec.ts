import type { Browser, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { signInToConsole } from './operator.js';

/** Each would tell of itself where a page took it for more than text. */
const SCRIPT = '<script>window.hasRun=1</script>';
const IMAGE = '"><img src=x onerror="window.hasRun=1">';
const URL_OF_SCRIPT = 'javascript:window.hasRun=1';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  browser = await launchBrowser();
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  page.on('dialog', () => complaints.push('a dialog was opened'));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) complaints.push(message.text());
  });
});
// Of one test alone: what one page did is no fault of the next.
beforeEach(() => {
  complaints.length = 0;
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

async function nameBrand(name: string | null): Promise<void> {
  const { version } = await admin.get<{ version: number }>('/api/brand');
  await admin.put('/api/brand', { version, name });
}

/** Once all is there: nothing has run, nothing had to be kept from running, and there is no such element. */
async function expectText(...texts: readonly string[]): Promise<void> {
  for (const text of texts) await page.getByText(text).filter({ visible: true }).first().waitFor();
  await page.waitForLoadState('networkidle');
  const found = await page.evaluate(() => ({
    hasRun: 'hasRun' in window,
    elements: document.querySelectorAll('img[src="x"], a[href^="javascript:" i]').length,
    scripts: [...document.scripts].filter((script) => script.text.includes('hasRun')).length,
  }));
  expect({ ...found, complaints }).toEqual({ hasRun: false, elements: 0, scripts: 0, complaints: [] });
}

describe('texts that are markup', () => {
  it('are text where the console shows an organization, an issuer, and what the audit log tells of them', async () => {
    const organization = await admin.post<{ id: string }>('/api/organizations', {
      name: SCRIPT,
      description: IMAGE,
    });
    await admin.patch(`/api/organizations/${organization.id}`, { version: 1, name: IMAGE });
    await admin.post('/api/trusted-issuers', {
      name: SCRIPT,
      issuer: 'https://idp.example',
      jwksUri: 'https://idp.example/jwks',
      clientIds: [],
      subjectMapping: 'username',
      allowedScopes: [],
    });
    await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
    for (const [path, text] of [
      ['organizations', IMAGE],
      [`organizations/${organization.id}`, IMAGE],
      ['trusted-issuers', SCRIPT],
      ['audit', IMAGE],
    ] as const) {
      await page.goto(`${gatehouse.adminUrl}/${path}`);
      await expectText(text);
    }
  });

  it('are text in the brand of the page for signing in', async () => {
    const name = '<img src=x onerror=window.hasRun=1>';
    await nameBrand(name);
    try {
      await page.goto(`${gatehouse.authUrl}/account`);
      await expectText(name);
    } finally {
      // The pages of the next tests have nothing of it.
      await nameBrand(null);
    }
  });

  it.each([
    ['client_id', SCRIPT],
    ['client_id', IMAGE],
    ['redirect_uri', URL_OF_SCRIPT],
    ['redirect_uri', IMAGE],
    ['state', SCRIPT],
    ['error_description', IMAGE],
  ])('are no more than that in an authorization request that is refused: %s %s', async (name, value) => {
    const query = new URLSearchParams({ response_type: 'code', client_id: 'nobody', [name]: value });
    await page.goto(`${gatehouse.authUrl}/oauth2/authorize?${query}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expectText();
  });
});

it('an address that runs a script is none, for a brand, an application or a redirect', async () => {
  const { version } = await admin.get<{ version: number }>('/api/brand');
  const application = { name: 'Shop', kind: 'web', redirectUris: ['https://shop.example/callback'] };
  await expect(admin.put('/api/brand', { version, termsUrl: URL_OF_SCRIPT })).rejects.toThrow('termsUrl');
  for (const field of ['homepageUrl', 'privacyUrl', 'termsUrl'])
    await expect(admin.post('/api/applications', { ...application, [field]: URL_OF_SCRIPT })).rejects.toThrow(
      field,
    );
  await expect(
    admin.post('/api/applications', { ...application, redirectUris: [URL_OF_SCRIPT] }),
  ).rejects.toThrow('redirectUris');
});
