import type { Browser, BrowserContext, Page } from 'playwright-core';
import {
  adminApi,
  launchBrowser,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../tools/test-setup/index.mjs';
import { look } from './operator.js';

const PASSWORD = 'seven lanterns over water';
const CALLBACK = 'https://print.example/callback';

/** What a person reads on their way, by the language of the pages. */
const WORDS = {
  de: {
    signIn: 'Anmelden',
    username: 'Benutzername',
    password: 'Passwort',
    wrong: 'Benutzername oder Passwort ist falsch.',
    support: 'Für den Support:',
    consent: 'Print Shop bittet um Ihre Erlaubnis',
    allow: 'Erlauben',
    account: 'Ihr Konto',
    sessions: 'Wo Sie angemeldet sind',
    broken: 'Dieser Link funktioniert nicht',
    device: 'Gerät verbinden',
    forgotten: 'Passwort vergessen?',
    language: 'Sprache',
    /** 09.03.2026 */
    date: /^\D*\d{2}\.\d{2}\.\d{4}, \d{2}:\d{2}/,
  },
  fr: {
    signIn: 'Connexion',
    username: 'Nom d’utilisateur',
    password: 'Mot de passe',
    wrong: 'Nom d’utilisateur ou mot de passe incorrect.',
    support: 'À communiquer à l’assistance',
    consent: 'Print Shop demande votre autorisation',
    allow: 'Autoriser',
    account: 'Votre compte',
    sessions: 'Où vous êtes connecté',
    broken: 'Ce lien ne fonctionne pas',
    device: 'Connecter un appareil',
    forgotten: 'Mot de passe oublié ?',
    language: 'Langue',
    /** 9 mars 2026 */
    date: /^\D*\d{1,2} \p{L}+\.? \d{4}, \d{2}:\d{2}/u,
  },
} as const;

let gatehouse: RunningGatehouse;
let browser: Browser;
let clientId: string;
const complaints: string[] = [];

beforeAll(async () => {
  gatehouse = await startGatehouse();
  const admin = adminApi(gatehouse);
  await admin.post('/api/users', { username: 'ada', password: PASSWORD, displayName: 'Ada Lovelace' });
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  const { application } = await admin.post<{ application: { clientIds: string[] } }>('/api/applications', {
    name: 'Print Shop',
    kind: 'web',
    redirectUris: [CALLBACK],
    allowedScopes: ['openid', 'photos'],
  });
  clientId = application.clientIds[0] ?? '';
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await stopAllGatehouses();
});

/** A browser of somebody who reads `locale`, on a phone or a desk. */
async function open(locale: string, theme: 'light' | 'dark', width: number): Promise<[BrowserContext, Page]> {
  const context = await browser.newContext({
    locale,
    colorScheme: theme,
    viewport: { width, height: 850 },
    timezoneId: 'Europe/Berlin',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('console', (message) => {
    // What is refused on purpose is told as a failed load, too.
    if (message.type() === 'error' && !message.text().includes('status of 4'))
      complaints.push(message.text());
  });
  return [context, page];
}

const authorize = (parameters: Record<string, string> = {}): string => {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: CALLBACK,
    scope: 'openid photos',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...parameters,
  });
  return `${gatehouse.issuer}/oauth2/authorize?${query.toString()}`;
};

const isWiderThanScreen = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

async function lookWhole(page: Page, name: string): Promise<void> {
  await look(page, name);
  expect(await isWiderThanScreen(page)).toBe(false);
}

describe.each([
  ['de', 'light', 390],
  ['fr', 'dark', 390],
  ['de', 'dark', 1280],
  ['fr', 'light', 1280],
] as const)('a person who reads %s (%s, %i px)', (language, theme, width) => {
  const words = WORDS[language];
  const name = (what: string): string => `portal-${language}-${what}-${width}`;

  it('signs in, is told what is wrong, consents, and finds their account', async () => {
    const [context, page] = await open(`${language}-${language.toUpperCase()}`, theme, width);
    await page.goto(authorize());
    await page.getByRole('heading', { name: words.signIn, level: 1 }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(await page.title()).toBe(`${words.signIn} · Print Shop`);
    const submit = page.locator('button[type=submit]');
    await page.getByLabel(words.username).fill('ada');
    await page.getByLabel(words.password, { exact: true }).fill('wrong');
    await submit.click();
    await page.getByText(words.wrong).waitFor();
    // Nothing that support would have to look up.
    expect(await page.getByText(words.support).count()).toBe(0);
    await lookWhole(page, name('sign-in-refused'));
    await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
    await submit.click();
    await page.getByRole('heading', { name: words.consent }).waitFor();
    await lookWhole(page, name('consent'));
    await page.goto(`${gatehouse.issuer}/account/security`);
    await page.getByRole('heading', { name: words.sessions }).waitFor();
    const session = page.getByRole('region', { name: words.sessions }).getByRole('listitem').first();
    expect(await session.locator('p').nth(1).textContent()).toMatch(words.date);
    await lookWhole(page, name('account'));
    await page.goto(authorize({ client_id: 'nobody' }));
    await page.getByRole('heading', { name: words.broken }).waitFor();
    await lookWhole(page, name('error'));
    await page.goto(`${gatehouse.issuer}/device`);
    await page.getByRole('heading', { name: words.device }).waitFor();
    await lookWhole(page, name('device'));
    await page.goto(`${gatehouse.issuer}/forgot-password`);
    await page.getByRole('heading', { name: words.forgotten }).waitFor();
    await lookWhole(page, name('forgotten'));
    await context.close();
  });
});

it('an application asks for a language; the person chooses another, and loses nothing typed', async () => {
  const [context, page] = await open('en-GB', 'light', 390);
  await page.goto(authorize({ ui_locales: 'it de' }));
  await page.getByLabel(WORDS.de.username).fill('ada');
  const choice = page.getByRole('combobox', { name: WORDS.de.language });
  expect(await choice.locator('option').allTextContents()).toEqual(['Deutsch', 'English', 'Français']);
  await choice.selectOption('fr');
  expect(await page.getByLabel(WORDS.fr.username).inputValue()).toBe('ada');
  expect(await page.locator('html').getAttribute('lang')).toBe('fr');
  await page.reload();
  await page.getByRole('heading', { name: WORDS.fr.signIn }).waitFor();
  await page.goto(`${gatehouse.issuer}/device`);
  await page.getByRole('heading', { name: WORDS.fr.device }).waitFor();
  await page.getByRole('button', { name: 'Couleurs sombres' }).click();
  await page.getByRole('button', { name: 'Couleurs claires' }).waitFor();
  await context.close();
});

it('keeps to the content security policy', () => {
  expect(complaints).toEqual([]);
});
