import type { ClientEdit } from '@gatehouse/dto';
import { decodeJwt } from 'jose';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
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
      targets: [{ url: 'http://127.0.0.1:9' }],
      routes: [{ methods: ['GET'], path: '/', access: 'scopes', scopes: [name], scopeMatch: 'all' }],
    });
    audiences[name] = api.audience;
  }
});
afterAll(stopAllGatehouses);

const register = (settings: ClientEdit): Promise<TestClient> => registerClient(stage.admin, { settings });

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

  it('carry what the authorization request said in a parameter of its own (RFC 6749 §8.2), refreshed too', async () => {
    const client = await register({
      accessTokenClaims: { tenant: 't-{request.tenant}', shop: '{request.shop}' },
    });
    const parameters = { tenant: 'blue', unheard: 'x' };
    const { access_token: token, refresh_token: refreshToken } = await obtainTokens(stage, {
      client,
      parameters,
    });
    expect(decodeJwt(token)).toMatchObject({ tenant: 't-blue' });
    expect(decodeJwt(token)).not.toHaveProperty('shop');
    const { body } = await refresh(client, refreshToken);
    expect(decodeJwt(String(body['access_token']))).toMatchObject({ tenant: 't-blue' });
    const { access_token: other } = await obtainTokens(stage, { client });
    expect(decodeJwt(other)).toMatchObject({ tenant: 't-' });
  });

  it('refuse a request whose own parameter is too long', async () => {
    const client = await register({ accessTokenClaims: { tenant: '{request.tenant}' } });
    const parameters = { tenant: 'x'.repeat(501) };
    await expect(obtainCode(stage, { client, parameters })).rejects.toThrow(/error=invalid_request/);
  });

  it.each([
    ['a name that is none', { 'a b': 'x' }],
    ['a parameter of OAuth itself', { a: '{request.client_secret}' }],
    ['one in other letters', { a: '{request.Code_Challenge}' }],
    ['a value that is no text', { a: 7 }],
    ['a list', ['a']],
  ])('refuse %s before it is saved', async (_, claims) => {
    const path = `/api/applications/${stage.printShop.applicationId}/clients/${stage.printShop.clientId}`;
    const { status, body } = await stage.admin.request('PATCH', path, {
      version: 1,
      accessTokenClaims: claims,
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ field: 'accessTokenClaims' }] });
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
