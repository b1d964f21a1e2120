import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import * as openid from 'openid-client';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Browser, consent, createBrowserOf, passThrough, signIn } from '../fixtures/browser.js';
import { isActive, makePkce } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { discoverProvider, signInAt } from './relying-party.js';

const SCOPES = ['openid', 'profile', 'email', 'photos'];

let stage: Stage;
let hybrid: TestClient;
let legacy: TestClient;

beforeAll(async () => {
  stage = await openStage();
  hybrid = await registerClient(stage.admin, {
    allowedScopes: SCOPES,
    settings: { responseTypes: ['code', 'code id_token'] },
  });
  legacy = await registerClient(stage.admin, {
    allowedScopes: SCOPES,
    settings: {
      profile: 'legacy',
      grantTypes: ['implicit', 'authorization_code'],
      responseTypes: ['token', 'id_token', 'id_token token', 'code id_token token'],
    },
  });
});
afterAll(stopAllGatehouses);

const parametersOf = (client: TestClient, changes: Readonly<Record<string, string>>) => ({
  client_id: client.clientId,
  redirect_uri: client.redirectUri,
  scope: 'openid photos',
  state: 'af0ifjsldkj',
  nonce: 'n-0S6_WzA2Mj',
  code_challenge: makePkce().challenge,
  code_challenge_method: 'S256',
  ...changes,
});

const fragmentOf = ({ hash }: URL): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(hash.slice(1)));

const halfHash = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');

describe('the hybrid flow, as openid-client drives it (OpenID Connect Core §3.3)', () => {
  it('answers code and ID token in the fragment, bound to each other', async () => {
    const { callback, tokens } = await signInAt(stage, {
      client: hybrid,
      parameters: { response_type: 'code id_token' },
      extra: [openid.useCodeIdTokenResponseType],
    });
    expect(callback.search).toBe('');
    const { code = '', id_token: idToken = '', state = '' } = fragmentOf(callback);
    expect(decodeJwt(idToken)).toMatchObject({ c_hash: halfHash(code), s_hash: halfHash(state) });
    // §3.3.3.6: iss and sub "MUST be identical" in both ID Tokens.
    expect(tokens.claims()).toMatchObject({ sub: decodeJwt(idToken).sub, iss: stage.gatehouse.issuer });
  });

  it.each([
    ['response_mode=query', { response_mode: 'query' }, 'invalid_request'],
    ['no nonce', { nonce: '' }, 'invalid_request'],
    ['no openid', { scope: 'photos' }, 'invalid_scope'],
    ['no code_challenge', { code_challenge: '' }, 'invalid_request'],
  ])('is refused with %s, in the fragment', async (_, changes, error) => {
    const parameters = parametersOf(hybrid, { response_type: 'code id_token', ...changes });
    const callback = await createBrowserOf(stage).authorize(parameters);
    const answer = callback.hash === '' ? Object.fromEntries(callback.searchParams) : fragmentOf(callback);
    expect(answer).toMatchObject({ error, state: 'af0ifjsldkj', iss: stage.gatehouse.issuer });
    expect(answer).not.toHaveProperty('id_token');
  });
});

describe('the implicit grant: legacy, and off by default (RFC 6749 §4.2, RFC 9700 §2.1.2)', () => {
  it.each(['token', 'id_token', 'id_token token'])('%s is refused to a client without it', async (type) => {
    const callback = await createBrowserOf(stage).authorize(parametersOf(hybrid, { response_type: type }));
    expect(fragmentOf(callback)).toMatchObject({ error: 'unauthorized_client' });
  });

  it('answers an access token in the fragment, with its lifetime and scope, and no refresh token (§4.2.2 MUST NOT)', async () => {
    const parameters = parametersOf(legacy, { response_type: 'token', scope: 'photos' });
    const answer = fragmentOf(await passThrough(createBrowserOf(stage), parameters, stage.ada));
    expect(answer).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: '3600',
      scope: 'photos',
      state: 'af0ifjsldkj',
      iss: stage.gatehouse.issuer,
    });
    expect(await isActive(stage, answer['access_token'] ?? '')).toBe(true);
    expect(stage.gatehouse.logs()).toMatch(/legacy grant used.*implicit/);
  });

  it('answers an ID token alone, with the claims of the scopes (OpenID Connect Core §5.4), as openid-client checks it', async () => {
    const configuration = await discoverProvider(stage, legacy, [openid.useIdTokenResponseType]);
    const parameters = parametersOf(legacy, { response_type: 'id_token', scope: 'openid profile' });
    const callback = await passThrough(createBrowserOf(stage), parameters, stage.ada);
    const claims = await openid.implicitAuthentication(configuration, callback, 'n-0S6_WzA2Mj', {
      expectedState: 'af0ifjsldkj',
    });
    expect(claims).toMatchObject({ sub: stage.ada.id, name: 'ada', nonce: 'n-0S6_WzA2Mj' });
    expect(claims).not.toHaveProperty('at_hash');
  });

  it('binds the ID token to the access token beside it (§3.2.2.9 at_hash REQUIRED)', async () => {
    const parameters = parametersOf(legacy, { response_type: 'token id_token' });
    const answer = fragmentOf(await passThrough(createBrowserOf(stage), parameters, stage.ada));
    const { at_hash: hash } = decodeJwt(answer['id_token'] ?? '');
    expect(hash).toBe(halfHash(answer['access_token'] ?? ''));
  });

  it('answers all three parts at once (Multiple Response Types §5)', async () => {
    const parameters = parametersOf(legacy, { response_type: 'code id_token token' });
    const answer = fragmentOf(await passThrough(createBrowserOf(stage), parameters, stage.ada));
    expect(Object.keys(answer)).toEqual(expect.arrayContaining(['code', 'id_token', 'access_token']));
  });
});

