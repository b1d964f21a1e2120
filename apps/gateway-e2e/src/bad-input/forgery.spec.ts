import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Browser, consent, createBrowserOf, interactionOf, signIn } from '../fixtures/browser.js';
import { authorizationParameters, makePkce } from '../fixtures/oauth.js';
import { createPerson, openStage, registerClient, setEnabled, type Stage } from '../fixtures/stage.js';

let stage: Stage;
let browser: Browser;
let page: URL;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  browser = createBrowserOf(stage);
  page = await browser.authorize(authorizationParameters(stage.printShop, makePkce().challenge));
});
afterAll(stopAllGatehouses);

const SESSION = 'gatehouse-session';
const BROWSER = 'gatehouse-browser';

/** Posts as a page would, with the headers that a test chooses. */
const post = (
  by: Browser,
  action: string,
  headers: Record<string, string>,
  body: object,
): Promise<Response> =>
  by.fetch(`/interaction/${interactionOf(page)}/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const credentials = (): object => ({ username: stage.ada.username, password: stage.ada.password });

describe('an interaction belongs to the browser that began it', () => {
  it('another browser cannot see it', async () => {
    const response = await createBrowserOf(stage).fetch(`/interaction/${interactionOf(page)}`);
    expect(response.status).toBe(410);
    expect(await response.text()).not.toContain('csrfToken');
  });

  it('another browser cannot sign in to it, not even with a CSRF token of its own', async () => {
    const other = createBrowserOf(stage);
    const own = await other.authorize(authorizationParameters(stage.printShop, makePkce().challenge));
    const { csrfToken } = await other.openPage(own);
    expect((await post(other, 'sign-in', { 'x-csrf-token': csrfToken }, credentials())).status).toBe(403);
  });

  it('another browser that is signed in cannot be made to consent by sending it the address', async () => {
    const victim = createBrowserOf(stage);
    const own = await victim.authorize(authorizationParameters(stage.printShop, makePkce().challenge));
    await signIn(victim, own, await createPerson(stage.admin, `victim-${Date.now()}`));
    expect((await victim.fetch(`/interaction/${interactionOf(page)}`)).status).toBe(410);
    const { csrfToken } = await browser.openPage(page);
    const response = await post(
      victim,
      'consent',
      { 'x-csrf-token': csrfToken },
      { allow: true, scopes: ['photos'] },
    );
    expect(response.status).toBe(403);
  });

  it('it is gone once it has been answered', async () => {
    await signIn(browser, page, await createPerson(stage.admin, `once-${Date.now()}`));
    await consent(browser, page);
    const response = await browser.fetch(`/interaction/${interactionOf(page)}`);
    expect(response.status).toBe(410);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });
});

describe('an application that is disabled while its user is at the page', () => {
  it('gets nothing more, and the page says so', async () => {
    const client = await registerClient(stage.admin);
    const own = await browser.authorize(authorizationParameters(client, makePkce().challenge));
    await signIn(browser, own, stage.ada);
    const { csrfToken } = await browser.openPage(own);
    await setEnabled(stage, client, false);
    const address = `/interaction/${interactionOf(own)}`;
    expect((await browser.fetch(address)).status).toBe(410);
    const response = await browser.fetch(`${address}/consent`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken },
      body: JSON.stringify({ allow: true, scopes: ['photos'] }),
    });
    expect(response.status).toBe(410);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('disabled') });
  });
});

describe('a change needs the CSRF token of its page', () => {
  it.each([
    ['none', {}],
    ['an empty one', { 'x-csrf-token': '' }],
    ['another one', { 'x-csrf-token': 'x'.repeat(43) }],
  ])('%s', async (_, headers) => {
    for (const [action, body] of [
      ['sign-in', credentials()],
      ['consent', { allow: true, scopes: ['photos'] }],
      ['sign-out', {}],
    ] as const) {
      expect((await post(browser, action, headers, body)).status).toBe(403);
    }
    expect(browser.cookies.has(SESSION)).toBe(false);
  });

  it('the one of another interaction of the same browser is not good', async () => {
    const other = await browser.authorize(authorizationParameters(stage.printShop, makePkce().challenge));
    const { csrfToken } = await browser.openPage(other);
    expect((await post(browser, 'sign-in', { 'x-csrf-token': csrfToken }, credentials())).status).toBe(403);
  });

  it.each(['cross-site', 'same-site', 'none'])(
    'and must not come from elsewhere: Sec-Fetch-Site %s',
    async (site) => {
      const { csrfToken } = await browser.openPage(page);
      const headers = { 'x-csrf-token': csrfToken, 'sec-fetch-site': site };
      expect((await post(browser, 'sign-in', headers, credentials())).status).toBe(403);
      const right = { ...headers, 'sec-fetch-site': 'same-origin' };
      expect((await post(browser, 'sign-in', right, credentials())).status).toBe(200);
    },
  );
});

describe('the session cookie', () => {
  it('is out of reach of scripts and of cross-site posts; so is the one that binds the browser', async () => {
    const fresh = createBrowserOf(stage);
    const query = new URLSearchParams(
      authorizationParameters(stage.printShop, makePkce().challenge),
    ).toString();
    const [first = ''] = (await fresh.fetch(`/oauth2/authorize?${query}`)).headers.getSetCookie();
    expect(first).toMatch(/^gatehouse-browser=[\w-]{43}; /);
    const [second = ''] = (await browser.post(page, 'sign-in', credentials())).headers.getSetCookie();
    expect(second).toMatch(/^gatehouse-session=[\w-]{43}; /);
    for (const line of [first, second]) {
      const attributes = line.split('; ').slice(1);
      expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Lax', 'Path=/']));
      expect(line).not.toMatch(/Domain=/i);
    }
  });

  it('is a new one at every sign-in, and the old one is dead (session fixation)', async () => {
    await signIn(browser, page, stage.ada);
    const before = browser.cookies.get(SESSION) ?? '';
    await browser.post(page, 'sign-in', credentials());
    const after = browser.cookies.get(SESSION);
    expect(after).not.toBe(before);
    const thief = createBrowserOf(stage);
    thief.cookies.set(SESSION, before);
    const next = await thief.authorize(authorizationParameters(stage.printShop, makePkce().challenge));
    expect(next.pathname).toBe('/sign-in');
  });

  it('that somebody planted is not taken over', async () => {
    browser.cookies.set(SESSION, 'a'.repeat(43));
    await signIn(browser, page, stage.ada);
    expect(browser.cookies.get(SESSION)).not.toBe('a'.repeat(43));
  });

  it('is cleared and dead after signing out', async () => {
    await signIn(browser, page, stage.ada);
    const session = browser.cookies.get(SESSION) ?? '';
    const response = await browser.post(page, 'sign-out', {});
    expect(response.headers.getSetCookie()[0]).toMatch(/^gatehouse-session=; Max-Age=0/);
    browser.cookies.set(SESSION, session);
    expect((await browser.openPage(page)).prompt).toBe('sign-in');
  });

  it('of a disabled user is worth nothing', async () => {
    const person = await createPerson(stage.admin, `leaver-${Date.now()}`);
    await signIn(browser, page, person);
    await stage.admin.patch(`/api/users/${person.id}`, { enabled: false, version: 1 });
    expect((await browser.openPage(page)).prompt).toBe('sign-in');
    const { username, password } = person;
    expect((await browser.post(page, 'sign-in', { username, password })).status).toBe(401);
  });

  it('a browser that brings its binding cookie keeps it', async () => {
    const before = browser.cookies.get(BROWSER);
    await browser.authorize(authorizationParameters(stage.printShop, makePkce().challenge));
    expect(browser.cookies.get(BROWSER)).toBe(before);
  });
});

describe('guessing passwords', () => {
  const guess = (username: string): Promise<Response> =>
    browser.post(page, 'sign-in', { username, password: 'wrong' });

  it('is told nothing about who exists', async () => {
    const [known, unknown] = [await guess(stage.ada.username), await guess('nobody')];
    expect([known.status, unknown.status]).toEqual([401, 401]);
    const told = async (response: Response): Promise<object> => {
      const { requestId: _, ...rest } = (await response.json()) as Record<string, unknown>;
      return rest;
    };
    expect(await told(known)).toEqual(await told(unknown));
    expect(browser.cookies.has(SESSION)).toBe(false);
  });

  it('is slowed down after five failures, also with the right password, and only for that name', async () => {
    const person = await createPerson(stage.admin, `guessed-${Date.now()}`);
    for (let i = 0; i < 5; i += 1) expect((await guess(person.username)).status).toBe(401);
    const slowed = await browser.post(page, 'sign-in', {
      username: person.username,
      password: person.password,
    });
    expect(slowed.status).toBe(429);
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await slowed.json()).toMatchObject({ status: 429 });
    expect((await browser.post(page, 'sign-in', credentials())).status).toBe(200);
  });

  it('many at once are no way around', async () => {
    const person = await createPerson(stage.admin, `stormed-${Date.now()}`);
    const statuses = await Promise.all(
      Array.from({ length: 30 }, async () => (await guess(person.username)).status),
    );
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(5);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(25);
  });
});
