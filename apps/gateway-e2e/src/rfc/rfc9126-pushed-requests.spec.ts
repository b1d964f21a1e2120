import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import * as openid from 'openid-client';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Browser, createBrowserOf, passThrough } from '../fixtures/browser.js';
import { type Answer, makePkce, postForm } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { discoverProvider } from '../openid/relying-party.js';

const PAR = '/oauth2/par';

let stage: Stage;
let client: TestClient;
let strict: TestClient;
let browser: Browser;

beforeAll(async () => {
  stage = await openStage();
  client = stage.printShop;
  strict = await registerClient(stage.admin, { settings: { requiresPushedRequest: true } });
  browser = createBrowserOf(stage);
});
afterAll(stopAllGatehouses);

const parametersOf = ({ redirectUri }: TestClient, changes: Readonly<Record<string, string>> = {}) => ({
  response_type: 'code',
  redirect_uri: redirectUri,
  scope: 'photos',
  state: 'pushed',
  code_challenge: makePkce().challenge,
  code_challenge_method: 'S256',
  ...changes,
});

const push = (changes: Readonly<Record<string, string>> = {}, who: TestClient = client): Promise<Answer> =>
  postForm(stage, PAR, parametersOf(who, changes), who);

async function pushed(
  who: TestClient = client,
  changes: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { status, body } = await push(changes, who);
  expect(status).toBe(201);
  return String(body['request_uri']);
}

/** What the browser gets at the authorization endpoint: a status, or where it is sent. */
async function open(requestUri: string, clientId: string, outer: Readonly<Record<string, string>> = {}) {
  const query = new URLSearchParams({ client_id: clientId, request_uri: requestUri, ...outer });
  const response = await browser.fetch(`/oauth2/authorize?${query.toString()}`);
  const location = response.headers.get('location');
  return { status: response.status, location: location === null ? undefined : new URL(location) };
}

