import type { CreatedUser } from '@gatehouse/dto';
import {
  type AdminApi,
  adminApi,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../../tools/test-setup/index.mjs';
import { type Browser, createBrowser } from '../fixtures/browser.js';
import { getSession, goToConsole } from '../fixtures/console.js';
import type { Person } from '../fixtures/stage.js';

let gatehouse: RunningGatehouse;
let admin: AdminApi;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
});
afterAll(stopAllGatehouses);

const path = (address: string | null): string => {
  const url = new URL(address ?? '', gatehouse.adminUrl);
  return url.pathname + url.search;
};

const goThrough = (
  browser: Browser,
  person: Pick<Person, 'username' | 'password'>,
  returnTo?: string,
): Promise<Response> => goToConsole(gatehouse, browser, person, returnTo);

async function signInAsAdmin(): Promise<Browser> {
  const browser = createBrowser(gatehouse.adminUrl);
  await goThrough(browser, gatehouse.operator);
  return browser;
}

const change = (headers: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ username: `user-${Math.random()}` }),
});

describe("the console's session", () => {
  it('comes from the authorization server, by a request that the console has pushed itself (RFC 9126 §4)', async () => {
    const begun = await createBrowser(gatehouse.adminUrl).fetch('/session/sign-in');
    const address = new URL(begun.headers.get('location') ?? '');
    expect(address.origin).toBe(gatehouse.issuer);
    expect(address.searchParams.get('client_id')).toBe('gatehouse-console');
    expect([...address.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri']);
  });

  it('is a cookie that no script and no other site can use, and holds no token', async () => {
    const browser = createBrowser(gatehouse.adminUrl);
    const response = await goThrough(browser, gatehouse.operator, '/apis');
    expect([response.status, path(response.headers.get('location'))]).toEqual([303, '/apis']);
    const cookie =
      response.headers.getSetCookie().find((line) => line.startsWith('gatehouse-console=')) ?? '';
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Lax/);
    expect(cookie).toMatch(/; Path=\/(;|$)/);
    expect(cookie).not.toContain('eyJ');
    expect(await getSession(browser)).toMatchObject({
      signedIn: true,
      user: { username: 'admin', role: 'admin' },
    });
  });

  it.each([
    '//attacker.example',
    '/\\attacker.example',
    'https://attacker.example/',
    'javascript:alert(1)',
    'apis',
    '/\n/x',
  ])('leads to the start, and not to %j', async (returnTo) => {
    const response = await goThrough(createBrowser(gatehouse.adminUrl), gatehouse.operator, returnTo);
    expect(response.headers.get('location')).toBe('/');
  });

  it('reads with the cookie alone, and changes only with the CSRF token of its pages', async () => {
    const browser = await signInAsAdmin();
    const { csrfToken } = await getSession(browser);
    expect((await browser.fetch('/api/users')).status).toBe(200);
    expect((await browser.fetch('/api/users', change({}))).status).toBe(403);
    expect((await browser.fetch('/api/users', change({ 'x-csrf-token': 'guessed' }))).status).toBe(403);
    const foreign = { 'x-csrf-token': csrfToken, 'sec-fetch-site': 'cross-site' };
    expect((await browser.fetch('/api/users', change(foreign))).status).toBe(403);
    expect((await browser.fetch('/api/users', change({ 'x-csrf-token': csrfToken }))).status).toBe(201);
  });

  it('survives a restart', async () => {
    const browser = await signInAsAdmin();
    await gatehouse.restart();
    expect((await browser.fetch('/api/users')).status).toBe(200);
  });

  it('ends when the operator signs out', async () => {
    const browser = await signInAsAdmin();
    const { csrfToken } = await getSession(browser);
    const stolen = new Map(browser.cookies);
    expect((await browser.fetch('/session/sign-out', change({}))).status).toBe(403);
    expect((await browser.fetch('/session/sign-out', change({ 'x-csrf-token': csrfToken }))).status).toBe(
      200,
    );
    for (const [name, value] of stolen) browser.cookies.set(name, value);
    expect((await browser.fetch('/api/users')).status).toBe(401);
    expect((await getSession(browser)).signedIn).toBe(false);
  });

  it('ends at once when the operator is disabled', async () => {
    const { user, password = '' } = await admin.post<CreatedUser>('/api/users', {
      username: 'operator',
      operatorRole: 'operator',
    });
    const browser = createBrowser(gatehouse.adminUrl);
    await goThrough(browser, { username: 'operator', password });
    expect((await browser.fetch('/api/users')).status).toBe(200);
    await admin.patch(`/api/users/${user.id}`, { version: user.version, enabled: false });
    expect((await browser.fetch('/api/users')).status).toBe(401);
  });

  it('lets an operator who is no admin make no operators, nor clients with rights over Gatehouse, nor keys', async () => {
    const { password = '' } = await admin.post<CreatedUser>('/api/users', {
      username: 'helper',
      operatorRole: 'operator',
    });
    const browser = createBrowser(gatehouse.adminUrl);
    await goThrough(browser, { username: 'helper', password });
    const { csrfToken } = await getSession(browser);
    const send = async (address: string, body: object): Promise<number> => {
      const init = { ...change({ 'x-csrf-token': csrfToken }), body: JSON.stringify(body) };
      return (await browser.fetch(address, init)).status;
    };
    expect(await send('/api/users', { username: 'friend', operatorRole: 'admin' })).toBe(403);
    const machine = { name: 'Robot', kind: 'machine', redirectUris: [], allowedScopes: ['gatehouse.write'] };
    expect(await send('/api/applications', machine)).toBe(403);
    const robot = { ...machine, allowedScopes: [] };
    expect(await send('/api/applications', { ...robot, isVerified: true })).toBe(403);
    expect(await send('/api/applications', { ...robot, isFirstParty: true })).toBe(403);
    expect(await send('/api/applications', robot)).toBe(201);
    const carried = { id: crypto.randomUUID(), name: 'Carried', kind: 'machine', clients: [] };
    const importing = (application: object): Promise<number> =>
      send('/api/applications/import', {
        document: JSON.stringify({
          format: 'gatehouse-applications',
          version: 1,
          applications: [application],
        }),
      });
    expect(await importing({ ...carried, isVerified: true })).toBe(403);
    expect(await importing({ ...carried, isFirstParty: true })).toBe(403);
    expect(await importing(carried)).toBe(200);
    expect(await send('/api/keys/ES256/rotate', { compromised: true })).toBe(403);
    const revocation = { ...change({ 'x-csrf-token': csrfToken }), method: 'DELETE' };
    expect((await browser.fetch('/api/keys/any', revocation)).status).toBe(403);
  });

  it('shows a viewer what all callers do together, and nobody single', async () => {
    const { password = '' } = await admin.post<CreatedUser>('/api/users', {
      username: 'watcher',
      operatorRole: 'viewer',
    });
    const browser = createBrowser(gatehouse.adminUrl);
    await goThrough(browser, { username: 'watcher', password });
    const statusOf = async (address: string): Promise<number> => (await browser.fetch(address)).status;
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
    expect(await statusOf(`/api/traffic?from=${hourAgo}`)).toBe(200);
    for (const address of ['/api/calls', '/api/calls/stream', '/api/calls/any-request-id'])
      expect(await statusOf(address)).toBe(403);
    const { csrfToken } = await getSession(browser);
    expect((await browser.fetch('/api/users', change({ 'x-csrf-token': csrfToken }))).status).toBe(403);
  });

  it('is refused to an end user, in words', async () => {
    const { password = '' } = await admin.post<CreatedUser>('/api/users', { username: 'alice' });
    const response = await goThrough(createBrowser(gatehouse.adminUrl), { username: 'alice', password });
    expect(path(response.headers.get('location'))).toBe('/sign-in?error=not-an-operator');
  });

  it('does not begin in one browser and end in another, nor with a state that was not its own', async () => {
    const callback = '/session/callback?code=x&state=y&iss=z';
    const stranger = createBrowser(gatehouse.adminUrl);
    expect(path((await stranger.fetch(callback)).headers.get('location'))).toBe('/sign-in?error=expired');
    const browser = createBrowser(gatehouse.adminUrl);
    await browser.fetch('/session/sign-in');
    expect(path((await browser.fetch(callback)).headers.get('location'))).toBe('/sign-in?error=failed');
  });

  it('goes on when the key that signed its access token is revoked', async () => {
    // The last test: the access token of the admin REST API in this file is gone with it.
    const browser = createBrowser(gatehouse.adminUrl);
    await goThrough(browser, gatehouse.operator);
    await admin.post('/api/keys/ES256/rotate', { compromised: true });
    expect((await browser.fetch('/api/users')).status).toBe(200);
  });
});
