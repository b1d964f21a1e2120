import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as openid from 'openid-client';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf } from '../fixtures/browser.js';
import { requestToken } from '../fixtures/oauth.js';
import { createPerson, openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { discoverProvider, signInAt } from './relying-party.js';

const SCOPES = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access', 'photos'];

let stage: Stage;
let shop: TestClient;

beforeAll(async () => {
  stage = await openStage();
  shop = await registerClient(stage.admin, { allowedScopes: SCOPES });
});
afterAll(stopAllGatehouses);

describe('discovery (OpenID Connect Discovery §4)', () => {
  it('has the issuer and all that is required, at the address of both specifications', async () => {
    const configuration = await discoverProvider(stage, shop);
    const { issuer } = stage.gatehouse;
    expect(configuration.serverMetadata()).toMatchObject({
      issuer,
      userinfo_endpoint: `${issuer}/oauth2/userinfo`,
      subject_types_supported: ['public', 'pairwise'],
      id_token_signing_alg_values_supported: expect.arrayContaining(['RS256', 'ES256', 'PS256', 'EdDSA']),
      claims_parameter_supported: true,
    });
    const [one, other] = await Promise.all(
      ['oauth-authorization-server', 'openid-configuration'].map(async (name) =>
        (await fetch(`${issuer}/.well-known/${name}`)).json(),
      ),
    );
    expect(one).toEqual(other);
  });
});

describe('the code flow, as openid-client drives it (OpenID Connect Core §3.1)', () => {
  it('ends with an ID token that it believes, bound to the access token (§3.1.3.6)', async () => {
    const { tokens } = await signInAt(stage, { client: shop });
    const claims = tokens.claims();
    expect(claims).toMatchObject({
      iss: stage.gatehouse.issuer,
      sub: stage.ada.id,
      aud: shop.clientId,
      acr: 'urn:gatehouse:acr:pwd',
      amr: ['pwd'],
      at_hash: expect.any(String),
      sid: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(claims?.['auth_time']).toEqual(expect.any(Number));
    // §5.4: with an access token, claims of the profile come from UserInfo.
    expect(claims).not.toHaveProperty('name');
    expect(tokens.scope).toBe('openid profile email');
  });

  it('gives no ID token where openid is not asked for', async () => {
    const { tokens } = await signInAt(stage, { client: shop });
    expect(tokens.id_token).toBeDefined();
    const refreshed = await requestToken(stage, shop, {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
      scope: 'profile',
    });
    expect(refreshed.body).not.toHaveProperty('id_token');
  });

  it('gives a new ID token with a refresh, with the old auth_time and without the nonce (§12.2)', async () => {
    const { tokens, configuration } = await signInAt(stage, { client: shop });
    const refreshed = await openid.refreshTokenGrant(configuration, tokens.refresh_token ?? '');
    const [before, after] = [tokens.claims(), refreshed.claims()];
    expect(after).toMatchObject({ sub: before?.sub, auth_time: before?.['auth_time'], aud: shop.clientId });
    expect(after).not.toHaveProperty('nonce');
  });

  it.each(['RS256', 'PS256', 'EdDSA'] as const)(
    'signs with %s where the client is set to it',
    async (alg) => {
      const client = await registerClient(stage.admin, {
        allowedScopes: SCOPES,
        settings: { idTokenSigningAlgorithm: alg },
      });
      const { tokens } = await signInAt(stage, {
        client,
        metadata: { id_token_signed_response_alg: alg },
        extra: [openid.enableNonRepudiationChecks],
      });
      expect(decodeProtectedHeader(tokens.id_token ?? '').alg).toBe(alg);
    },
  );
});

describe('UserInfo (OpenID Connect Core §5.3)', () => {
  it('tells what the scopes stand for, with the subject of the ID token (§5.3.2 MUST)', async () => {
    const { tokens, configuration } = await signInAt(stage, { client: shop });
    const claims = await openid.fetchUserInfo(configuration, tokens.access_token, stage.ada.id);
    expect(claims).toMatchObject({ sub: stage.ada.id, name: 'ada', preferred_username: 'ada' });
    expect(claims).not.toHaveProperty('phone_number');
  });

  it('is signed where the client is set so (§5.3.2)', async () => {
    const client = await registerClient(stage.admin, {
      allowedScopes: SCOPES,
      settings: { userinfoSigningAlgorithm: 'ES256' },
    });
    const { tokens } = await signInAt(stage, { client });
    const response = await fetch(`${stage.gatehouse.issuer}/oauth2/userinfo`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(response.headers.get('content-type')).toBe('application/jwt');
    const claims = decodeJwt(await response.text());
    expect(claims).toMatchObject({ iss: stage.gatehouse.issuer, aud: client.clientId, sub: stage.ada.id });
  });

  it.each([
    ['no credentials', {}, 401, null],
    ['a token that is none', { authorization: 'Bearer nonsense' }, 401, 'invalid_token'],
    ['Basic credentials', { authorization: 'Basic YTpi' }, 401, null],
  ])('challenges %s (RFC 6750 §3)', async (_, headers, status, error) => {
    const response = await fetch(`${stage.gatehouse.issuer}/oauth2/userinfo`, { headers });
    expect(response.status).toBe(status);
    const challenge = response.headers.get('www-authenticate') ?? '';
    expect(challenge).toMatch(/^Bearer realm=/);
    expect(/error="([^"]+)"/.exec(challenge)?.[1] ?? null).toBe(error);
  });

  it('is closed to an access token without openid (RFC 6750 §3.1 insufficient_scope)', async () => {
    const { tokens } = await signInAt(stage, { client: shop });
    const { body } = await requestToken(stage, shop, {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
      scope: 'profile',
    });
    const response = await fetch(`${stage.gatehouse.issuer}/oauth2/userinfo`, {
      headers: { authorization: `Bearer ${String(body['access_token'])}` },
    });
    expect(response.status).toBe(403);
    expect(response.headers.get('www-authenticate')).toContain('scope="openid"');
  });
});

describe('what a request demands (OpenID Connect Core §3.1.2.1)', () => {
  const parametersOf = async (parameters: Readonly<Record<string, string>>) => ({
    client_id: shop.clientId,
    redirect_uri: shop.redirectUri,
    response_type: 'code',
    scope: 'openid',
    code_challenge: await openid.calculatePKCECodeChallenge(openid.randomPKCECodeVerifier()),
    code_challenge_method: 'S256',
    ...parameters,
  });

  it('prompt=none shows nothing: login_required, and a code once signed in (§3.1.2.6)', async () => {
    const parameters = await parametersOf({ prompt: 'none' });
    const nobody = await createBrowserOf(stage).authorize(parameters);
    expect(nobody.searchParams.get('error')).toBe('login_required');
    const { browser } = await signInAt(stage, { client: shop });
    expect((await browser.authorize(parameters)).searchParams.has('code')).toBe(true);
  });

  it('prompt=none says consent_required where something new is asked', async () => {
    const person = await createPerson(stage.admin, 'grace');
    const { browser } = await signInAt(stage, { client: shop, person });
    const answer = await browser.authorize(await parametersOf({ prompt: 'none', scope: 'openid photos' }));
    expect(answer.searchParams.get('error')).toBe('consent_required');
  });

  it('prompt=login asks again, and the new sign-in is in auth_time', async () => {
    const { browser, tokens } = await signInAt(stage, { client: shop });
    const page = await browser.authorize(await parametersOf({ prompt: 'login' }));
    expect(page.pathname).toBe('/sign-in');
    const again = await signInAt(stage, { client: shop, browser, parameters: { prompt: 'login' } });
    expect(Number(again.tokens.claims()?.['auth_time'])).toBeGreaterThanOrEqual(
      Number(tokens.claims()?.['auth_time']),
    );
    // The same person's session goes on.
    expect(again.tokens.claims()?.['sid']).toBe(tokens.claims()?.['sid']);
  });

  it('max_age=0 asks again; openid-client checks auth_time', async () => {
    const { browser } = await signInAt(stage, { client: shop });
    await signInAt(stage, { client: shop, browser, parameters: { max_age: '0' } });
    expect((await browser.authorize(await parametersOf({ max_age: '0' }))).pathname).toBe('/sign-in');
    expect((await browser.authorize(await parametersOf({ max_age: '3600' }))).searchParams.has('code')).toBe(
      true,
    );
  });

  it('prompt=select_account asks which account to go on with', async () => {
    const { browser } = await signInAt(stage, { client: shop });
    const page = await browser.authorize(await parametersOf({ prompt: 'select_account' }));
    expect(page.pathname).toBe('/select-account');
    const facts = await browser.openPage(page);
    expect(facts).toMatchObject({ prompt: 'select-account', user: { username: 'ada' } });
    const response = await browser.post(page, 'account', {});
    expect(await response.json()).toMatchObject({
      next: 'redirect',
      location: expect.stringContaining('code='),
    });
  });

  it('login_hint is shown at the sign-in', async () => {
    const browser = createBrowserOf(stage);
    const page = await browser.authorize(await parametersOf({ login_hint: 'ada@example.com' }));
    expect(await browser.openPage(page)).toMatchObject({ loginHint: 'ada@example.com' });
  });

  it('id_token_hint of somebody else never yields a code for who is signed in (§3.1.2.2 MUST NOT)', async () => {
    const heddy = await createPerson(stage.admin, 'heddy');
    const { tokens } = await signInAt(stage, { client: shop, person: heddy });
    const { browser } = await signInAt(stage, { client: shop });
    const hint = { id_token_hint: tokens.id_token ?? '' };
    const silent = await browser.authorize(await parametersOf({ ...hint, prompt: 'none' }));
    expect(silent.searchParams.get('error')).toBe('login_required');
    expect((await browser.authorize(await parametersOf(hint))).pathname).toBe('/sign-in');
  });

  it('claims asked for by name come where they were asked for (§5.5)', async () => {
    const claims = JSON.stringify({
      id_token: { preferred_username: { essential: true }, unheard_of: null },
      userinfo: { name: null },
    });
    const { tokens, configuration } = await signInAt(stage, {
      client: shop,
      parameters: { scope: 'openid', claims },
    });
    expect(tokens.claims()).toMatchObject({ preferred_username: 'ada' });
    expect(tokens.claims()).not.toHaveProperty('unheard_of');
    const userinfo = await openid.fetchUserInfo(configuration, tokens.access_token, stage.ada.id);
    expect(userinfo).toEqual({ sub: stage.ada.id, name: 'ada' });
  });

  it('an essential acr that nobody reached is refused after the sign-in (§5.5.1.1)', async () => {
    const claims = JSON.stringify({
      id_token: { acr: { essential: true, values: ['urn:gatehouse:acr:none-such'] } },
    });
    const browser = createBrowserOf(stage);
    const page = await browser.authorize(await parametersOf({ claims }));
    const response = await browser.post(page, 'sign-in', {
      username: stage.ada.username,
      password: stage.ada.password,
    });
    const { location = '' } = (await response.json()) as { location?: string };
    expect(new URL(location).searchParams.get('error')).toBe('unmet_authentication_requirements');
  });
});

describe('pairwise subjects (OpenID Connect Core §8)', () => {
  const register = (redirectUri: string): Promise<TestClient> =>
    registerClient(stage.admin, {
      allowedScopes: SCOPES,
      redirectUris: [redirectUri],
      settings: { subjectType: 'pairwise' },
    });

  it('differ by sector, stay the same within one, and are the same at UserInfo and introspection', async () => {
    const [one, sibling, other] = await Promise.all(
      ['https://one.example/a', 'https://one.example/b', 'https://other.example/a'].map(register),
    );
    const subjects: (string | undefined)[] = [];
    for (const client of [one, sibling, other]) {
      if (client === undefined) throw new Error('not registered');
      const { tokens, configuration } = await signInAt(stage, { client });
      const subject = tokens.claims()?.sub ?? '';
      expect((await openid.fetchUserInfo(configuration, tokens.access_token, subject)).sub).toBe(subject);
      expect((await openid.tokenIntrospection(configuration, tokens.access_token)).sub).toBe(subject);
      // A JWT would tell the client how the APIs call the user.
      expect(tokens.access_token).not.toContain('.');
      subjects.push(subject);
    }
    expect(subjects[0]).toBe(subjects[1]);
    expect(subjects[0]).not.toBe(subjects[2]);
    expect(subjects).not.toContain(stage.ada.id);
  });
});