describe('a pushed request (RFC 9126)', () => {
  it('made by openid-client leads to tokens, and its address says nothing (§4)', async () => {
    const configuration = await discoverProvider(stage, client);
    const { verifier, challenge } = makePkce();
    const address = await openid.buildAuthorizationUrlWithPAR(
      configuration,
      parametersOf(client, { code_challenge: challenge }),
    );
    expect([...address.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri']);
    const callback = await passThrough(browser, Object.fromEntries(address.searchParams), stage.ada);
    const tokens = await openid.authorizationCodeGrant(configuration, callback, {
      pkceCodeVerifier: verifier,
      expectedState: 'pushed',
    });
    expect(tokens.scope).toBe('photos');
  });

  it('is answered 201, not to be stored, with a name that cannot be guessed (§2.2)', async () => {
    const { status, headers, body } = await push();
    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      request_uri: expect.stringMatching(/^urn:ietf:params:oauth:request_uri:[\w-]{43}$/),
      expires_in: 60,
    });
  });

  it('is all that counts: what the address says besides is not looked at (§4)', async () => {
    const outer = { scope: 'prints', state: 'outside', redirect_uri: 'https://evil.example/' };
    const { location } = await open(await pushed(), client.clientId, outer);
    expect(location?.searchParams.get('state')).toBe('pushed');
    expect(location?.href).toContain(client.redirectUri);
  });

  it('is taken once, also by two browsers at once (§4)', async () => {
    const requestUri = await pushed();
    const answers = await Promise.all([1, 2, 3, 4].map(() => open(requestUri, client.clientId)));
    expect(answers.filter(({ location }) => location?.searchParams.has('code') === true)).toHaveLength(1);
    const { location } = await open(requestUri, client.clientId);
    expect(location?.searchParams.get('error')).toBe('invalid_request_uri');
  });

  it('of another client is not found, and stays for its own (§4)', async () => {
    const requestUri = await pushed();
    expect((await open(requestUri, strict.clientId)).location?.searchParams.get('error')).toBe(
      'invalid_request_uri',
    );
    expect((await open(requestUri, client.clientId)).location?.searchParams.has('code')).toBe(true);
  });

  it('is shown to nobody but its client: an address without client_id is a page, not a redirect', async () => {
    const response = await browser.fetch(`/oauth2/authorize?request_uri=${await pushed()}`);
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });

  it('may be longer than an address can be, and no longer than 64 kB', async () => {
    expect((await push({ ui_locales: 'de '.repeat(10_000) })).status).toBe(201);
    const { status, body } = await push({ ui_locales: 'de '.repeat(30_000) });
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  it('may be a request object (§3)', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256', use: 'sig' };
    const signing = await registerClient(stage.admin, {
      settings: { jwks: { keys: [jwk] }, requiresRequestObject: true, requiresPushedRequest: true },
    });
    const claims = { ...parametersOf(signing), client_id: signing.clientId };
    const sign = (changes: object): Promise<string> =>
      new SignJWT({ ...claims, ...changes })
        .setProtectedHeader({ alg: 'ES256', kid: 'k', typ: 'oauth-authz-req+jwt' })
        .setIssuer(signing.clientId)
        .setAudience(stage.gatehouse.issuer)
        .setExpirationTime('1 minute')
        .sign(privateKey);
    const good = await postForm(stage, PAR, { request: await sign({}) }, signing);
    expect(good.status).toBe(201);
    const answer = await passThrough(
      browser,
      { client_id: signing.clientId, request_uri: String(good.body['request_uri']) },
      stage.ada,
    );
    expect(answer.searchParams.has('code')).toBe(true);
    const forClient = await sign({ client_id: client.clientId });
    const other = await postForm(stage, PAR, { request: forClient }, signing);
    expect([other.status, other.body['error']]).toEqual([400, 'invalid_request_object']);
    const beside = await postForm(stage, PAR, { request: await sign({}), scope: 'prints' }, signing);
    expect([beside.status, beside.body['error']]).toEqual([400, 'invalid_request']);
    const unsigned = await push({}, signing);
    expect(unsigned.body['error_description']).toMatch(/signed request objects/);
  });
});

describe('what is pushed is judged at once (§2.1, §2.3)', () => {
  it.each([
    ['a redirect URI that is not registered', { redirect_uri: 'https://evil.example/' }, 'invalid_request'],
    ['a scope that the client may not have', { scope: 'admin' }, 'invalid_scope'],
    ['no PKCE', { code_challenge: '' }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a response type that there is not', { response_type: 'magic' }, 'unsupported_response_type'],
    ['a resource that it may not call', { resource: 'https://evil.example/' }, 'invalid_target'],
    ['a request_uri', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }, 'invalid_request'],
  ])('%s', async (_, changes, error) => {
    const { status, body } = await push(changes);
    expect([status, body['error']]).toEqual([400, error]);
  });

  it('credentials count as at the token endpoint (§2)', async () => {
    const wrong = { ...client, clientSecret: 'wrong' };
    expect((await push({}, wrong)).status).toBe(401);
    const nobody = await postForm(stage, PAR, { ...parametersOf(client), client_id: client.clientId });
    expect([nobody.status, nobody.body['error']]).toEqual([401, 'invalid_client']);
  });

  it('other methods are told which to use (§2.3)', async () => {
    const response = await fetch(stage.gatehouse.issuer + PAR);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  });
});

describe('a client that must push', () => {
  it('is refused when its browser brings the request (§6)', async () => {
    const answer = await browser.authorize({ client_id: strict.clientId, ...parametersOf(strict) });
    expect(answer.searchParams.get('error')).toBe('invalid_request');
    expect(answer.searchParams.get('error_description')).toMatch(/push/);
    expect(answer.searchParams.get('state')).toBe('pushed');
  });

  it('is served when it pushes', async () => {
    const requestUri = await pushed(strict);
    const answer = await passThrough(
      browser,
      { client_id: strict.clientId, request_uri: requestUri },
      stage.ada,
    );
    expect(answer.searchParams.has('code')).toBe(true);
  });
});

describe('a server where every client must push (§5)', () => {
  it('says so, refuses what browsers bring, and lets operators into the console', async () => {
    const other = await openStage({ env: { GATEHOUSE_REQUIRE_PUSHED_REQUESTS: 'true' } });
    const { issuer } = other.gatehouse;
    const metadata = await (await fetch(`${issuer}/.well-known/oauth-authorization-server`)).json();
    expect(metadata).toMatchObject({
      pushed_authorization_request_endpoint: `${issuer}/oauth2/par`,
      require_pushed_authorization_requests: true,
    });
    const visitor = createBrowserOf(other);
    const answer = await visitor.authorize({
      client_id: other.printShop.clientId,
      ...parametersOf(other.printShop),
    });
    expect(answer.searchParams.get('error')).toBe('invalid_request');
    const start = await fetch(`${other.gatehouse.adminUrl}/session/sign-in`, { redirect: 'manual' });
    const location = new URL(start.headers.get('location') ?? '');
    expect([...location.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri']);
    const page = await visitor.authorize(Object.fromEntries(location.searchParams));
    expect(page.pathname).toBe('/sign-in');
  });
});
