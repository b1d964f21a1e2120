import { OAuthError } from '../kernel/oauth-error.js';
import {
  aClient,
  aDirectory,
  anEndpointRequest,
  basicCredentials,
  createTestPlane,
  type TestPlane,
} from '../testing/index.js';
import { createRevocation } from './revocation.js';

const thief = aClient({ clientId: 'thief' });

function createStage(client = aClient()) {
  const plane = createTestPlane({ client });
  const directory = aDirectory({ clients: [client, thief] });
  const { verifier, stores, authenticate } = plane;
  const send = createRevocation({ currentDirectory: () => directory, verifier, stores, authenticate });
  const answer = (authorization: string | undefined, body: string): Promise<void> =>
    send(anEndpointRequest(authorization, body));
  const revoke = (token: string, { clientId = 'print-shop', hint = '' } = {}): Promise<void> =>
    answer(basicCredentials(clientId), `token=${token}${hint}`);
  return { plane, answer, revoke };
}

const isAlive = (plane: TestPlane, accessToken: string): Promise<boolean> =>
  plane.verifier.verify(accessToken).then(
    () => true,
    () => false,
  );

describe.each(['jwt', 'opaque'] as const)('revoking (access tokens: %s)', (accessTokenFormat) => {
  const client = aClient({ accessTokenFormat });

  it('a refresh token kills it and every access token of its grant (RFC 7009 §2.1 MUST/SHOULD)', async () => {
    const { plane, revoke } = createStage(client);
    const { access_token, refresh_token = '' } = await plane.redeemNewCode();
    await revoke(refresh_token);
    expect(await isAlive(plane, access_token)).toBe(false);
    await expect(plane.request('refresh_token', { refresh_token })).rejects.toThrow(/^invalid_grant/);
  });

  it('an access token kills it alone: the refresh token lives on', async () => {
    const { plane, revoke } = createStage(client);
    const { access_token, refresh_token = '' } = await plane.redeemNewCode();
    await revoke(access_token);
    expect(await isAlive(plane, access_token)).toBe(false);
    const next = await plane.request('refresh_token', { refresh_token });
    expect(await isAlive(plane, next.access_token)).toBe(true);
  });

  it.each(['access_token', 'refresh_token', 'nonsense'])(
    'works whatever the hint says: %s (RFC 7009 §2.1)',
    async (hint) => {
      const { plane, revoke } = createStage(client);
      const { access_token, refresh_token = '' } = await plane.redeemNewCode();
      await revoke(refresh_token, { hint: `&token_type_hint=${hint}` });
      expect(await isAlive(plane, access_token)).toBe(false);
    },
  );

  it('is refused to a client that it was not issued to, which is told so (RFC 7009 §2.1)', async () => {
    const { plane, revoke } = createStage(client);
    const { access_token, refresh_token = '' } = await plane.redeemNewCode();
    await expect(revoke(refresh_token, { clientId: 'thief' })).rejects.toThrow(/^unauthorized_client/);
    await expect(revoke(access_token, { clientId: 'thief' })).rejects.toThrow(/^unauthorized_client/);
    expect(await isAlive(plane, access_token)).toBe(true);
    expect(await plane.request('refresh_token', { refresh_token })).toHaveProperty('access_token');
  });
});

describe('the revocation endpoint', () => {
  it.each(['unknown', 'not.a.jwt'])(
    'is content with one that does not exist: %p (RFC 7009 §2.2)',
    async (token) => {
      await expect(createStage().revoke(token)).resolves.toBeUndefined();
    },
  );

  it('is content with one that has expired or was revoked before', async () => {
    const { plane, revoke } = createStage();
    const { access_token, refresh_token = '' } = await plane.redeemNewCode();
    await revoke(refresh_token);
    await expect(revoke(refresh_token)).resolves.toBeUndefined();
    plane.world.advanceSeconds(3600);
    await expect(revoke(access_token)).resolves.toBeUndefined();
  });

  it('asks who the client is (RFC 7009 §2.1)', async () => {
    await expect(createStage().answer(undefined, 'token=x')).rejects.toThrow(/^invalid_client/);
  });

  it('needs a token', async () => {
    await expect(createStage().answer(basicCredentials(), '')).rejects.toThrow(
      /^invalid_request: .*token is missing/,
    );
  });

  it('does not say that it has revoked what it could not look at', async () => {
    const { stores, authenticate, directory, verifier } = createTestPlane();
    const unavailable = new OAuthError('temporarily_unavailable', 'Try again.');
    const answer = createRevocation({
      currentDirectory: () => directory,
      verifier: { ...verifier, verify: () => Promise.reject(unavailable) },
      stores,
      authenticate,
    });
    await expect(answer(anEndpointRequest(basicCredentials(), 'token=x'))).rejects.toBe(unavailable);
  });
});
