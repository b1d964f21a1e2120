import { decodeJwt } from 'jose';
import * as openid from 'openid-client';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf } from '../fixtures/browser.js';
import { configure } from '../fixtures/judges.js';
import {
  authorizationParameters,
  makePkce,
  obtainCode,
  obtainTokens,
  type Parameters,
  requestToken,
} from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

let stage: Stage;
let machine: TestClient;
const audiences = { photos: '', prints: '' };

beforeAll(async () => {
  stage = await openStage();
  for (const name of ['photos', 'prints'] as const) {
    const api = await stage.admin.post<{ readonly audience: string }>('/api/apis', {
      name,
      basePath: `/${name}`,
      targets: [{ url: 'http://127.0.0.1:9' }],
      routes: [{ methods: ['GET'], path: '/', access: 'scopes', scopes: [name], scopeMatch: 'all' }],
    });
    audiences[name] = api.audience;
  }
  machine = await registerClient(stage.admin, { kind: 'machine' });
});
afterAll(stopAllGatehouses);

const audienceOf = (token: unknown): unknown => decodeJwt(String(token)).aud;

const redeem = (parameters: Parameters) => requestToken(stage, stage.printShop, parameters);

const refresh = (token: unknown, parameters: Parameters) =>
  redeem({ grant_type: 'refresh_token', refresh_token: String(token), ...parameters });

describe('the token request (RFC 8707 §2.2)', () => {
  it('without a resource gives an access token for every API that uses its scopes', async () => {
    const { access_token: token } = await obtainTokens(stage, { scope: 'photos prints' });
    expect(audienceOf(token)).toEqual([audiences.photos, audiences.prints]);
  });

  it('restricts the audience, and the scopes to those that mean something there', async () => {
    const { redemption } = await obtainCode(stage, { scope: 'photos prints' });
    const { body } = await redeem({ ...redemption, resource: audiences.prints });
    expect(audienceOf(body['access_token'])).toBe(audiences.prints);
    expect(body['scope']).toBe('prints');
    // The refresh token keeps all that was granted.
    const again = await refresh(body['refresh_token'], { resource: audiences.photos });
    expect(audienceOf(again.body['access_token'])).toBe(audiences.photos);
  });

  it('where no granted scope means anything there is refused: no access token without a right', async () => {
    const { redemption } = await obtainCode(stage, { scope: 'photos' });
    const { status, body } = await redeem({ ...redemption, resource: audiences.prints });
    expect([status, body['error']]).toEqual([400, 'invalid_scope']);
  });

  it('works with client credentials, as openid-client sends them', async () => {
    const configuration = await configure(stage, machine);
    const tokens = await openid.clientCredentialsGrant(configuration, {
      scope: 'photos prints',
      resource: audiences.photos,
    });
    expect(audienceOf(tokens.access_token)).toBe(audiences.photos);
    expect(tokens.scope).toBe('photos');
  });

  it.each([
    ['an unknown one', 'https://elsewhere.example'],
    ['one with a fragment (§2 MUST NOT)', 'http://localhost/photos#a'],
    ['no absolute URI (§2 MUST)', '/photos'],
  ])('refuses %s: invalid_target', async (_, resource) => {
    const { status, body } = await requestToken(stage, machine, {
      grant_type: 'client_credentials',
      resource,
    });
    expect([status, body['error']]).toEqual([400, 'invalid_target']);
  });

  it('refuses the API of a scope that the client may not have', async () => {
    const narrow = await registerClient(stage.admin, { kind: 'machine', allowedScopes: ['photos'] });
    const ask = (resource: string) =>
      requestToken(stage, narrow, { grant_type: 'client_credentials', resource });
    expect((await ask(audiences.prints)).body['error']).toBe('invalid_target');
    expect((await ask(audiences.photos)).status).toBe(200);
  });

  it('takes resources that a client is registered for, and then no others', async () => {
    const resource = 'https://reports.example/v1';
    const client = await registerClient(stage.admin, {
      kind: 'machine',
      settings: { resources: [resource] },
    });
    const ask = (value: string) =>
      requestToken(stage, client, { grant_type: 'client_credentials', resource: value });
    expect(audienceOf((await ask(resource)).body['access_token'])).toBe(resource);
    expect((await ask(audiences.photos)).body['error']).toBe('invalid_target');
  });

  it('what it refused has not burned the code', async () => {
    const { redemption } = await obtainCode(stage, { scope: 'photos' });
    const refused = await redeem({ ...redemption, resource: 'https://elsewhere.example' });
    expect(refused.body['error']).toBe('invalid_target');
    expect((await redeem({ ...redemption, resource: audiences.photos })).status).toBe(200);
  });
});

describe('the authorization request (RFC 8707 §2.1)', () => {
  const authorize = (resource: string) =>
    createBrowserOf(stage).authorize(
      authorizationParameters(stage.printShop, makePkce().challenge, { scope: 'photos prints', resource }),
    );

  it('binds the grant: what is issued is for its resource, unless a token request names less', async () => {
    const { redemption } = await obtainCode(stage, {
      scope: 'photos prints',
      parameters: { resource: audiences.photos },
    });
    const { body } = await redeem(redemption);
    expect(audienceOf(body['access_token'])).toBe(audiences.photos);
    const again = await refresh(body['refresh_token'], {});
    expect(audienceOf(again.body['access_token'])).toBe(audiences.photos);
  });

  it('token requests cannot reach beyond it, with the code or with the refresh token: invalid_target', async () => {
    const { redemption } = await obtainCode(stage, {
      scope: 'photos prints',
      parameters: { resource: audiences.photos },
    });
    const beyond = await redeem({ ...redemption, resource: audiences.prints });
    expect(beyond.body['error']).toBe('invalid_target');
    const { body } = await redeem(redemption);
    const refused = await refresh(body['refresh_token'], { resource: audiences.prints });
    expect(refused.body['error']).toBe('invalid_target');
  });

  it('tells the client of a resource that is none: invalid_target at the redirect URI', async () => {
    const answer = await authorize('https://elsewhere.example');
    expect(answer.searchParams.get('error')).toBe('invalid_target');
    expect((await authorize(audiences.prints)).pathname).toBe('/sign-in');
  });
});
