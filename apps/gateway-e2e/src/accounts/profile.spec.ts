import type { AuditEntry, CreatedUser, OwnProfile } from '@gatehouse/dto';
import * as openid from 'openid-client';
import { letRunOut, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { openAccount } from '../factors/account.js';
import { type Browser, createBrowserOf } from '../fixtures/browser.js';
import { openStage, type Person, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { signInAt } from '../openid/relying-party.js';
import { findTicket, type MailServer, startMailServer } from './mail-server.js';

const PASSWORD = 'correct horse battery staple';
const SCOPE = 'openid profile email phone address';

let stage: Stage;
let mail: MailServer;
let shop: TestClient;

beforeAll(async () => {
  mail = await startMailServer();
  stage = await openStage({ env: { GATEHOUSE_SMTP_URL: mail.url } });
  shop = await registerClient(stage.admin, { allowedScopes: SCOPE.split(' ') });
});
afterAll(async () => {
  await stopAllGatehouses();
  mail.close();
});

/** Somebody at their profile page. */
interface Visit {
  readonly person: Person;
  readonly email: string;
  readonly browser: Browser;
  read(): Promise<OwnProfile>;
  send(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Response>;
  /** What applications are told. */
  getUserInfo(): Promise<Readonly<Record<string, unknown>>>;
}

async function visit(username: string): Promise<Visit> {
  const email = username.includes('@') ? username : `${username}@example.com`;
  const { user } = await stage.admin.post<CreatedUser>('/api/users', { username, email, password: PASSWORD });
  const person = { id: user.id, username, password: PASSWORD };
  const { browser } = await openAccount(stage, person);
  const read = async (): Promise<OwnProfile> =>
    (await (await browser.fetch('/account/profile/details')).json()) as OwnProfile;
  return {
    person,
    email,
    browser,
    read,
    async send(method, path, body, headers) {
      const { csrfToken } = await read();
      return browser.fetch(`/account/profile/${path}`, {
        method,
        headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken, ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    },
    async getUserInfo() {
      const { configuration, tokens } = await signInAt(stage, {
        client: shop,
        person,
        browser,
        parameters: { scope: SCOPE },
      });
      return openid.fetchUserInfo(configuration, tokens.access_token, tokens.claims()?.sub ?? '');
    },
  };
}

async function confirm(ticket: string, browser = createBrowserOf(stage)): Promise<Response> {
  const { csrfToken } = (await (await browser.fetch('/account/access')).json()) as { csrfToken: string };
  return browser.fetch('/account/access/new-email', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken },
    body: JSON.stringify({ ticket }),
  });
}

async function receive(to: string, subject: string): Promise<string> {
  const find = () => mail.received.find((one) => one.to === to && one.text.includes(`Subject: ${subject}`));
  await waitUntil(`mail to ${to}: ${subject}`, () => find() !== undefined);
  return find()?.text ?? '';
}

describe('the profile', () => {
  it('is changed by its owner; applications are told so, and what an operator wrote down stays', async () => {
    const ada = await visit('lovelace');
    const user = await stage.admin.get<{ version: number }>(`/api/users/${ada.person.id}`);
    await stage.admin.patch(`/api/users/${ada.person.id}`, {
      version: user.version,
      profile: { nickname: 'Countess', phone_number: '+441234567890;ext=12', phone_number_verified: true },
    });
    const before = await ada.read();
    expect(before).toMatchObject({ username: 'lovelace', keptBy: null, isFresh: true, waitingEmail: null });
    // An operator may say more than people usually do: it is no reason to refuse the rest.
    const same = { version: before.version, displayName: before.displayName, profile: before.profile };
    expect((await ada.send('PUT', 'details', same)).status).toBe(204);
    const profile = {
      given_name: 'Ada',
      family_name: 'King',
      phone_number: '+441234567891',
      locale: 'en-GB',
      zoneinfo: 'Europe/London',
      address: { locality: 'London' },
    };
    const { version } = await ada.read();
    const change = { version, displayName: ' Ada King ', profile };
    expect((await ada.send('PUT', 'details', change)).status).toBe(204);
    expect(await ada.read()).toMatchObject({ displayName: 'Ada King', profile });
    const claims = await ada.getUserInfo();
    expect(claims).toMatchObject({ name: 'Ada King', nickname: 'Countess', ...profile });
    expect(claims).not.toHaveProperty('phone_number_verified');
    // Somebody with an older page loses to what is there.
    const stale = await ada.send('PUT', 'details', { ...change, displayName: 'Ada Byron' });
    expect(await stale.json()).toMatchObject({ status: 409, code: 'profile-changed' });
    expect((await ada.read()).displayName).toBe('Ada King');
    const { items } = await stage.admin.get<{ items: AuditEntry[] }>(`/api/audit?subject=${ada.person.id}`);
    const own = items.filter(({ actor }) => actor.kind === 'end-user');
    expect(own.flatMap(({ changes }) => changes.map(({ field }) => field))).toContain('displayName');
  });

  it.each([
    ['profile.zoneinfo', { profile: { zoneinfo: 'Europe/Atlantis' } }],
    ['profile.phone_number', { profile: { phone_number: '0171 12345' } }],
    ['profile.phone_number_verified', { profile: { phone_number_verified: true } }],
    ['profile.address.country', { profile: { address: { country: 'x'.repeat(101) } } }],
    ['displayName', { displayName: '  ' }],
    ['email', { email: 'else@example.com' }],
  ])('is not taken with a wrong %s, and stays as it was', async (field, wrong) => {
    const visitor = await visit(`wrong-${field}`.toLowerCase());
    const before = await visitor.read();
    const body = { version: before.version, displayName: 'Other', profile: {}, ...wrong };
    const answer = await visitor.send('PUT', 'details', body);
    expect(await answer.json()).toMatchObject({ status: 400, errors: [{ field }] });
    expect((await visitor.read()).displayName).toBe(before.displayName);
  });

  it.each([
    ['PUT', 'details', { version: 1, displayName: 'Mallory', profile: {} }],
    ['POST', 'email', { email: 'mallory@example.com' }],
    ['DELETE', 'email', undefined],
  ])(
    '%s %s is not taken from another site, without the CSRF token, or of nobody',
    async (method, path, body) => {
      const visitor = await visit(`csrf-${method}`.toLowerCase());
      const statuses = [
        await visitor.send(method, path, body, { 'sec-fetch-site': 'cross-site' }),
        await visitor.send(method, path, body, { 'x-csrf-token': 'x' }),
        await createBrowserOf(stage).fetch(`/account/profile/${path}`, { method }),
      ].map(({ status }) => status);
      expect(statuses.every((status) => [400, 401, 403].includes(status))).toBe(true);
      expect(await visitor.read()).toMatchObject({
        displayName: visitor.person.username,
        waitingEmail: null,
      });
    },
  );
});

describe('another address', () => {
  it('counts once its link was opened: once, of eight at once; the old one is told, and its links end', async () => {
    const grace = await visit('hopper');
    const next = 'grace.hopper@example.com';
    await stage.admin.post(`/api/users/${grace.person.id}/password-reset`, {});
    const oldLink = findTicket(await receive(grace.email, 'Choose a new password'));
    expect((await grace.send('POST', 'email', { email: next })).status).toBe(202);
    await receive(grace.email, 'Your e-mail address is to be changed');
    const ticket = findTicket(await receive(next, 'Confirm your new e-mail address'));
    expect(await grace.read()).toMatchObject({ email: grace.email, waitingEmail: { email: next } });
    expect(await grace.getUserInfo()).toMatchObject({ email: grace.email });
    const answers = await Promise.all(Array.from({ length: 8 }, () => confirm(ticket)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array<number>(7).fill(410)]);
    expect(await grace.getUserInfo()).toMatchObject({ email: next, email_verified: true });
    expect(await grace.read()).toMatchObject({ username: 'hopper', email: next, waitingEmail: null });
    await receive(grace.email, 'Your e-mail address has been changed');
    const browser = createBrowserOf(stage);
    const { csrfToken } = (await (await browser.fetch('/account/access')).json()) as { csrfToken: string };
    const reset = await browser.fetch('/account/access/password', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken },
      body: JSON.stringify({ ticket: oldLink, password: 'seventeen quiet lighthouses' }),
    });
    expect(reset.status).toBe(410);
    expect(stage.gatehouse.logs()).not.toContain(ticket);
  });

  it('that was withdrawn does not count, nor one in whose place another has come', async () => {
    const joan = await visit('clarke');
    await joan.send('POST', 'email', { email: 'first@example.com' });
    const first = findTicket(await receive('first@example.com', 'Confirm your new'));
    await joan.send('POST', 'email', { email: 'second@example.com' });
    const second = findTicket(await receive('second@example.com', 'Confirm your new'));
    expect((await confirm(first)).status).toBe(410);
    expect((await joan.send('DELETE', 'email')).status).toBe(204);
    expect((await confirm(second)).status).toBe(410);
    expect(await joan.read()).toMatchObject({ email: joan.email, waitingEmail: null });
  });

  it('of somebody else is answered alike, not changed to, and they are told', async () => {
    const [katherine, other] = [await visit('johnson'), await visit('vaughan')];
    const address = other.email.replace('vaughan', 'Vaughan');
    const answers = [
      await katherine.send('POST', 'email', { email: 'free@example.com' }),
      await katherine.send('POST', 'email', { email: address }),
    ];
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(texts[0]).toBe(texts[1]);
    expect(await receive(address, 'You have an account already')).not.toContain('#');
  });

  it('that somebody else got meanwhile is not changed to', async () => {
    const mary = await visit('jackson');
    await mary.send('POST', 'email', { email: 'wanted@example.com' });
    const ticket = findTicket(await receive('wanted@example.com', 'Confirm your new'));
    await visit('wanted@example.com');
    expect(await (await confirm(ticket)).json()).toMatchObject({ status: 409, code: 'address-taken' });
    expect((await mary.read()).email).toBe(mary.email);
  });

  it('is the user name of whoever signs in with their address', async () => {
    const annie = await visit('annie@example.com');
    await annie.send('POST', 'email', { email: 'easley@example.com' });
    await confirm(findTicket(await receive('easley@example.com', 'Confirm your new')));
    expect(await annie.read()).toMatchObject({ username: 'easley@example.com', email: 'easley@example.com' });
    await openAccount(stage, { ...annie.person, username: 'easley@example.com' });
  });

  it('is asked for by whoever has shown lately that it is them', async () => {
    const vera = await visit('rubin');
    await letRunOut(stage.gatehouse.databaseUrl, 'sessions', 'authenticated_at', '2 hours');
    expect((await vera.read()).isFresh).toBe(false);
    const answer = await vera.send('POST', 'email', { email: 'v@example.com' });
    expect(await answer.json()).toMatchObject({ status: 401, code: 'sign-in-again' });
  });
});
