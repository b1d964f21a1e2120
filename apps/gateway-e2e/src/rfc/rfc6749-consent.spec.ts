import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Browser, consent, createBrowserOf, passThrough, signIn } from '../fixtures/browser.js';
import { authorizationParameters, makePkce, requestToken } from '../fixtures/oauth.js';
import {
  createPerson,
  openStage,
  type Person,
  registerClient,
  type Stage,
  type TestClient,
} from '../fixtures/stage.js';

let stage: Stage;
let client: TestClient;
let person: Person;
let browser: Browser;
let people = 0;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(stopAllGatehouses);
beforeEach(async () => {
  client = await registerClient(stage.admin, { name: 'Print Shop & Söhne <b>' });
  person = await createPerson(stage.admin, `person-${(people += 1)}`);
  browser = createBrowserOf(stage);
});

const { verifier, challenge } = makePkce();
const ask = (scope: string, by: TestClient = client): Promise<URL> =>
  browser.authorize(authorizationParameters(by, challenge, { scope }));

async function grantedBy(callback: URL, by: TestClient = client): Promise<unknown> {
  const { body } = await requestToken(stage, by, {
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: by.redirectUri,
    code_verifier: verifier,
  });
  return body['scope'];
}

describe('the pages', () => {
  it('ask to sign in first, and say who asks and where it leads', async () => {
    const page = await ask('photos');
    expect(page.pathname).toBe('/sign-in');
    expect(await browser.openPage(page)).toEqual({
      prompt: 'sign-in',
      csrfToken: expect.any(String),
      application: {
        name: 'Print Shop & Söhne <b>',
        description: 'Prints your photos.',
        isFirstParty: false,
        registeredItself: false,
        publishedAt: null,
        logoUrl: null,
        publisher: null,
        isVerified: false,
        homepageUrl: null,
        privacyUrl: null,
        termsUrl: null,
      },
      redirectHost: 'print.example',
      uiLocales: [],
      allowsSignUp: false,
      identityProviders: [],
      scopes: [],
    });
  });

  it('ask for consent then, with the words of each scope', async () => {
    const page = await ask('photos albums');
    expect(await signIn(browser, page, person)).toBeUndefined();
    expect(await browser.openPage(page)).toMatchObject({
      prompt: 'consent',
      user: { username: person.username },
      scopes: [
        { name: 'photos', title: 'Use your photos', isNew: true },
        { name: 'albums', title: 'Use your albums', isNew: true },
      ],
    });
  });

  it('do not ask who it is while the session lives: straight to consent for the next client', async () => {
    await passThrough(browser, authorizationParameters(client, challenge), person);
    const page = await ask('photos', await registerClient(stage.admin));
    expect(page.pathname).toBe('/consent');
    expect((await browser.openPage(page)).user?.username).toBe(person.username);
  });

  it('let somebody else sign in instead', async () => {
    const page = await ask('photos');
    await signIn(browser, page, stage.ada);
    const response = await browser.post(page, 'sign-out', {});
    expect(await response.json()).toEqual({ next: 'sign-in' });
    expect((await browser.openPage(page)).prompt).toBe('sign-in');
    await signIn(browser, page, person);
    expect((await browser.openPage(page)).user?.username).toBe(person.username);
  });
});

describe('the answer says what was granted: scope is always there (RFC 6749 §3.3, §5.1)', () => {
  it('each scope can be unticked', async () => {
    const page = await ask('photos albums prints');
    await signIn(browser, page, person);
    expect(await grantedBy(await consent(browser, page, ['prints', 'photos']))).toBe('photos prints');
  });

  it('what was not asked for cannot be ticked', async () => {
    const page = await ask('photos');
    await signIn(browser, page, person);
    expect(await grantedBy(await consent(browser, page, ['photos', 'albums', 'gatehouse.write']))).toBe(
      'photos',
    );
  });

  it('nothing ticked is a refusal', async () => {
    const page = await ask('photos');
    await signIn(browser, page, person);
    expect((await consent(browser, page, [])).searchParams.get('error')).toBe('access_denied');
  });

  it('what the client is not allowed is left out', async () => {
    const restricted = await registerClient(stage.admin, { allowedScopes: ['photos'] });
    const callback = await passThrough(
      browser,
      authorizationParameters(restricted, challenge, { scope: 'photos albums' }),
      person,
    );
    expect(await grantedBy(callback, restricted)).toBe('photos');
  });
});

describe('one stored authorization of application and person', () => {
  it('is not asked for again', async () => {
    await passThrough(
      browser,
      authorizationParameters(client, challenge, { scope: 'photos albums' }),
      person,
    );
    const callback = await ask('albums');
    expect(callback.searchParams.has('code')).toBe(true);
    expect(await grantedBy(callback)).toBe('albums');
  });

  it('grows: a later request asks only for what is new', async () => {
    await passThrough(browser, authorizationParameters(client, challenge, { scope: 'photos' }), person);
    const page = await ask('photos albums');
    expect(page.pathname).toBe('/consent');
    const { scopes } = await browser.openPage(page);
    expect(scopes.map(({ name, isNew }) => [name, isNew])).toEqual([
      ['albums', true],
      ['photos', false],
    ]);
    expect(await grantedBy(await consent(browser, page, ['albums']))).toBe('photos albums');
    expect((await ask('albums photos')).searchParams.has('code')).toBe(true);
  });

  it('keeps what was allowed before where the new part is refused with unticking', async () => {
    await passThrough(browser, authorizationParameters(client, challenge, { scope: 'photos' }), person);
    const page = await ask('photos albums');
    expect(await grantedBy(await consent(browser, page, []))).toBe('photos');
  });

  it('is asked for anew once it was revoked', async () => {
    await passThrough(browser, authorizationParameters(client, challenge), person);
    const { items } = await stage.admin.get<{ readonly items: readonly { readonly id: string }[] }>(
      `/api/authorizations?userId=${person.id}`,
    );
    expect(items).toHaveLength(1);
    await stage.admin.delete(`/api/authorizations/${items[0]?.id ?? ''}`);
    expect((await ask('photos')).pathname).toBe('/consent');
  });

  it("is one person's own", async () => {
    await passThrough(browser, authorizationParameters(client, challenge), person);
    const other = createBrowserOf(stage);
    const page = await other.authorize(authorizationParameters(client, challenge));
    expect(await signIn(other, page, stage.ada)).toBeUndefined();
  });
});

describe('a first-party application', () => {
  it('is not consented to: signing in is all', async () => {
    const own = await registerClient(stage.admin, { isFirstParty: true });
    const page = await ask('photos', own);
    const callback = await signIn(browser, page, person);
    expect(await grantedBy(callback ?? page, own)).toBe('photos');
  });
});
