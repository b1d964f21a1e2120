import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf } from '../fixtures/browser.js';
import {
  authorizationParameters,
  isActive,
  makePkce,
  obtainCode,
  obtainTokens,
  requestToken,
} from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

let stage: Stage;
beforeAll(async () => {
  // No grace: the second use of a refresh token is a replay at once.
  stage = await openStage({ env: { GATEHOUSE_REFRESH_GRACE_SECONDS: '0' } });
});
afterAll(stopAllGatehouses);

const refresh = (client: TestClient, refresh_token: unknown) =>
  requestToken(stage, client, { grant_type: 'refresh_token', refresh_token: String(refresh_token) });

describe.each([
  ['web', 'jwt'],
  ['web', 'opaque'],
  ['native', 'jwt'],
] as const)('replay (%s client, access tokens: %s)', (kind, accessTokenFormat) => {
  let client: TestClient;
  beforeAll(async () => {
    client = await registerClient(stage.admin, { kind, settings: { accessTokenFormat } });
  });

  it('of a code is refused, and ends all that came from it (RFC 9700 §4.2.4, RFC 6749 §4.1.2)', async () => {
    const { redemption } = await obtainCode(stage, { client });
    const first = await requestToken(stage, client, redemption);
    const second = await refresh(client, first.body['refresh_token']);
    expect(await requestToken(stage, client, redemption)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect(await isActive(stage, String(first.body['access_token']))).toBe(false);
    expect(await isActive(stage, String(second.body['access_token']))).toBe(false);
    expect(await refresh(client, second.body['refresh_token'])).toMatchObject({ status: 400 });
  });

  it('of a refresh token is refused, and ends its family (RFC 9700 §4.14.2 MUST)', async () => {
    const first = await obtainTokens(stage, { client });
    const second = await refresh(client, first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body['refresh_token']).not.toBe(first.refresh_token);
    expect(await refresh(client, first.refresh_token)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect(await refresh(client, second.body['refresh_token'])).toMatchObject({ status: 400 });
    expect(await isActive(stage, String(second.body['access_token']))).toBe(false);
  });
});

describe('a code that somebody else holds', () => {
  it('is worth nothing without the verifier, and cannot be used to log the owner out (RFC 9700 §4.5.3)', async () => {
    const { redemption } = await obtainCode(stage);
    const { body } = await requestToken(stage, stage.printShop, redemption);
    const stolen = { ...redemption, code_verifier: makePkce().verifier };
    expect(await requestToken(stage, stage.printShop, stolen)).toMatchObject({ status: 400 });
    const thief = await registerClient(stage.admin);
    expect(await requestToken(stage, thief, redemption)).toMatchObject({ status: 400 });
    expect(await isActive(stage, String(body['access_token']))).toBe(true);
  });
});

it('a verifier is refused where the authorization request had no challenge (RFC 9700 §4.8.2 MUST)', async () => {
  const client = await registerClient(stage.admin, {
    allowedScopes: ['openid', 'photos'],
    settings: { requiresPkce: false },
  });
  const { code, redemption } = await obtainCode(stage, {
    client,
    scope: 'openid',
    parameters: { code_challenge: undefined, code_challenge_method: undefined, nonce: 'n-0S6_WzA2Mj' },
  });
  const downgraded = await requestToken(stage, client, redemption);
  expect(downgraded.body['error']).toBe('invalid_grant');
  // What was refused has not burned the code.
  const { code_verifier: _, ...plain } = redemption;
  expect((await requestToken(stage, client, { ...plain, code })).status).toBe(200);
});

describe('the authorization endpoint', () => {
  it('leaves the port free to native apps alone (RFC 9700 §2.1 MUST)', async () => {
    const client = await registerClient(stage.admin, { redirectUris: ['http://localhost:4100/callback'] });
    const statusAt = async (redirect_uri: string): Promise<number> => {
      const parameters = authorizationParameters(client, makePkce().challenge, { redirect_uri });
      const query = new URLSearchParams(parameters).toString();
      return (await createBrowserOf(stage).fetch(`/oauth2/authorize?${query}`)).status;
    };
    expect(await statusAt('http://localhost:4100/callback')).toBe(303);
    expect(await statusAt('http://localhost:4101/callback')).toBe(400);
  });

  it('redirects with 303, so that no browser posts the password on (RFC 9700 §4.12)', async () => {
    const parameters = new URLSearchParams(authorizationParameters(stage.printShop, makePkce().challenge));
    const browser = createBrowserOf(stage);
    expect((await browser.fetch(`/oauth2/authorize?${parameters.toString()}`)).status).toBe(303);
    expect((await browser.fetch('/oauth2/authorize', { method: 'POST', body: parameters })).status).toBe(303);
  });

  it('is open to no script of another origin (RFC 9700 §2.6 MUST NOT)', async () => {
    const parameters = new URLSearchParams(authorizationParameters(stage.printShop, makePkce().challenge));
    const address = `/oauth2/authorize?${parameters.toString()}`;
    for (const method of ['GET', 'OPTIONS']) {
      const headers = { origin: 'https://evil.example', 'access-control-request-method': 'GET' };
      const response = await createBrowserOf(stage).fetch(address, { method, headers });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});

describe('the endpoints that machines call', () => {
  it.each(['/oauth2/token', '/oauth2/revoke', '/oauth2/introspect'])(
    '%s can be called by a single-page app of any origin, and never with cookies',
    async (path) => {
      const response = await fetch(stage.gatehouse.authUrl + path, {
        method: 'OPTIONS',
        headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
      });
      expect(response.status).toBe(204);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    },
  );
});
