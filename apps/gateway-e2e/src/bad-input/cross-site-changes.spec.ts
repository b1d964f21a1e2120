import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Browser, createBrowser, createBrowserOf, interactionOf, signIn } from '../fixtures/browser.js';
import { getSession, goToConsole } from '../fixtures/console.js';
import { authorizationParameters, makePkce } from '../fixtures/oauth.js';
import { openStage, type Stage } from '../fixtures/stage.js';

/*
 * Cross-site request forgery: whatever a browser's cookie is enough for, another site could send. So every change is
 * tried with the cookie alone. The lists are read from the product: a new change is tried by being there.
 */

const ID = '00000000-0000-4000-8000-00000000dead';
const PORTAL = join(import.meta.dirname, '../../../gateway/src/auth-server');

interface Change {
  readonly method: string;
  readonly path: string;
}

const listControllers = (): string[] =>
  readdirSync(PORTAL, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.controller.ts'))
    .map((file) => readFileSync(join(PORTAL, file), 'utf8'));

/** Every change that pages of end users can ask for. */
const PORTAL_CHANGES: readonly Change[] = listControllers().flatMap((source) => {
  const base = /@Controller\('([^']*)'\)/.exec(source)?.[1] ?? '';
  return [...source.matchAll(/^ {2}@(Post|Put|Patch|Delete)\((?:'([^']*)')?\)/gm)].map(
    ([, verb = '', path]) => ({
      method: verb.toUpperCase(),
      path: ['', base, ...(path === undefined ? [] : [path])].join('/'),
    }),
  );
});

/** Where a body is read before anything else is looked at: one that can be read. */
const BODIES: Readonly<Record<string, object>> = {
  '/interaction/:id/sign-in': { username: 'ada', password: 'x' },
  '/interaction/:id/consent': { allow: true, scopes: [] },
  '/interaction/:id/account': { userId: ID },
  '/interaction/:id/second-factor': { kind: 'totp', code: '123456' },
  '/interaction/:id/passkey': { response: {} },
  '/account/security/password': { password: 'correct horse battery staple' },
  '/account/security/totp/confirm': { setup: 'x', code: '123456' },
  '/account/security/passkeys': { name: 'Phone', response: {} },
  '/account/security/passkeys/:id': { name: 'Phone' },
  '/account/profile/details': { displayName: 'Ada', version: 1 },
  '/account/profile/email': { email: 'ada@print.example' },
  '/account/access/forgotten-password': { email: 'ada@print.example' },
  '/account/access/password': { ticket: 'x', password: 'correct horse battery staple' },
  '/account/access/sign-up': {
    displayName: 'Mallory',
    email: 'mallory@print.example',
    password: 'correct horse battery staple',
  },
  '/account/access/email': { ticket: 'x' },
  '/account/access/new-email': { ticket: 'x' },
  '/device/code': { userCode: 'ABCD-EFGH' },
  '/catalogue/requests': {
    name: 'Night prints',
    purpose: 'Prints the photos of the day at night.',
    kind: 'machine',
    redirectUris: [],
    scopes: [],
  },
};

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ env: { GATEHOUSE_REGISTRATION_REQUESTS: 'signed-in' } });
});
afterAll(stopAllGatehouses);

const send = (
  browser: Browser,
  { method, path }: Change,
  headers: Record<string, string>,
  body: object,
): Promise<Response> =>
  browser.fetch(path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method !== 'DELETE' && { body: JSON.stringify(body) }),
  });

const codeOf = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  return text === '' ? undefined : (JSON.parse(text) as { code?: unknown }).code;
};

