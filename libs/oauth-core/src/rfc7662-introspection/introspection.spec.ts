import type { Client } from '../kernel/client.js';
import { OAuthError } from '../kernel/oauth-error.js';
import {
  aClient,
  aPublicClient,
  aDirectory,
  anEndpointRequest,
  basicCredentials,
  CLIENT_SECRET,
  createTestPlane,
  ISSUER,
} from '../testing/index.js';
import { createIntrospection, type IntrospectionResponse } from './introspection.js';

const api = aClient({ clientId: 'photo-api', grantTypes: new Set() });

function createStage(client: Client = aClient()) {
  const plane = createTestPlane({ client });
  const directory = aDirectory({ clients: [client, api, aPublicClient()] });
  const send = createIntrospection({
    ...plane,
    currentDirectory: () => directory,
    refreshTokens: plane.stores.refreshTokens,
  });
  const answer = async (authorization: string | undefined, body: string): Promise<IntrospectionResponse> => {
    const { type, text } = await send(anEndpointRequest(authorization, body));
    if (type !== 'application/json') throw new Error(`answered ${type}`);
    return JSON.parse(text) as IntrospectionResponse;
  };
  const introspect = (token: string, clientId = 'photo-api'): Promise<IntrospectionResponse> =>
    answer(basicCredentials(clientId), `token=${encodeURIComponent(token)}`);
  return { plane, answer, introspect };
}

describe.each(['jwt', 'opaque'] as const)('introspection of an access token (%s)', (accessTokenFormat) => {
  const client = aClient({ accessTokenFormat });

  it('says what a resource server must know (RFC 7662 §2.2), also when asked again', async () => {
    const { plane, introspect } = createStage(client);
    const { access_token } = await plane.redeemNewCode({ userId: 'b2a1c3d4-0000-4000-8000-000000000009' });
    const expected = {
      active: true,
      scope: 'photos',
      client_id: 'print-shop',
      token_type: 'Bearer',
      exp: plane.world.now() / 1000 + 3600,
      iat: plane.world.now() / 1000,
      sub: 'b2a1c3d4-0000-4000-8000-000000000009',
      aud: 'https://api.example/flickr',
      iss: ISSUER,
      jti: expect.any(String),
      auth_time: expect.any(Number),
    };
    expect(await introspect(access_token)).toEqual(expected);
    expect(await introspect(access_token)).toEqual(expected);
  });

  it('lets no claim template stand in for what the access token has not', async () => {
    const accessTokenClaims = { acr: 'high', act: 'boss', cnf: 'any', may_act: 'all', department: 'prints' };
    const { plane, introspect } = createStage({ ...client, accessTokenClaims });
    const { access_token } = await plane.redeemNewCode();
    const told = await introspect(access_token);
    expect(told).toMatchObject({ active: true, department: 'prints' });
    for (const member of ['acr', 'act', 'cnf', 'may_act']) expect(told).not.toHaveProperty(member);
  });

  it('says active: false and nothing else of one that has expired (RFC 7662 §2.2 SHOULD NOT)', async () => {
    const { plane, introspect } = createStage(client);
    const { access_token } = await plane.redeemNewCode();
    await introspect(access_token);
    plane.world.advanceSeconds(3600);
    expect(await introspect(access_token)).toEqual({ active: false });
  });

  it('says active: false and nothing else of one that was revoked', async () => {
    const { plane, introspect } = createStage(client);
    const { access_token } = await plane.redeemNewCode();
    const { tokenId, expiresAt } = await plane.verifier.verify(access_token);
    await plane.stores.revocations.revokeAccessToken(tokenId, expiresAt, 'client');
    expect(await introspect(access_token)).toEqual({ active: false });
  });
});

describe('introspection of a refresh token', () => {
  it('answers its own client, without a token_type: it is no bearer token', async () => {
    const { plane, introspect } = createStage();
    const { refresh_token = '' } = await plane.redeemNewCode();
    expect(await introspect(refresh_token, 'print-shop')).toEqual({
      active: true,
      scope: 'photos',
      client_id: 'print-shop',
      exp: plane.world.now() / 1000 + 43_200,
      iat: plane.world.now() / 1000,
      sub: expect.any(String),
      iss: ISSUER,
    });
  });

  it('tells nobody else: a refresh token has no business at a resource server', async () => {
    const { plane, introspect } = createStage();
    const { refresh_token = '' } = await plane.redeemNewCode();
    expect(await introspect(refresh_token)).toEqual({ active: false });
  });

  it.each([
    [
      'rotated',
      (plane: ReturnType<typeof createTestPlane>, refresh_token: string) =>
        plane.request('refresh_token', { refresh_token }),
    ],
    [
      'expired',
      (plane: ReturnType<typeof createTestPlane>) => {
        plane.world.advanceSeconds(43_200);
        return Promise.resolve();
      },
    ],
  ])('one that is %s is inactive', async (_, end) => {
    const { plane, introspect } = createStage();
    const { refresh_token = '' } = await plane.redeemNewCode();
    await end(plane, refresh_token);
    expect(await introspect(refresh_token, 'print-shop')).toEqual({ active: false });
  });
});

describe('who may ask, and how', () => {
  it('unknown ones are inactive, not an error (RFC 7662 §2.2)', async () => {
    expect(await createStage().introspect('unknown')).toEqual({ active: false });
    expect(await createStage().introspect('not.a.jwt')).toEqual({ active: false });
  });

  it('asking takes client authentication (RFC 7662 §2.1 MUST)', async () => {
    await expect(createStage().answer(undefined, 'token=x')).rejects.toThrow(/^invalid_client/);
    await expect(
      createStage().answer(basicCredentials('photo-api', `${CLIENT_SECRET}x`), 'token=x'),
    ).rejects.toThrow(/^invalid_client/);
  });

  it('a public client may not ask: anybody could pretend to be it', async () => {
    await expect(createStage().answer(undefined, 'client_id=phone-app&token=x')).rejects.toThrow(
      /^unauthorized_client/,
    );
  });

  it('token is required (RFC 7662 §2.1)', async () => {
    await expect(createStage().answer(basicCredentials(), '')).rejects.toThrow(
      /^invalid_request: .*token is missing/,
    );
  });

  it('an answer that cannot be had is not "inactive": a resource server would turn a good caller away', async () => {
    const { plane } = createStage();
    const unavailable = new OAuthError('temporarily_unavailable', 'Try again.');
    const answer = createIntrospection({
      ...plane,
      currentDirectory: () => plane.directory,
      verifier: { ...plane.verifier, verify: () => Promise.reject(unavailable) },
      refreshTokens: plane.stores.refreshTokens,
    });
    await expect(answer(anEndpointRequest(basicCredentials(), 'token=x'))).rejects.toBe(unavailable);
  });
});
