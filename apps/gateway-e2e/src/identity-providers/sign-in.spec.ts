import type { UserDetail } from '@gatehouse/dto';
import { startGatehouse, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { PRIVATE_ADDRESSES } from '../fixtures/assertions.js';
import { createBrowser } from '../fixtures/browser.js';
import { passOutside } from '../fixtures/outside-provider.js';
import { openStage, type Stage } from '../fixtures/stage.js';
import {
  begin,
  beginAt,
  browserOf,
  comeBack,
  type IdentityStage,
  openIdentityStage,
  openSignIn,
  type ProviderBody,
  signInOutside,
} from './fixtures.js';

let stage: Stage;
let acme: IdentityStage;
const started: IdentityStage[] = [];

async function open(slug: string, changes: ProviderBody = {}): Promise<IdentityStage> {
  const identity = await openIdentityStage(stage, slug, changes);
  started.push(identity);
  return identity;
}

beforeAll(async () => {
  stage = await openStage(PRIVATE_ADDRESSES);
  acme = await open('acme');
});
afterAll(async () => {
  for (const { outside } of started) outside.close();
  await stopAllGatehouses();
});

/** In a browser of its own. */
async function arrive(identity: IdentityStage, account: string): Promise<URL> {
  const browser = browserOf(stage);
  return signInOutside(browser, await openSignIn(browser, stage), identity, account);
}

async function findUsers(search: string): Promise<readonly UserDetail[]> {
  const { items } = await stage.admin.get<{ items: UserDetail[] }>(`/api/users?search=${search}`);
  return items;
}

const problemOf = (page: URL): string | null => page.searchParams.get('problem');

describe('whoever signs in with a provider', () => {
  it('has one account here from then on, and goes on to the application', async () => {
    acme.people['grace'] = {
      preferred_username: 'grace',
      name: 'Grace Hopper',
      email: 'grace@acme.example',
      email_verified: true,
    };
    const browser = browserOf(stage);
    const page = await openSignIn(browser, stage);
    expect(await browser.openPage(page)).toMatchObject({
      identityProviders: [{ slug: 'acme', name: 'Acme acme' }],
    });
    expect((await signInOutside(browser, page, acme, 'grace')).pathname).toBe('/consent');
    expect((await arrive(acme, 'grace')).pathname).toBe('/consent');
    expect(await findUsers('grace')).toEqual([
      expect.objectContaining({
        username: 'grace',
        displayName: 'Grace Hopper',
        email: 'grace@acme.example',
        emailVerified: true,
        operatorRole: null,
      }),
    ]);
  });

  it('is the same person under a new name and address: issuer and subject count (OpenID Connect Core §5.7)', async () => {
    acme.people['renamed'] = {
      preferred_username: 'first',
      email: 'first@acme.example',
      email_verified: true,
    };
    await arrive(acme, 'renamed');
    const [known] = await findUsers('first');
    acme.people['renamed'] = {
      preferred_username: 'second',
      email: 'second@acme.example',
      email_verified: true,
    };
    expect((await arrive(acme, 'renamed')).pathname).toBe('/consent');
    // The provider's word on the address counts, as of now; there is one account as before.
    expect((await findUsers('second')).map(({ id }) => id)).toEqual([known?.id]);
  });

  it('twice at once the first time has one account too', async () => {
    acme.people['twice'] = { preferred_username: 'twice', email: 'twice@acme.example', email_verified: true };
    const both = await Promise.all([arrive(acme, 'twice'), arrive(acme, 'twice')]);
    expect(both.map(({ pathname }) => pathname)).toEqual(['/consent', '/consent']);
    expect(await findUsers('twice')).toHaveLength(1);
  });

  it('by another provider is somebody else, under the same subject', async () => {
    const other = await open('other');
    acme.people['same'] = { preferred_username: 'same', email: 'same@acme.example', email_verified: true };
    other.people['same'] = { preferred_username: 'same', email: 'same@other.example', email_verified: true };
    await arrive(acme, 'same');
    await arrive(other, 'same');
    expect((await findUsers('same')).map(({ email }) => email).sort()).toEqual([
      'same@acme.example',
      'same@other.example',
    ]);
  });

  it('gets no password here: it would count on when the provider has shut them out', async () => {
    await arrive(acme, 'grace');
    const [user] = await findUsers('grace');
    const link = await stage.admin.request('POST', `/api/users/${user?.id}/password-reset`, {});
    expect(link.status).toBe(409);
  });

  it('is refused once an operator has disabled the account', async () => {
    acme.people['gone'] = { preferred_username: 'gone', email: 'gone@acme.example', email_verified: true };
    await arrive(acme, 'gone');
    const [user] = await findUsers('gone');
    await stage.admin.patch(`/api/users/${user?.id}`, { version: user?.version, enabled: false });
    expect(problemOf(await arrive(acme, 'gone'))).toBe('disabled');
  });
});

describe('a name of an account here', () => {
  it('is given to nobody else: the newcomer gets another one', async () => {
    acme.people['imposter'] = { preferred_username: 'ada', email: 'ada2@acme.example', email_verified: true };
    expect((await arrive(acme, 'imposter')).pathname).toBe('/consent');
    const users = await findUsers('ada');
    expect(users.find(({ email }) => email === 'ada2@acme.example')?.username).toBe('ada2@acme.example');
  });

  it('is no address that is not theirs', async () => {
    acme.people['squatter'] = { preferred_username: 'owner@bank.example' };
    expect((await arrive(acme, 'squatter')).pathname).toBe('/consent');
    expect(await findUsers('owner@bank.example')).toEqual([]);
  });
});

describe('a provider', () => {
  it('that makes no accounts lets in whoever is linked, and nobody else', async () => {
    const closed = await open('closed', { allowsSignUp: false });
    expect(problemOf(await arrive(closed, 'stranger'))).toBe('no-account');
    await stage.admin.post(`/api/identity-providers/${closed.provider.id}/accounts`, {
      subject: 'known',
      username: 'ada',
    });
    expect((await arrive(closed, 'known')).pathname).toBe('/consent');
  });

  it('with domains lets in their confirmed addresses alone, every time', async () => {
    const domains = await open('domains', { emailDomains: ['acme.example'] });
    domains.people['in'] = { email: 'in@ACME.example', email_verified: true };
    domains.people['out'] = { email: 'out@else.example', email_verified: true };
    domains.people['said'] = { email: 'said@acme.example', email_verified: false };
    domains.people['below'] = { email: 'below@sub.acme.example', email_verified: true };
    expect((await arrive(domains, 'in')).pathname).toBe('/consent');
    for (const account of ['out', 'said', 'below', 'nobody'])
      expect([account, problemOf(await arrive(domains, account))]).toEqual([account, 'not-allowed']);
    domains.people['in'] = { email: 'in@else.example', email_verified: true };
    expect(problemOf(await arrive(domains, 'in'))).toBe('not-allowed');
  });

  it('that says nothing of addresses is believed where an operator says so', async () => {
    const silent = await open('silent', { assumesEmailVerified: true });
    silent.people['quiet'] = { email: 'quiet@silent.example' };
    silent.people['denied'] = { email: 'denied@silent.example', email_verified: false };
    await arrive(silent, 'quiet');
    await arrive(silent, 'denied');
    const users = await findUsers('silent.example');
    expect(users.map(({ email }) => email)).toEqual(['quiet@silent.example']);
  });

  it('that is disabled is not offered, and nobody comes in by it', async () => {
    const off = await open('off');
    const browser = browserOf(stage);
    const page = await openSignIn(browser, stage);
    const location = await beginAt(browser, page, 'off');
    const { id, version } = off.provider;
    await stage.admin.put(`/api/identity-providers/${id}`, {
      name: 'Off',
      slug: 'off',
      issuer: off.outside.issuer,
      clientId: 'gatehouse',
      authenticationMethod: 'client_secret_basic',
      enabled: false,
      version,
    });
    expect(problemOf(await comeBack(browser, await passOutside(off.outside, location, 'x')))).toBe('expired');
    expect((await begin(browser, page, 'off')).status).toBe(404);
    const { identityProviders } = await browser.openPage(page);
    expect(identityProviders.map(({ slug }) => slug)).not.toContain('off');
  });

  it('that is deleted is forgotten with its links; the accounts stay, and may get a password', async () => {
    const brief = await open('brief');
    brief.people['left'] = { preferred_username: 'left', email: 'left@brief.example', email_verified: true };
    await arrive(brief, 'left');
    await stage.admin.delete(`/api/identity-providers/${brief.provider.id}`);
    const [user] = await findUsers('left');
    const link = await stage.admin.request('POST', `/api/users/${user?.id}/password-reset`, {});
    expect(link.status).toBeLessThan(300);
  });

  it('that is down is said to be, at the beginning and at the end', async () => {
    const down = await open('down');
    const browser = browserOf(stage);
    const page = await openSignIn(browser, stage);
    const location = await beginAt(browser, page, 'down');
    const callback = await passOutside(down.outside, location, 'x');
    down.outside.isDown = true;
    expect(problemOf(await comeBack(browser, callback))).toBe('unavailable');
    await stage.admin.post('/api/identity-providers/checks', { issuer: down.outside.issuer });
    const response = await begin(browser, page, 'down');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('Acme down') });
    down.outside.isDown = false;
    expect((await signInOutside(browser, page, down, 'x')).pathname).toBe('/consent');
  });
});