describe('a change at the pages of end users', () => {
  let browser: Browser;
  let page: URL;
  const begin = (): Promise<URL> =>
    browser.authorize(authorizationParameters(stage.printShop, makePkce().challenge));
  beforeAll(async () => {
    browser = createBrowserOf(stage);
    await signIn(browser, await begin(), stage.ada);
  });
  beforeEach(async () => {
    page = await begin();
  });

  const toAddress = (path: string): string =>
    path
      .replace('/interaction/:id', `/interaction/${interactionOf(page)}`)
      .replace(':slug', 'acme')
      .replace(':scope', 'photos')
      .replaceAll(':id', ID);

  /** The CSRF token that the right page would send. */
  async function findToken(path: string): Promise<string> {
    if (path.startsWith('/interaction')) return (await browser.openPage(page)).csrfToken;
    const source = ['/device/code', '/account/access'].find((start) => path.startsWith(start));
    const response = await browser.fetch(source ?? '/account/security/overview');
    return ((await response.json()) as { csrfToken: string }).csrfToken;
  }

  it('is found in the product', () => {
    expect(PORTAL_CHANGES.length).toBeGreaterThanOrEqual(30);
    expect(PORTAL_CHANGES).toContainEqual({ method: 'POST', path: '/interaction/:id/consent' });
    const known = PORTAL_CHANGES.map(({ path }) => path);
    expect(Object.keys(BODIES).filter((path) => !known.includes(path))).toEqual([]);
  });

  // Whatever ends the session comes last.
  const changes = PORTAL_CHANGES.toSorted(
    (one, other) => Number(one.path.includes('sign-out')) - Number(other.path.includes('sign-out')),
  );
  it.each(changes)('needs its page: $method $path', async (change) => {
    const asked = { ...change, path: toAddress(change.path) };
    const body = BODIES[change.path] ?? {};
    const token = await findToken(change.path);
    for (const headers of [
      {},
      { 'x-csrf-token': 'x'.repeat(43) },
      { 'x-csrf-token': token, 'sec-fetch-site': 'cross-site' },
      { 'x-csrf-token': token, 'sec-fetch-site': 'same-site' },
    ]) {
      const response = await send(browser, asked, headers, body);
      expect([headers, response.status, await codeOf(response)]).toEqual([headers, 403, 'foreign-request']);
    }
    const own = { 'x-csrf-token': token, 'sec-fetch-site': 'same-origin' };
    expect(await codeOf(await send(browser, asked, own, body))).not.toBe('foreign-request');
  });
});

describe("a change at the console's pages", () => {
  it('needs the console: every one that the REST API describes', async () => {
    const browser = createBrowser(stage.gatehouse.adminUrl);
    await goToConsole(stage.gatehouse, browser, stage.gatehouse.operator);
    const { csrfToken } = await getSession(browser);
    const { paths } = (await (await browser.fetch('/api/openapi.json')).json()) as {
      paths: Record<string, Record<string, object>>;
    };
    const changes = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations)
        .filter((method) => method !== 'get')
        .map((method) => ({ method: method.toUpperCase(), path: `/api${path.replaceAll(/\{\w+\}/g, ID)}` })),
    );
    expect(changes.length).toBeGreaterThan(50);
    const tried = [];
    for (const change of changes) {
      for (const headers of [
        {},
        { 'x-csrf-token': 'x'.repeat(43) },
        { 'x-csrf-token': csrfToken, 'sec-fetch-site': 'cross-site' },
        { 'x-csrf-token': csrfToken, 'sec-fetch-site': 'same-site' },
      ]) {
        const response = await send(browser, change, headers, {});
        const text = await response.text();
        tried.push({
          ...change,
          headers,
          status: response.status,
          isTold: text.includes('from the console'),
        });
      }
    }
    expect(tried.filter(({ status, isTold }) => status !== 403 || !isTold)).toEqual([]);
    // With both, another reason decides.
    const own = { 'x-csrf-token': csrfToken, 'sec-fetch-site': 'same-origin' };
    const unknown = await send(browser, { method: 'DELETE', path: `/api/organizations/${ID}` }, own, {});
    expect(unknown.status).toBe(404);
  });

  it('signing out is one', async () => {
    const browser = createBrowser(stage.gatehouse.adminUrl);
    await goToConsole(stage.gatehouse, browser, stage.gatehouse.operator);
    const out = { method: 'POST', path: '/session/sign-out' };
    for (const headers of [{}, { 'x-csrf-token': 'x' }])
      expect((await send(browser, out, headers, {})).status).toBe(403);
    expect((await getSession(browser)).signedIn).toBe(true);
  });
});
