import type { UpdateClient } from '@gatehouse/dto';
import { decodeJwt } from 'jose';
import * as openid from 'openid-client';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { configure } from '../fixtures/judges.js';
import { isActive, obtainCode, obtainTokens, postForm, requestToken } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

let stage: Stage;
const audiences: Record<string, string> = {};

beforeAll(async () => {
  stage = await openStage();
  for (const name of ['photos', 'prints']) {
    const api = await stage.admin.post<{ readonly audience: string }>('/api/apis', {
      name,
      basePath: `/${name}`,
      upstreamUrl: 'http://127.0.0.1:9',
      routes: [{ methods: ['GET'], path: '/', access: 'scopes', scopes: [name], scopeMatch: 'all' }],
    });
    audiences[name] = api.audience;
  }
});
afterAll(stopAllGatehouses);

const register = (settings: UpdateClient): Promise<TestClient> => registerClient(stage.admin, { settings });

const refresh = (client: TestClient, token: string) =>
  requestToken(stage, client, { grant_type: 'refresh_token', refresh_token: token });

describe('refresh tokens (RFC 6749 §6)', () => {
  it('rotate by default: each is used once', async () => {
    const { refresh_token: token } = await obtainTokens(stage);
    const { body } = await refresh(stage.printShop, token);
    expect(body['refresh_token']).not.toBe(token);
  });

  it('are kept where the client is set so: the same one works again and again', async () => {
    const client = await register({ refreshTokenMode: 'keep', refreshTokenIdleSeconds: 600 });
    const { refresh_token: token } = await obtainTokens(stage, { client });
    for (let count = 0; count < 3; count += 1) {
      const { status, body } = await refresh(client, token);
      expect(status).toBe(200);
      expect(body).toMatchObject({ refresh_token: token, refresh_token_expires_in: 600, scope: 'photos' });
    }
    await postForm(stage, '/oauth2/revoke', { token }, client);
    expect((await refresh(client, token)).body['error']).toBe('invalid_grant');
  });

  it('do not exist where the client is set so', async () => {
    const client = await register({ refreshTokenMode: 'none' });
    const tokens = await obtainTokens(stage, { client });
    expect(tokens).not.toHaveProperty('refresh_token');
    expect(tokens.scope).toBe('photos');
  });
});

describe('extra claims of access tokens', () => {
  const accessTokenClaims = {
    tenant: 'prints',
    login: '{user.username}',
    who: '{user.name} of {client.application}',
    nothing: '{user.nickname}',
    sub: 'somebody else',
    scope: 'gatehouse.write',
  };

  it('are in a JWT, and never in the place of a claim of ours', async () => {
    const client = await register({ accessTokenClaims });
    const { access_token: token, refresh_token: refreshToken } = await obtainTokens(stage, { client });
    const expected = {
      tenant: 'prints',
      login: 'ada',
      who: 'ada of Print Shop',
      sub: stage.ada.id,
      scope: 'photos',
    };
    expect(decodeJwt(token)).toMatchObject(expected);
    expect(decodeJwt(token)).not.toHaveProperty('nothing');
    const { body } = await refresh(client, refreshToken);
    expect(decodeJwt(String(body['access_token']))).toMatchObject(expected);
  });

  it('are told by introspection of an opaque one', async () => {
    const client = await register({ accessTokenClaims, accessTokenFormat: 'opaque' });
    const { access_token: token } = await obtainTokens(stage, { client });
    const { body } = await postForm(stage, '/oauth2/introspect', { token }, client);
    expect(body).toMatchObject({ tenant: 'prints', login: 'ada', sub: stage.ada.id, scope: 'photos' });
  });

  it.each([
    ['a name that is none', { 'a b': 'x' }],
    ['a value that is no text', { a: 7 }],
    ['a list', ['a']],
  ])('refuse %s before it is saved', async (_, claims) => {
    const path = `/api/applications/${stage.printShop.applicationId}/clients/${stage.printShop.clientId}`;
    const { status, body } = await stage.admin.request('PATCH', path, { accessTokenClaims: claims });
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ field: 'accessTokenClaims' }] });
  });
});

describe('resource indicators (RFC 8707)', () => {
  const audienceOf = (token: unknown): unknown => decodeJwt(String(token)).aud;

  it('without one, an access token is for every API that uses its scopes', async () => {
    const { access_token: token } = await obtainTokens(stage, { scope: 'photos prints' });
    expect(audienceOf(token)).toEqual([audiences['photos'], audiences['prints']]);
  });

  it('restrict the audience, and the scopes to those that mean something there (§2.2)', async () => {
    const { redemption } = await obtainCode(stage, { scope: 'photos prints' });
    const { body } = await requestToken(stage, stage.printShop, {
      ...redemption,
      resource: audiences['prints'],
    });
    expect(audienceOf(body['access_token'])).toBe(audiences['prints']);
    expect(body['scope']).toBe('prints');
    // The refresh token keeps all that was granted (§2.2).
    const again = await requestToken(stage, stage.printShop, {
      grant_type: 'refresh_token',
      refresh_token: String(body['refresh_token']),
      resource: audiences['photos'],
    });
    expect(audienceOf(again.body['access_token'])).toBe(audiences['photos']);
  });

  it('work with client credentials, as openid-client sends them', async () => {
    const machine = await registerClient(stage.admin, { kind: 'machine' });
    const configuration = await configure(stage, machine);
    const tokens = await openid.clientCredentialsGrant(configuration, {
      scope: 'photos prints',
      resource: audiences['photos'] ?? '',
    });
    expect(audienceOf(tokens.access_token)).toBe(audiences['photos']);
    expect(tokens.scope).toBe('photos');
  });

  it.each([
    ['an unknown one', 'https://elsewhere.example'],
    ['one with a fragment (§2 MUST NOT)', 'http://localhost/photos#a'],
    ['no absolute URI (§2 MUST)', '/photos'],
  ])('refuse %s: invalid_target', async (_, resource) => {
    const machine = await registerClient(stage.admin, { kind: 'machine' });
    const { body } = await requestToken(stage, machine, { grant_type: 'client_credentials', resource });
    expect(body['error']).toBe('invalid_target');
  });
});

describe('token information, for the holder of an access token', () => {
  const ask = (token: string | undefined, query = '') =>
    fetch(`${stage.gatehouse.issuer}/oauth2/tokeninfo${query}`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });

  it.each(['jwt', 'opaque'] as const)('says what it may do and how long (%s)', async (accessTokenFormat) => {
    const client = await register({ accessTokenFormat });
    const { access_token: token } = await obtainTokens(stage, { client });
    const response = await ask(token);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      client_id: client.clientId,
      user_id: stage.ada.id,
      audience: audiences['photos'],
      scope: 'photos',
      token_type: 'Bearer',
      expires_in: expect.any(Number),
    });
  });

  it('is not for anybody else: without the access token itself, or with one that is dead', async () => {
    expect((await ask(undefined)).status).toBe(401);
    const { access_token: token } = await obtainTokens(stage);
    expect((await ask(undefined, `?access_token=${token}`)).status).toBe(400);
    await postForm(stage, '/oauth2/revoke', { token }, stage.printShop);
    expect((await ask(token)).status).toBe(401);
    expect(await isActive(stage, token)).toBe(false);
  });
});
