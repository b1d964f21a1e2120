import { generateKeyPairSync } from 'node:crypto';
import type { ProviderDetail, ProviderTest } from '@gatehouse/dto';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { PRIVATE_ADDRESSES } from '../fixtures/assertions.js';
import { type OutsideProvider, passOutside } from '../fixtures/outside-provider.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { call } from '../gateway/gateway-stage.js';
import { stopAllUpstreams, type Upstream } from '../gateway/upstream.js';
import {
  addProvider,
  describeProvider,
  lastToken,
  MACHINE,
  publishFor,
  startProtectedUpstream,
  startProvider,
} from './fixtures.js';

const KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PRIVATE_KEY = KEY.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

let stage: Stage;
let outside: OutsideProvider;
let upstream: Upstream;
const providers: OutsideProvider[] = [];

/** A provider of a test's own. */
async function start(
  options: Parameters<typeof startProvider>[0] = {},
): Promise<[OutsideProvider, Upstream]> {
  const started = await startProvider(options);
  providers.push(started);
  return [started, await startProtectedUpstream(started)];
}

beforeAll(async () => {
  stage = await openStage(PRIVATE_ADDRESSES);
  [outside, upstream] = await start({
    clients: () => [
      MACHINE,
      { ...MACHINE, client_id: 'narrow', scope: 'openid' },
      { ...MACHINE, client_id: 'poster', token_endpoint_auth_method: 'client_secret_post' },
      {
        ...MACHINE,
        client_id: 'connector',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [`${stage.gatehouse.adminUrl}/providers/callback`],
        response_types: ['code'],
      },
    ],
  });
});
afterAll(async () => {
  for (const provider of providers) provider.close();
  stopAllUpstreams();
  await stopAllGatehouses();
});

const get = (id: string): Promise<ProviderDetail> => stage.admin.get(`/api/providers/${id}`);

/** A provider as it could be sent back, without its secrets. */
async function renewed(id: string): Promise<ReturnType<typeof describeProvider> & { version: number }> {
  const { name, version } = await get(id);
  const { clientSecret: _, ...input } = describeProvider(outside, { name });
  return { ...input, version };
}

describe('a connection that an operator makes', () => {
  const connect = async (): Promise<{ id: string; location: string; cookie: string }> => {
    const { id } = await addProvider(stage, outside, {
      flow: 'authorization_code',
      clientId: 'connector',
      scopes: ['openid', 'offline_access'],
    });
    const { status, body, headers } = await stage.admin.request<{ location: string }>(
      'POST',
      `/api/providers/${id}/connection`,
      {},
    );
    expect(status).toBe(200);
    return {
      id,
      location: `${body.location}&prompt=consent`,
      cookie: headers.get('set-cookie')?.split(';')[0] ?? '',
    };
  };
  const comeBack = (address: URL, cookie: string): Promise<Response> =>
    fetch(address, { redirect: 'manual', headers: { cookie } });

  it('is by code, PKCE and state; its refresh token rotates, and the newest one is kept', async () => {
    const { id, location, cookie } = await connect();
    expect(new URL(location).searchParams.get('code_challenge_method')).toBe('S256');
    const callback = await passOutside(outside, location, 'operator');
    const end = await comeBack(callback, cookie);
    expect(end.headers.get('location')).toBe(`/providers/${id}?connection=connected`);
    const { basePath } = await publishFor(stage, upstream, id);
    expect((await call(stage, `${basePath}/a`)).status).toBe(200);
    const first = lastToken(upstream);
    for (let round = 0; round < 2; round += 1) {
      const test = await stage.admin.post<ProviderTest>(`/api/providers/${id}/test`, {});
      expect(test).toMatchObject({ isFetched: true });
    }
    expect((await call(stage, `${basePath}/a`)).status).toBe(200);
    expect(lastToken(upstream)).not.toBe(first);
  });

  it('ends once, in the browser that began it', async () => {
    const { id, location, cookie } = await connect();
    const callback = await passOutside(outside, location, 'operator');
    expect((await comeBack(callback, '')).headers.get('location')).toBe('/providers?connection=expired');
    const other = await connect();
    expect((await comeBack(callback, other.cookie)).headers.get('location')).toBe(
      `/providers/${other.id}?connection=refused`,
    );
    expect((await comeBack(callback, cookie)).headers.get('location')).toBe(
      `/providers/${id}?connection=connected`,
    );
    expect((await comeBack(callback, cookie)).headers.get('location')).toBe(
      `/providers/${id}?connection=expired`,
    );
  });

  it("is not made with another issuer's answer (RFC 9207 §2.4)", async () => {
    const { id, location, cookie } = await connect();
    const callback = await passOutside(outside, location, 'operator');
    callback.searchParams.set('iss', 'https://mix-up.example');
    expect((await comeBack(callback, cookie)).headers.get('location')).toBe(
      `/providers/${id}?connection=refused`,
    );
    expect((await get(id)).status.state).toBe('failing');
  });
});