describe('a client (Multiple Response Types §2)', () => {
  it.each(['code id_token', 'id_token', 'code token'])(
    'gets no %s where it is registered for code alone',
    async (type) => {
      const client = await registerClient(stage.admin, {
        allowedScopes: SCOPES,
        settings: { profile: 'legacy', grantTypes: ['authorization_code', 'implicit'] },
      });
      const parameters = parametersOf(client, { response_type: type });
      const callback = await createBrowserOf(stage).authorize(parameters);
      expect(fragmentOf(callback)).toMatchObject({ error: 'unauthorized_client' });
    },
  );

  it('may write the parts in any order', async () => {
    const parameters = parametersOf(hybrid, { response_type: 'id_token code' });
    const answer = fragmentOf(await passThrough(createBrowserOf(stage), parameters, stage.ada));
    expect(Object.keys(answer)).toEqual(expect.arrayContaining(['code', 'id_token']));
  });
});

describe('form_post (OAuth 2.0 Form Post Response Mode)', () => {
  const inputsOf = (html: string): Record<string, string> =>
    Object.fromEntries(
      [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(
        ([, name = '', value = '']) => [name, value],
      ),
    );
  const parameters = () => parametersOf(hybrid, { response_type: 'code', response_mode: 'form_post' });

  async function openForm(browser: Browser): Promise<Response> {
    const page = await browser.authorize(parameters());
    const location = (await signIn(browser, page, stage.ada)) ?? (await consent(browser, page));
    return browser.fetch(location.href);
  }

  it('is a page that sends the answer to the client alone, and nothing else (§2)', async () => {
    const response = await openForm(createBrowserOf(stage));
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).toContain(
      'form-action https://print.example https:;',
    );
    const html = await response.text();
    expect(html).toContain('<form method="post" action="https://print.example/callback">');
    expect(inputsOf(html)).toEqual({
      code: expect.any(String),
      state: 'af0ifjsldkj',
      iss: stage.gatehouse.issuer,
    });
  });

  it('is shown at once where nobody must be asked, and escapes what the client sent', async () => {
    const browser = createBrowserOf(stage);
    await openForm(browser);
    const query = new URLSearchParams({ ...parameters(), state: '"><script>alert(1)</script>' });
    const html = await (await browser.fetch(`/oauth2/authorize?${query.toString()}`)).text();
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&quot;&gt;&lt;script&gt;');
  });

  it('is given once, and to the browser that it belongs to', async () => {
    const browser = createBrowserOf(stage);
    const page = await browser.authorize(parameters());
    const location = (await signIn(browser, page, stage.ada)) ?? (await consent(browser, page));
    expect((await createBrowserOf(stage).fetch(location.href)).status).toBe(410);
    expect((await browser.fetch(location.href)).status).toBe(200);
    expect((await browser.fetch(location.href)).status).toBe(410);
  });
});

describe('signed answers (JARM), as openid-client checks them', () => {
  it('carry a code', async () => {
    const { callback, tokens } = await signInAt(stage, {
      client: hybrid,
      parameters: { response_mode: 'jwt' },
      extra: [openid.useJwtResponseMode],
      metadata: { authorization_signed_response_alg: 'ES256' },
    });
    expect([...callback.searchParams.keys()]).toEqual(['response']);
    expect(tokens.claims()?.sub).toBe(stage.ada.id);
  });

  it('carry refusals, too', async () => {
    const parameters = parametersOf(hybrid, { response_type: 'code', response_mode: 'jwt', prompt: 'none' });
    const callback = await createBrowserOf(stage).authorize(parameters);
    expect(decodeJwt(callback.searchParams.get('response') ?? '')).toMatchObject({
      error: 'login_required',
      aud: hybrid.clientId,
      iss: stage.gatehouse.issuer,
      state: 'af0ifjsldkj',
    });
  });

  it('are never a query where tokens are inside (JARM §2.3.1)', async () => {
    const parameters = parametersOf(hybrid, { response_type: 'code id_token', response_mode: 'query.jwt' });
    const callback = await createBrowserOf(stage).authorize(parameters);
    expect(decodeJwt(callback.searchParams.get('response') ?? '')).toMatchObject({
      error: 'invalid_request',
    });
  });
});
