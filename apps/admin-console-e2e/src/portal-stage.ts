import type { Browser, Page, Response } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
  takeScreenshot,
} from '../../../tools/test-setup/index.mjs';
import { look } from './operator.js';
import { findEnglish } from './portal-english.js';

export const PASSWORD = 'seven lanterns over water';
export const CALLBACK = 'https://print.example/callback';

const SIGHTS = [
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 390 },
  { colorScheme: 'light', width: 390 },
] as const;

/** A Gatehouse with people, as end users meet it. */
export interface PortalStage {
  readonly gatehouse: RunningGatehouse;
  readonly admin: AdminApi;
  readonly browser: Browser;
  /** What pages should not have done: scripts that failed, what the policy blocked, documents without their headers. */
  readonly complaints: string[];
  close(): Promise<void>;
}

const SCOPES = [
  {
    name: 'photos',
    title: 'See photos',
    icon: 'photo',
    texts: { de: { title: 'Fotos ansehen' }, fr: { title: 'Voir les photos' } },
  },
  {
    name: 'albums',
    title: 'Make albums',
    description: 'Never deletes any.',
    sensitivity: 'sensitive',
    texts: {
      de: { title: 'Alben anlegen', description: 'Löscht keine.' },
      fr: { title: 'Créer des albums', description: 'N’en supprime aucun.' },
    },
  },
  {
    name: 'payments',
    title: 'Pay for prints',
    icon: 'money',
    sensitivity: 'very-sensitive',
    texts: { de: { title: 'Abzüge bezahlen' }, fr: { title: 'Payer des tirages' } },
  },
] as const;

export async function openStage(env: Readonly<Record<string, string>> = {}): Promise<PortalStage> {
  const gatehouse = await startGatehouse({ env });
  const admin = adminApi(gatehouse);
  for (const scope of SCOPES) await admin.post('/api/scopes', scope);
  for (const [username, displayName] of [
    ['ada', 'Ada Lovelace'],
    ['grace', 'Grace Hopper'],
  ])
    await admin.post('/api/users', {
      username,
      displayName,
      password: PASSWORD,
      email: `${username ?? ''}@example.com`,
    });
  const browser = await launchBrowser();
  return {
    gatehouse,
    admin,
    browser,
    complaints: [],
    async close() {
      await browser.close();
      await stopAllGatehouses();
    },
  };
}

/** Registers an application. @returns its authorization request */
export async function register(
  { gatehouse, admin }: PortalStage,
  facts: Readonly<Record<string, unknown>>,
): Promise<(scope: string, more?: Record<string, string>) => string> {
  const { application } = await admin.post<{ application: { clientIds: string[] } }>('/api/applications', {
    kind: 'web',
    redirectUris: [CALLBACK],
    allowedScopes: ['openid', 'profile', 'email', 'offline_access', 'photos', 'albums', 'payments'],
    ...facts,
  });
  return (scope, more = {}) => {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: application.clientIds[0] ?? '',
      redirect_uri: CALLBACK,
      scope,
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      ...more,
    });
    return `${gatehouse.issuer}/oauth2/authorize?${query.toString()}`;
  };
}

/** Every document of the portal forbids what could be slipped into it. */
function findHeaderProblem(response: Response): string | undefined {
  const headers = response.headers();
  const policy = headers['content-security-policy'] ?? '';
  const isStrict =
    policy.includes("default-src 'none'") &&
    policy.includes("frame-ancestors 'none'") &&
    !/unsafe-|\*|http:/.test(policy);
  if (!isStrict) return `its policy is not strict: ${policy}`;
  if (headers['x-content-type-options'] !== 'nosniff') return 'its type may be guessed';
  return headers['referrer-policy'] === 'no-referrer' ? undefined : 'it tells others its address';
}

/** Somebody with a browser of their own; applications answer them with one word. */
export async function openPerson({ browser, gatehouse, complaints }: PortalStage): Promise<Page> {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 800 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.route('https://print.example/**', (route) =>
    route.fulfill({ body: '<h1>Printed</h1>', contentType: 'text/html' }),
  );
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) complaints.push(message.text());
  });
  page.on('response', (response) => {
    const isPage = response.headers()['content-type']?.startsWith('text/html') === true;
    const isElsewhere = !response.url().startsWith(gatehouse.issuer);
    // What is left at once is not read.
    if (!isPage || isElsewhere || response.headers()['location'] !== undefined) return;
    const problem = findHeaderProblem(response);
    if (problem !== undefined) complaints.push(`${response.url()}: ${problem}`);
  });
  return page;
}

async function expectToFit(page: Page, name: string): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect({ name, overflow: Math.max(0, overflow) }).toEqual({ name, overflow: 0 });
}

/** Everything that the page has to show is there. */
async function waitUntilShown(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.locator('main [class*=Skeleton]').first().waitFor({ state: 'detached' });
}

/** Turns the page to another language, as a person does: what they have typed stays. */
export async function turnTo(page: Page, language: string): Promise<void> {
  await page.locator('footer select').selectOption(language);
  await page.locator(`html[lang=${language}]`).waitFor();
  await waitUntilShown(page);
}

/** Looks at a page in both themes, on a desk and on a phone, and in each language. */
export async function see(page: Page, name: string): Promise<void> {
  for (const { colorScheme, width } of SIGHTS) {
    // Without motion, so that no picture shows colours on their way.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    await page.setViewportSize({ width, height: 850 });
    await waitUntilShown(page);
    await look(page, `portal-page-${name}-${colorScheme}-${width}`);
    await expectToFit(page, `${name} ${width}`);
  }
  for (const language of ['de', 'fr']) {
    await turnTo(page, language);
    await takeScreenshot(page, `portal-page-${name}-${language}-390`);
    await expectToFit(page, `${name} ${language}`);
    expect({ name, language, english: await findEnglish(page, language) }).toEqual({
      name,
      language,
      english: [],
    });
  }
  await turnTo(page, 'en');
}