describe('what the application demands of the sign-in', () => {
  const asked = async (changes: Readonly<Record<string, string>>): Promise<URLSearchParams> => {
    const browser = browserOf(stage);
    return new URL(await beginAt(browser, await openSignIn(browser, stage, changes), 'acme')).searchParams;
  };

  it('is passed on: prompt, max_age, login_hint and ui_locales (OpenID Connect Core §3.1.2.1)', async () => {
    const openid = { scope: 'openid photos' };
    expect(
      Object.fromEntries(await asked({ ...openid, prompt: 'login', login_hint: 'grace' })),
    ).toMatchObject({
      prompt: 'login',
      max_age: '0',
      login_hint: 'grace',
      code_challenge_method: 'S256',
      scope: 'openid profile email',
    });
    const aged = await asked({ ...openid, max_age: '300', ui_locales: 'fr de' });
    expect([aged.get('max_age'), aged.get('ui_locales')]).toEqual(['300', 'fr de']);
    expect((await asked({})).has('prompt')).toBe(false);
  });

  it('is met by who signs in anew', async () => {
    const browser = browserOf(stage);
    const page = await openSignIn(browser, stage, { scope: 'openid photos', prompt: 'login' });
    expect((await signInOutside(browser, page, acme, 'grace')).pathname).toBe('/consent');
  });
});

describe('a sign-in under way', () => {
  it('outlives a restart', async () => {
    const browser = browserOf(stage);
    const page = await openSignIn(browser, stage);
    const callback = await passOutside(acme.outside, await beginAt(browser, page, 'acme'), 'grace');
    await stage.gatehouse.restart();
    expect((await comeBack(browser, callback)).pathname).toBe('/consent');
  });

  it('ends on another node than it began', async () => {
    const other = await startGatehouse({
      ...PRIVATE_ADDRESSES,
      roles: ['auth'],
      database: stage.gatehouse.databaseUrl,
    });
    const browser = browserOf(stage);
    const page = await openSignIn(browser, stage);
    const callback = await passOutside(acme.outside, await beginAt(browser, page, 'acme'), 'grace');
    const elsewhere = createBrowser(other.authUrl);
    for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value);
    expect((await comeBack(elsewhere, callback)).pathname).toBe('/consent');
    await other.stop();
  });
});
