import { runSql, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Browser, consent, signIn } from '../fixtures/browser.js';
import { expectUnharmed } from '../fixtures/secrets.js';
import { createPerson, openStage, type Person, type Stage } from '../fixtures/stage.js';
import { type AccountPage, addPasskey, addTotp, openAccount, openSignIn, post } from './account.js';
import { type CreationOptions, createSoftAuthenticator, type Mischief } from './soft-authenticator.js';

const SESSION = 'gatehouse-session';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ env: { GATEHOUSE_LOG_LEVEL: 'debug' } });
});
afterEach(() => expectUnharmed(stage));
afterAll(stopAllGatehouses);

let people = 0;
async function enrol() {
  people += 1;
  const person = await createPerson(stage.admin, `passkey-${people}`);
  const account = await openAccount(stage, person);
  const passkey = await addPasskey(account, createSoftAuthenticator(stage.gatehouse.issuer));
  return { person, account, passkey };
}

async function begin(browser: Browser, page: URL): Promise<{ challenge: string }> {
  const response = await post(browser, page, 'passkey/options');
  expect(response.status).toBe(200);
  return (await response.json()) as { challenge: string };
}

const statusOf = async (response: Promise<Response>): Promise<number> => (await response).status;
const givePassword = (browser: Browser, page: URL, { username, password }: Person) =>
  post(browser, page, 'sign-in', { username, password });

describe('a passkey', () => {
  it('signs in alone, through to the callback', async () => {
    const { passkey } = await enrol();
    const { browser, page } = await openSignIn(stage);
    const response = await post(browser, page, 'passkey', {
      response: passkey.get(await begin(browser, page)),
    });
    expect(await response.json()).toEqual({ next: 'consent' });
    expect((await consent(browser, page)).searchParams.get('code')).not.toBeNull();
  });

  it('is asked for after the password, and is enough', async () => {
    const { person, passkey } = await enrol();
    const { browser, page } = await openSignIn(stage);
    expect(await (await givePassword(browser, page, person)).json()).toEqual({ next: 'second-factor' });
    expect(browser.cookies.has(SESSION)).toBe(false);
    const response = post(browser, page, 'passkey', { response: passkey.get(await begin(browser, page)) });
    expect(await statusOf(response)).toBe(200);
    expect(browser.cookies.has(SESSION)).toBe(true);
  });

  it('is offered to nobody by name before the password: the page cannot be asked who has one', async () => {
    await enrol();
    const { browser, page } = await openSignIn(stage);
    expect(await begin(browser, page)).toMatchObject({ allowCredentials: [], userVerification: 'required' });
  });

  it('of a neighbour does not stand in for the second factor', async () => {
    const [{ person }, neighbour] = [await enrol(), await enrol()];
    const { browser, page } = await openSignIn(stage);
    await givePassword(browser, page, person);
    const answer = neighbour.passkey.get(await begin(browser, page));
    expect(await statusOf(post(browser, page, 'passkey', { response: answer }))).toBe(401);
    expect(browser.cookies.has(SESSION)).toBe(false);
  });

  it('of a disabled user opens nothing', async () => {
    const { person, passkey } = await enrol();
    const { version } = await stage.admin.get<{ version: number }>(`/api/users/${person.id}`);
    await stage.admin.patch(`/api/users/${person.id}`, { version, enabled: false });
    const { browser, page } = await openSignIn(stage);
    const answer = passkey.get(await begin(browser, page));
    expect(await statusOf(post(browser, page, 'passkey', { response: answer }))).toBe(401);
  });
});

const MISCHIEF: readonly (readonly [string, Mischief])[] = [
  ['with another challenge (§7.2 step 12)', { challenge: 'b'.repeat(43) }],
  ['of another origin (§7.2 step 13)', { origin: 'https://phishing.example' }],
  ['of another port of our host', { origin: 'http://localhost:1' }],
  ['of another RP ID (§7.2 step 16)', { rpId: 'phishing.example' }],
  ['without user verification (§7.2 step 18)', { isUserVerified: false }],
  ['of the other ceremony (§7.2 step 11)', { type: 'webauthn.none' }],
];