describe('a provider profile', () => {
  it('loses its tokens when it is changed, and keeps them when it is only renamed', async () => {
    const { id } = await addProvider(stage, outside);
    await stage.admin.post(`/api/providers/${id}/test`, {});
    await stage.admin.put(`/api/providers/${id}`, { ...(await renewed(id)), name: 'Renamed' });
    expect((await get(id)).status.state).toBe('ready');
    await stage.admin.put(`/api/providers/${id}`, { ...(await renewed(id)), audience: 'urn:other' });
    expect((await get(id)).status).toMatchObject({ state: 'waiting', expiresAt: null });
  });

  it('stays while an API uses it, and is gone with its tokens afterwards', async () => {
    const { id } = await addProvider(stage, outside);
    const api = await publishFor(stage, upstream, id);
    expect(await stage.admin.request('DELETE', `/api/providers/${id}`)).toMatchObject({ status: 409 });
    await stage.admin.delete(`/api/apis/${api.id}`);
    await stage.admin.delete(`/api/providers/${id}`);
    expect(await stage.admin.request('GET', `/api/providers/${id}`)).toMatchObject({ status: 404 });
  });

  it.each([
    ['no issuer and no token endpoint', { issuer: null }, 'issuer'],
    ['a secret that is missing', { clientSecret: undefined }, 'clientSecret'],
    ['a key that is none', { authenticationMethod: 'private_key_jwt', privateKey: 'key' }, 'privateKey'],
    ['client credentials of nobody', { authenticationMethod: 'none' }, 'authenticationMethod'],
    ['a refresh token that is missing', { flow: 'refresh_token' }, 'refreshToken'],
    ['an address with credentials', { issuer: 'https://a:b@idp.example' }, 'issuer'],
    ['scopes with a space', { scopes: ['a b'] }, 'scopes'],
  ] as const)('is refused with %s', async (_, changes, field) => {
    const input = { ...describeProvider(outside), ...changes };
    const { status, body } = await stage.admin.request<{ errors: { field: string }[] }>(
      'POST',
      '/api/providers',
      input,
    );
    expect(status).toBe(400);
    expect(body.errors.map((error) => error.field)).toContain(field);
  });
});

describe('a key of its own', () => {
  // Another Gatehouse stands for the provider here: it holds assertions to the letter.
  const enrol = (changes: object): Promise<TestClient> =>
    registerClient(stage.admin, {
      kind: 'machine',
      name: 'The gateway itself',
      settings: { jwks: { keys: [{ ...KEY.publicKey.export({ format: 'jwk' }), kid: 'ours' }] }, ...changes },
    });

  it('proves who the gateway is (private_key_jwt, RFC 7523 §2.2)', async () => {
    const { clientId } = await enrol({ tokenEndpointAuthMethod: 'private_key_jwt' });
    const { id } = await addProvider(stage, outside, {
      issuer: stage.gatehouse.issuer,
      clientId,
      authenticationMethod: 'private_key_jwt',
      privateKey: PRIVATE_KEY,
      keyId: 'ours',
    });
    const test = await stage.admin.post<ProviderTest>(`/api/providers/${id}/test`, {});
    expect(test).toMatchObject({ isFetched: true });
  });

  it('vouches for a user (JWT bearer, RFC 7523 §2.1)', async () => {
    const { clientId, clientSecret = '' } = await enrol({
      grantTypes: ['urn:ietf:params:oauth:grant-type:jwt-bearer'],
      mayAssertUsers: true,
    });
    const { id } = await addProvider(stage, outside, {
      flow: 'jwt_bearer',
      issuer: stage.gatehouse.issuer,
      clientId,
      clientSecret,
      privateKey: PRIVATE_KEY,
      keyId: 'ours',
      subject: stage.ada.username,
      scopes: ['photos'],
    });
    const test = await stage.admin.post<ProviderTest>(`/api/providers/${id}/test`, {});
    expect(test.explanation).toBe('The provider gave an access token.');
  });
});
