import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import {
  adminApi,
  findFreePorts,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look } from './operator.js';

const LOCALES = join(import.meta.dirname, '../../admin-console/src/console/locales');

/** What an operator reads on their way, by the language of the console. */
const WORDS = {
  de: {
    signIn: 'Anmelden',
    username: 'Benutzername',
    password: 'Passwort',
    language: 'Sprache',
    scopes: 'Scopes',
    matters: [
      [
        'Ziel von Alben',
        /^http:\S+ besteht die Zustandsprüfung nicht und wird von 1 Knoten nicht aufgerufen\./,
      ],
      [
        'Alben',
        /^1 von 1 Aufruf ist in den letzten 15 Minuten fehlgeschlagen: Ihr Ziel ist nicht erreichbar/,
      ],
      ['Altimport', /^Das alte Secret von \S+ endet am \d\d\.\d\d\.\d{4}: Sorgen Sie/],
      ['Altimport', /^Der API-Schlüssel „Altes Skript“ läuft am \d\d\.\d\d\.\d{4} ab: /],
    ],
  },
  fr: {
    signIn: 'Se connecter',
    username: 'Nom d’utilisateur',
    password: 'Mot de passe',
    language: 'Langue',
    scopes: 'Portées',
    matters: [
      ['Cible de Alben', /^http:\S+ échoue à son contrôle d’état, et 1 nœud ne l’appelle plus\./],
      ['Alben', /^1 appel sur 1 a échoué au cours des 15 dernières minutes\s: sa cible est injoignable/],
      ['Altimport', /^L’ancien secret de \S+ prend fin le \d+ \S+ \d{4}\s: veillez/],
      ['Altimport', /^La clé d’API «\sAltes Skript\s» expire le \d+ \S+ \d{4}\s: créez/],
    ],
  },
} as const;

/** Pages that are looked at; those with an ID that is known only later come with the journey. */
const PAGES = [
  '/',
  '/applications',
  '/applications/new',
  '/applications/import',
  '/requests',
  '/apis',
  '/apis/new',
  '/apis/import',
  '/limits',
  '/scopes',
  '/authorizations',
  '/users',
  '/team',
  '/organizations',
  '/messages',
  '/brand',
  '/identity-providers',
  '/registration',
  '/registration/new',
  '/trusted-issuers',
  '/try',
  '/try/gatehouse-setup',
  '/outside-issuers',
  '/providers',
  '/settings',
  '/keys',
  '/audit',
  '/audit/2',
  '/nodes',
  '/traffic',
  '/nothing',
];

let gatehouse: RunningGatehouse;
let browser: Browser;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  await neglect();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

/** Some things that an operator should look at. */
async function neglect(): Promise<void> {
  const admin = adminApi(gatehouse);
  const { application } = await admin.post<{ application: { id: string; clientIds: readonly string[] } }>(
    '/api/applications',
    { name: 'Altimport', kind: 'machine', redirectUris: [], allowedScopes: [] },
  );
  const path = `/api/applications/${application.id}`;
  await admin.post(`${path}/clients/${application.clientIds[0]}/secrets`, { overlapSeconds: 86_400 });
  const expiresAt = new Date(Date.now() + 5 * 86_400_000).toISOString();
  await admin.post(`${path}/api-keys`, { name: 'Altes Skript', expiresAt });
  const [port = 0] = await findFreePorts(1);
  const healthCheck = { path: '/', intervalSeconds: 1, timeoutMs: 500, healthyAfter: 1, unhealthyAfter: 1 };
  await admin.post('/api/apis', {
    name: 'Alben',
    basePath: '/alben',
    targets: [{ url: `http://127.0.0.1:${port}` }],
    policies: { healthCheck },
    routes: [{ methods: [], path: '/', access: 'public', scopes: [], scopeMatch: 'all' }],
  });
  await fetch(`${gatehouse.gatewayUrl}/alben/`);
  // What changes by the day is looked for once a minute, and at the start.
  await gatehouse.restart();
}

function flatten(value: unknown): string[] {
  return typeof value === 'string' ? [value] : Object.values(value as object).flatMap(flatten);
}

const readAll = (language: string): string[] =>
  readdirSync(join(LOCALES, language)).flatMap((file) =>
    flatten(JSON.parse(readFileSync(join(LOCALES, language, file), 'utf8'))),
  );

/** Sentences of the English console that say nothing in another language. */
function listForeign(language: string): string[] {
  const own = new Set(readAll(language));
  return readAll('en').filter((text) => text.split(' ').length > 2 && !/[{<]/.test(text) && !own.has(text));
}

const read = (page: Page): Promise<string> =>
  page.evaluate(() => document.body.innerText.replaceAll(/\s+/g, ' '));

describe.each([
  ['de', 'light', 390],
  ['fr', 'dark', 1280],
] as const)('the console in %s (%s, %i px)', (language, colorScheme, width) => {
  it('has no page with words of another language, or that does not fit', async () => {
    const words = WORDS[language];
    const context = await browser.newContext({
      locale: language,
      colorScheme,
      viewport: { width, height: 850 },
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(gatehouse.adminUrl);
    await page.getByRole('link', { name: words.signIn }).click();
    await page.getByLabel(words.username).fill('admin');
    await page.getByLabel(words.password, { exact: true }).fill(gatehouse.operator.password);
    await page.locator('button[type=submit]').click();
    await page.waitForURL(`${gatehouse.adminUrl}/`);
    const foreign = listForeign(language);
    expect(foreign.length).toBeGreaterThan(50);
    const refused = await fetch(`${gatehouse.gatewayUrl}/nowhere`);
    const why = `/traffic/${refused.headers.get('x-request-id') ?? ''}`;
    for (const [title, detail] of words.matters) {
      // Each is under its own title, in one sentence.
      await page.getByRole('listitem').filter({ hasText: title }).getByText(detail).waitFor();
    }
    for (const path of [...PAGES, why]) {
      await page.goto(gatehouse.adminUrl + path);
      await page.getByRole('main').waitFor();
      await page.waitForLoadState('networkidle');
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      const text = await read(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      await look(
        page,
        `console-${language}${(path === why ? '/traffic/why' : path).replaceAll('/', '-')}-${width}`,
      );
      expect({
        path,
        foreign: foreign.filter((one) => text.includes(one)),
        overflow: Math.max(0, overflow),
      }).toEqual({
        path,
        foreign: [],
        overflow: 0,
      });
    }
    // A link to a part of a page means the same in every language.
    await page.goto(`${gatehouse.adminUrl}/apis/new#limits`);
    await page.locator('#limits').waitFor();
    await page.waitForFunction(() => window.scrollY > 0);
    await context.close();
  });
});

it('changes the language of the page that is open, loses nothing typed, and remembers', async () => {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 850 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(gatehouse.adminUrl);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('Username').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill(gatehouse.operator.password);
  await page.locator('button[type=submit]').click();
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  await page.goto(`${gatehouse.adminUrl}/scopes`);
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitem', { name: 'Français' }).click();
  await page
    .getByRole('navigation', { name: 'Console' })
    .getByRole('link', { name: WORDS.fr.scopes })
    .waitFor();
  await page.reload();
  await page.getByRole('button', { name: WORDS.fr.language }).waitFor();
  expect(await page.title()).toContain('Console Gatehouse');
  await context.close();
});
