import type { Browser, BrowserContext, Page } from 'playwright-core';
import {
  type AdminApi,
  adminApi,
  insertApplications,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { fillSignIn, look, signInToConsole } from './operator.js';

const MARKUP = '<img src=x onerror="document.title=\'taken\'">';
const LONG = 'Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnungsverwaltung';
const ARABIC = 'مطبعة الصور الجميلة';
const NAMES = [MARKUP, LONG, ARABIC];
const CALLBACK = 'https://print.example/callback';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let browser: Browser;
const complaints: string[] = [];
const applications: { readonly id: string; readonly clientId: string }[] = [];
const apiIds: string[] = [];
const authorizations: string[] = [];
let userId: string;
let password: string;

async function openContext(colorScheme: 'light' | 'dark', width: number): Promise<[BrowserContext, Page]> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 850 } });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('dialog', () => complaints.push('a dialog was opened'));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) complaints.push(message.text());
  });
  return [context, page];
}

async function furnish(): Promise<void> {
  for (const [index, name] of NAMES.entries())
    await admin.post('/api/scopes', { name: `scope-${index}`, title: name, description: name });
  const routes = NAMES.map((_, index) => ({
    methods: ['GET'],
    path: `/things-${index}`,
    access: 'scopes',
    scopes: [`scope-${index}`],
  }));
  for (const [index, name] of NAMES.entries()) {
    const api = await admin.post<{ id: string }>('/api/apis', {
      name,
      description: name,
      basePath: `/odd-${index}`,
      targets: [{ url: 'http://127.0.0.1:9' }],
      policies: { isListed: true },
      routes,
    });
    apiIds.push(api.id);
    const { application } = await admin.post<{ application: { id: string; clientIds: string[] } }>(
      '/api/applications',
      {
        name,
        description: name,
        kind: 'web',
        redirectUris: [CALLBACK],
        allowedScopes: NAMES.map((_name, at) => `scope-${at}`),
      },
    );
    applications.push({ id: application.id, clientId: application.clientIds[0] ?? '' });
  }
  const user = await admin.post<{ user: { id: string }; password: string }>('/api/users', {
    username: 'odd',
    displayName: MARKUP,
  });
  userId = user.user.id;
  ({ password } = user);
}

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  await insertApplications(gatehouse.databaseUrl, 10_000);
  await furnish();
  browser = await launchBrowser();
  await allowAll();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

const toAuthorize = (clientId: string): string =>
  `${gatehouse.authUrl}/oauth2/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: CALLBACK,
    scope: NAMES.map((_, at) => `scope-${at}`).join(' '),
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  })}`;

/** Somebody allows each application something, so that the console has it to show. */
async function allowAll(): Promise<void> {
  const [context, page] = await openContext('light', 1280);
  await page.route('https://print.example/**', (route) => route.fulfill({ body: 'Printed' }));
  for (const [index, { clientId }] of applications.entries()) {
    await page.goto(toAuthorize(clientId));
    if (index === 0) await fillSignIn(page, 'odd', password);
    for (const box of await page.getByRole('checkbox').all()) if (await box.isEnabled()) await box.check();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('Printed').waitFor();
  }
  await context.close();
  const { items } = await admin.get<{ items: { id: string }[] }>('/api/authorizations');
  authorizations.push(...items.map(({ id }) => id));
  expect(authorizations).toHaveLength(NAMES.length);
}

async function expectNothingTaken(page: Page, path: string): Promise<void> {
  expect({ path, title: await page.title() }).not.toEqual({ path, title: 'taken' });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect({ path, overflow: Math.max(0, overflow) }).toEqual({ path, overflow: 0 });
  expect(complaints).toEqual([]);
}

describe.each([
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 390 },
] as const)(
  'names that are markup, very long or from right to left ($theme, $width px)',
  ({ theme, width }) => {
    it('are text on every page of the console that shows them', async () => {
      const [context, page] = await openContext(theme, width);
      await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
      const paths = [
        '/applications?search=img',
        '/applications?search=Grund',
        '/apis',
        '/scopes',
        '/users?search=odd',
        `/users/${userId}`,
        ...applications.map(({ id }) => `/applications/${id}`),
        ...applications.map(({ id, clientId }) => `/applications/${id}/clients/${clientId}`),
        ...applications.map(({ clientId }) => `/try/${clientId}`),
        ...apiIds.map((id) => `/apis/${id}`),
        ...apiIds.map((id) => `/apis/${id}/callers`),
        '/try',
        '/settings',
        '/authorizations',
        ...authorizations.map((id) => `/authorizations/${id}`),
      ];
      for (const path of paths) {
        await page.goto(gatehouse.adminUrl + path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        const at = paths.indexOf(path);
        await look(page, `odd-${at}${path.replace(/[^a-z]+/gi, '-').slice(0, 24)}-${theme}-${width}`);
        await expectNothingTaken(page, path);
      }
      await context.close();
    });

    it('are text to whoever signs in and allows', async () => {
      const [context, page] = await openContext(theme, width);
      await page.goto(`${gatehouse.authUrl}/apis`);
      await page.waitForLoadState('networkidle');
      await look(page, `odd-catalogue-${theme}-${width}`);
      await expectNothingTaken(page, '/apis');
      for (const [index, { clientId }] of applications.entries()) {
        // Allowed before: asked again.
        await page.goto(`${toAuthorize(clientId)}&prompt=consent`);
        if (index === 0) await fillSignIn(page, 'odd', password);
        await page.getByRole('button', { name: 'Allow' }).waitFor();
        await look(page, `odd-consent-${index}-${theme}-${width}`);
        await expectNothingTaken(page, `consent ${index}`);
      }
      await context.close();
    });
  },
);

it('a name that turns the direction of writing is refused', async () => {
  // U+202E: what follows it is read backwards.
  const wanted = admin.post('/api/scopes', { name: 'reversed', title: 'Bank \u202Eknab lanoitan' });
  await expect(wanted).rejects.toThrow('title has a control character');
});

it('ten thousand applications are found by a part of their name, a page at a time', async () => {
  const [context, page] = await openContext('light', 1280);
  await signInToConsole(page, gatehouse.adminUrl, gatehouse.operator.password);
  await page.goto(`${gatehouse.adminUrl}/applications`);
  await page.getByRole('link', { name: 'Application 1', exact: true }).waitFor();
  expect(await page.getByRole('row').count()).toBeLessThan(120);
  await page.getByRole('searchbox').fill('Application 9876');
  await page.getByRole('link', { name: 'Application 9876', exact: true }).click();
  await page.getByRole('heading', { name: 'Application 9876', level: 1 }).waitFor();
  await context.close();
});