describe('a sign-in is refused (WebAuthn Level 3)', () => {
  it.each([
    ...MISCHIEF,
    ['with a signature of another key (§7.2 step 22)', { isForged: true }],
    ['with a counter that stands still (§6.1.1)', { counter: 1 }],
    ['with a counter that goes back (§6.1.1)', { counter: 0 }],
    ['with another user handle (§7.2 step 6)', { userHandle: Buffer.alloc(16).toString('base64url') }],
    ['without a user handle (§7.2 step 6)', { userHandle: null }],
    ['with a passkey that we do not know', { credentialId: 'A'.repeat(22) }],
  ] as const)('%s', async (_, mischief) => {
    const { passkey } = await enrol();
    const { browser, page } = await openSignIn(stage);
    const answer = passkey.get(await begin(browser, page), mischief);
    expect(await statusOf(post(browser, page, 'passkey', { response: answer }))).toBe(401);
    expect(browser.cookies.has(SESSION)).toBe(false);
  });

  it('with a challenge that was used, also where it was refused', async () => {
    const { passkey } = await enrol();
    const { browser, page } = await openSignIn(stage);
    const options = await begin(browser, page);
    const refused = passkey.get(options, { isForged: true });
    expect(await statusOf(post(browser, page, 'passkey', { response: refused }))).toBe(401);
    expect(await statusOf(post(browser, page, 'passkey', { response: passkey.get(options) }))).toBe(401);
  });

  it('with a challenge of another browser, or of another interaction', async () => {
    const { passkey } = await enrol();
    const [one, other] = [await openSignIn(stage), await openSignIn(stage)];
    const foreign = passkey.get(await begin(other.browser, other.page));
    expect(await statusOf(post(one.browser, one.page, 'passkey', { response: foreign }))).toBe(401);
    const second = await openSignIn(stage, one.browser);
    const elsewhere = passkey.get(await begin(one.browser, second.page));
    expect(await statusOf(post(one.browser, one.page, 'passkey', { response: elsewhere }))).toBe(401);
  });

  it('to all but one that send the same answer at once', async () => {
    const { passkey } = await enrol();
    const { browser, page } = await openSignIn(stage);
    const response = passkey.get(await begin(browser, page));
    const statuses = await Promise.all(
      Array.from({ length: 8 }, () => statusOf(post(browser, page, 'passkey', { response }))),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  });

  it.each([
    ['nothing', {}],
    ['an ID that is no text', { id: 7 }],
    ['an ID alone', { id: 'A'.repeat(22) }],
    ['an ID with a NUL', { id: '\0' }],
    [
      'a response that is none',
      { id: 'A'.repeat(22), rawId: 'A'.repeat(22), type: 'public-key', response: 1 },
    ],
  ])('with %s', async (_, response) => {
    const { browser, page } = await openSignIn(stage);
    expect(await statusOf(post(browser, page, 'passkey', { response }))).toBe(401);
  });

  it('with garbage in the place of what the authenticator says', async () => {
    const { passkey } = await enrol();
    const { browser, page } = await openSignIn(stage);
    const answer = passkey.get(await begin(browser, page)) as { response: object };
    const response = { ...answer, response: { ...answer.response, authenticatorData: 'AAAA' } };
    expect(await statusOf(post(browser, page, 'passkey', { response }))).toBe(401);
  });
});

describe('a registration is refused', () => {
  async function register(account: AccountPage, mischief: Mischief, challenge?: string): Promise<number> {
    const response = await account.change('POST', '/passkeys/options');
    const options = (await response.json()) as CreationOptions;
    const authenticator = createSoftAuthenticator(stage.gatehouse.issuer);
    const answer = authenticator.create({ ...options, challenge: challenge ?? options.challenge }, mischief);
    return statusOf(account.change('POST', '/passkeys', { name: 'Phone', response: answer }));
  }

  it.each(MISCHIEF)('%s', async (_, mischief) => {
    people += 1;
    const account = await openAccount(stage, await createPerson(stage.admin, `refused-${people}`));
    expect(await register(account, mischief)).toBe(400);
    expect((await account.overview()).passkeys).toEqual([]);
  });

  it('with the challenge of another person, or of a sign-in', async () => {
    const person = await createPerson(stage.admin, 'refused-other');
    const account = await openAccount(stage, person);
    const { account: other } = await enrol();
    const options = await other.change('POST', '/passkeys/options');
    const { challenge } = (await options.json()) as CreationOptions;
    expect(await register(account, {}, challenge)).toBe(400);
    const { page } = await openSignIn(stage, account.browser, { prompt: 'login' });
    expect(await register(account, {}, (await begin(account.browser, page)).challenge)).toBe(400);
  });

  it('of a credential that somebody has already', async () => {
    const { passkey } = await enrol();
    const account = await openAccount(stage, await createPerson(stage.admin, 'refused-twice'));
    const response = await account.change('POST', '/passkeys/options');
    const answer = passkey.create((await response.json()) as CreationOptions);
    expect(await statusOf(account.change('POST', '/passkeys', { name: 'Mine', response: answer }))).toBe(400);
  });
});

describe('the passkeys of a person', () => {
  it('are named, renamed and removed; what is left still guards the account', async () => {
    const { person, account, passkey } = await enrol();
    await addTotp(account);
    const path = `/passkeys/${passkey.credentialId}`;
    expect(await statusOf(account.change('PATCH', path, { name: 'My phone' }))).toBe(204);
    expect((await account.overview()).passkeys).toMatchObject([{ name: 'My phone' }]);
    expect(await statusOf(account.change('DELETE', path))).toBe(204);
    expect((await account.overview()).passkeys).toEqual([]);
    const { browser, page } = await openSignIn(stage);
    await signIn(browser, page, person);
    expect((await browser.openPage(page)).prompt).toBe('second-factor');
  });

  it('lose no last one where there is no password: it would be the end of the account', async () => {
    const { person, account, passkey } = await enrol();
    await runSql(
      stage.gatehouse.databaseUrl,
      `UPDATE users SET password_hash = NULL WHERE username = '${person.username}'`,
    );
    const path = `/passkeys/${passkey.credentialId}`;
    const refused = await account.change('DELETE', path);
    expect([refused.status, await refused.json()]).toEqual([
      409,
      expect.objectContaining({ code: 'only-passkey' }),
    ]);
    expect((await account.overview()).passkeys).toHaveLength(1);
    await addPasskey(account, createSoftAuthenticator(stage.gatehouse.issuer));
    expect(await statusOf(account.change('DELETE', path))).toBe(204);
  });

  it('are neither renamed nor removed by another', async () => {
    const { passkey } = await enrol();
    const { account } = await enrol();
    const path = `/passkeys/${passkey.credentialId}`;
    expect(await statusOf(account.change('PATCH', path, { name: 'Mine' }))).toBe(404);
    expect(await statusOf(account.change('DELETE', path))).toBe(404);
  });
});
