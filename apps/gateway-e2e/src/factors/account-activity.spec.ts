import type { AccountActivities, AccountActivity, AllowedApplication, CreatedUser } from '@gatehouse/dto';
import { readTable, runSql, startGatehouse, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Browser, createBrowserOf, passThrough } from '../fixtures/browser.js';
import { openConsole } from '../fixtures/console.js';
import { authorizationParameters, makePkce } from '../fixtures/oauth.js';
import { createPerson, openStage, type Person, type Stage } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  type AccountPage,
  addPasskey,
  addTotp,
  enterCode,
  openAccount,
  openSignIn,
  post,
} from './account.js';
import { createSoftAuthenticator } from './soft-authenticator.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

let stage: Stage;
let people = 0;
beforeAll(async () => {
  // Requests come from whatever address a test writes into X-Forwarded-For.
  stage = await openStage({ env: { GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1,::1' } });
});
afterAll(stopAllGatehouses);

const createSomebody = (): Promise<Person> => createPerson(stage.admin, `active-${(people += 1)}`);

/** A browser that seems to be at an address, and says that it is this one. */
function createBrowserAt(address: string, userAgent = FIREFOX): Browser {
  const browser = createBrowserOf(stage);
  const fetchFrom = browser.fetch;
  return Object.assign(browser, {
    fetch: (path: string, init: RequestInit = {}) => {
      const headers = new Headers(init.headers);
      headers.set('x-forwarded-for', address);
      headers.set('user-agent', userAgent);
      return fetchFrom(path, { ...init, headers });
    },
  });
}

const enterPassword = (browser: Browser, page: URL, { username, password }: Person): Promise<Response> =>
  post(browser, page, 'sign-in', { username, password });

async function failSignIn(browser: Browser, username: string): Promise<{ status: number; body: unknown }> {
  const { page } = await openSignIn(stage, browser);
  const response = await post(browser, page, 'sign-in', { username, password: 'wrong' });
  const { requestId: _, ...body } = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body };
}

const listOf = async ({ id }: Person): Promise<readonly AccountActivity[]> =>
  (await stage.admin.get<AccountActivities>(`/api/users/${id}/activity?limit=100`)).items;

const ownList = async ({ browser }: AccountPage): Promise<readonly AccountActivity[]> =>
  ((await (await browser.fetch('/account/security/activity?limit=100')).json()) as AccountActivities).items;

const kindsOf = (items: readonly AccountActivity[]) => items.map(({ kind }) => kind);

describe('the activity of an account', () => {
  it('tells of factors that came and went, of recovery codes, and from where', async () => {
    const person = await createSomebody();
    const page = await openAccount(stage, person);
    const { recoveryCodes } = await addTotp(page);
    const { browser, page: signInPage } = await openSignIn(stage, createBrowserAt('198.51.100.7'));
    await enterPassword(browser, signInPage, person);
    expect((await enterCode(browser, signInPage, 'recovery-code', recoveryCodes[0] ?? '')).status).toBe(200);
    await page.change('POST', '/recovery-codes');
    const key = createSoftAuthenticator(stage.gatehouse.issuer);
    await addPasskey(page, key);
    const [passkey] = (await page.overview()).passkeys;
    expect((await page.change('DELETE', `/passkeys/${passkey?.id}`)).status).toBe(204);
    expect((await page.change('DELETE', '/totp')).status).toBe(204);
    const items = await ownList(page);
    expect(kindsOf(items).filter((kind) => kind !== 'signed-in')).toEqual([
      'app-removed',
      'passkey-removed',
      'passkey-added',
      'codes-made',
      'code-used',
      'app-added',
      'account-made',
    ]);
    expect(items.find(({ kind }) => kind === 'passkey-removed')).toMatchObject({ name: 'Phone' });
    expect(items.find(({ kind }) => kind === 'code-used')).toMatchObject({
      address: '198.51.100.7',
      browser: 'Firefox 145',
      isByOperator: false,
    });
    expect(await listOf(person)).toEqual(items);
  });

  it('tells which permission was taken back from which application, and of the consent once', async () => {
    const person = await createSomebody();
    const page = await openAccount(stage, person);
    const scope = { scope: 'photos albums' };
    const parameters = authorizationParameters(stage.printShop, makePkce().challenge, scope);
    await passThrough(page.browser, parameters, person);
    const allowed = await page.browser.fetch('/account/security/authorizations');
    const [{ id, scopes } = { id: '', scopes: [] }] = (await allowed.json()) as AllowedApplication[];
    const [first] = scopes;
    expect(scopes.length).toBeGreaterThan(1);
    const taken = await page.change('DELETE', `/authorizations/${id}/scopes/${first?.name}`);
    expect(taken.status).toBe(204);
    const items = (await ownList(page)).filter(({ kind }) => kind !== 'signed-in');
    expect(items).toMatchObject([
      { kind: 'permission-removed', name: 'Print Shop', permission: first?.title, address: '127.0.0.1' },
      { kind: 'allowed', name: 'Print Shop' },
      { kind: 'account-made' },
    ]);
  });

  it('counts failed sign-ins by browser and hour', async () => {
    const person = await createSomebody();
    for (let turn = 0; turn < 3; turn += 1)
      await failSignIn(createBrowserAt('198.51.100.1'), person.username);
    await failSignIn(createBrowserAt('198.51.100.2'), person.username);
    const failed = async () => (await listOf(person)).filter(({ kind }) => kind === 'sign-in-failed');
    const sum = async () => (await failed()).reduce((total, { count }) => total + count, 0);
    await waitUntil('four failed sign-ins to be counted', async () => (await sum()) === 4);
    const rows = await failed();
    // An hour may have ended meanwhile: then there is one row more.
    expect(rows.length).toBeLessThan(4);
    for (const row of rows) expect(row).toMatchObject({ browser: 'Firefox 145', system: 'Linux' });
    expect(rows.map(({ address }) => address)).toEqual(
      expect.arrayContaining(['198.51.100.1', '198.51.100.2']),
    );
    const page = await openAccount(stage, person);
    expect((await ownList(page)).filter(({ kind }) => kind === 'sign-in-failed')).toEqual(rows);
  });

  it('cannot be flooded by whoever makes up browsers', async () => {
    const person = await createSomebody();
    for (let turn = 0; turn < 25; turn += 1)
      await failSignIn(createBrowserAt(`198.51.101.${turn}`, `Made up ${turn}`), person.username);
    const failed = async () => (await listOf(person)).filter(({ kind }) => kind === 'sign-in-failed');
    await waitUntil('all to be counted', async () => {
      const counts = (await failed()).map(({ count }) => count);
      return counts.reduce((total, count) => total + count, 0) === 25;
    });
    const rows = await failed();
    // Ten that are told apart, and one for the rest; those of two hours, should one have ended meanwhile.
    expect(rows.length).toBeLessThanOrEqual(22);
    expect(rows.some(({ address, count }) => address === null && count > 1)).toBe(true);
  });

  it('says that the password was right where the code was wrong', async () => {
    const person = await createSomebody();
    await addTotp(await openAccount(stage, person));
    const { browser, page } = await openSignIn(stage, createBrowserAt('198.51.100.9'));
    await enterPassword(browser, page, person);
    expect((await enterCode(browser, page, 'totp', '000000')).status).toBe(401);
    await waitUntil('it to be told', async () => kindsOf(await listOf(person)).includes('code-failed'));
    expect(kindsOf(await listOf(person))).not.toContain('sign-in-failed');
  });

  it('remembers nothing of a name that nobody has, and answers as for one that somebody has', async () => {
    const person = await createSomebody();
    const unknown = await failSignIn(createBrowserAt('198.51.102.1'), 'nobody-has-this-name');
    const known = await failSignIn(createBrowserAt('198.51.102.2'), person.username);
    expect(unknown).toEqual(known);
    await waitUntil('the known one to be told', async () =>
      kindsOf(await listOf(person)).includes('sign-in-failed'),
    );
    const rows = await readTable(stage.gatehouse.databaseUrl, 'account_events');
    expect(rows).not.toMatch(/198\.51\.102\.1"|nobody-has-this-name/);
  });

  it('is paged through to its end without loss or repetition, however much happened in one moment', async () => {
    const person = await createSomebody();
    const page = await openAccount(stage, person);
    await runSql(
      stage.gatehouse.databaseUrl,
      `INSERT INTO account_events (user_id, kind, name, at)
       SELECT '${person.id}', 'passkey-added', 'Key ' || n, timestamptz '2026-01-02T03:04:05.678901Z' + n % 2 * interval '1 microsecond'
       FROM generate_series(1, 11) n`,
    );
    const all = await ownList(page);
    const seen: AccountActivity[] = [];
    for (let after = ''; ;) {
      const response = await page.browser.fetch(`/account/security/activity?limit=3${after}`);
      const { items, next } = (await response.json()) as AccountActivities;
      seen.push(...items);
      if (next === null) break;
      // What comes meanwhile moves no page.
      if (seen.length === 3) await addTotp(page);
      after = `&after=${next}`;
    }
    expect(seen).toEqual(all);
    const names = seen.flatMap(({ kind, name }) => (kind === 'passkey-added' ? [name] : []));
    expect(names).toHaveLength(11);
    expect(new Set(names).size).toBe(11);
    const refused = await page.browser.fetch('/account/security/activity?after=yesterday');
    expect(refused.status).toBe(400);
  });

  it('is purged when it is old', async () => {
    const person = await createSomebody();
    await addTotp(await openAccount(stage, person));
    expect(kindsOf(await listOf(person))).toContain('app-added');
    await runSql(
      stage.gatehouse.databaseUrl,
      `UPDATE account_events SET expires_at = now() - interval '1 day' WHERE user_id = '${person.id}'`,
    );
    await startGatehouse({ database: stage.gatehouse.databaseUrl });
    expect(kindsOf(await listOf(person))).not.toContain('app-added');
  });

  it('is seen by operators and viewers, and by no member', async () => {
    const person = await createSomebody();
    const statusFor = async (operatorRole: string): Promise<number> => {
      const teammate = { username: `team-${operatorRole}`, password: 'correct horse battery staple' };
      await stage.admin.post<CreatedUser>('/api/users', { ...teammate, operatorRole });
      const send = await openConsole(stage.gatehouse, teammate);
      return (await send('GET', `/api/users/${person.id}/activity`)).status;
    };
    expect(await Promise.all(['operator', 'viewer', 'member'].map(statusFor))).toEqual([200, 200, 403]);
    const missing = await stage.admin.request(
      'GET',
      '/api/users/00000000-0000-4000-8000-000000000000/activity',
    );
    expect(missing.status).toBe(404);
  });
});
