import type { DeviceCodeStore } from '../ports/device-codes.js';
import { hashSecret } from '../kernel/secrets.js';
import {
  aClient,
  aDirectory,
  anEndpointRequest,
  aPublicClient,
  basicCredentials,
  createTestPlane,
  ISSUER,
} from '../testing/index.js';
import { createDeviceAuthorization } from './device-authorization.js';
import { DEVICE_CODE_GRANT_TYPE } from './device-code.grant.js';

const GRANTS = new Set([DEVICE_CODE_GRANT_TYPE]);

function createStage(changes: Partial<DeviceCodeStore> = {}) {
  const plane = createTestPlane();
  const clients = [
    aPublicClient({ clientId: 'television', grantTypes: GRANTS }),
    aPublicClient({ clientId: 'silent', grantTypes: GRANTS, defaultScopes: [] }),
    aPublicClient(),
    aClient({ grantTypes: GRANTS }),
  ];
  const directory = aDirectory({ clients });
  const send = createDeviceAuthorization({
    authenticate: plane.authenticate,
    issuer: ISSUER,
    deviceCodeSeconds: 600,
    deviceIntervalSeconds: 5,
    currentDirectory: () => directory,
    deviceCodes: { ...plane.stores.deviceCodes, ...changes },
    world: plane.world,
  });
  const request = (authorization: string | undefined, body: string) =>
    send(anEndpointRequest(authorization, body));
  return { plane, request };
}

describe('a device asks for its codes (RFC 8628 §3.1)', () => {
  it('gets one for itself and one for its user, and is told where and how long (RFC 8628 §3.2)', async () => {
    const { plane, request } = createStage();
    const answer = await request(undefined, 'client_id=television&scope=photos+albums');
    expect(answer).toEqual({
      device_code: expect.stringMatching(/^[\w-]{43}$/),
      user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
      verification_uri: `${ISSUER}/device`,
      verification_uri_complete: `${ISSUER}/device?user_code=${answer.user_code}`,
      expires_in: 600,
      interval: 5,
    });
    const stored = await plane.stores.deviceCodes.findByUserCode(answer.user_code.replace('-', ''));
    expect(stored).toMatchObject({
      deviceCodeHash: hashSecret(answer.device_code),
      clientId: 'television',
      scopes: ['photos', 'albums'],
      expiresAt: plane.world.now() + 600_000,
    });
  });

  it('asks for the default scopes where it names none, and for allowed ones alone', async () => {
    const { plane, request } = createStage();
    const find = async (body: string) => {
      const { user_code } = await request(undefined, `client_id=television${body}`);
      return (await plane.stores.deviceCodes.findByUserCode(user_code.replace('-', '')))?.scopes;
    };
    expect(await find('')).toEqual(['photos']);
    expect(await find('&scope=photos+prints')).toEqual(['photos']);
  });

  it.each([
    ['no client', '', /^invalid_client/],
    ['a confidential client without its secret', 'client_id=print-shop', /^invalid_client/],
    ['a client that is not registered for devices', 'client_id=phone-app', /^unauthorized_client/],
    [
      'a resource that it may not call',
      'client_id=television&resource=https://evil.example',
      /^invalid_target/,
    ],
    ['a scope that it may not have', 'client_id=television&scope=prints', /^invalid_scope/],
    ['no scope at all', 'client_id=silent', /^invalid_scope/],
  ])('is refused: %s', async (_, body, message) => {
    await expect(createStage().request(undefined, body)).rejects.toThrow(message);
  });

  it('may name the resources that it wants to call (RFC 8707 §2.2)', async () => {
    const { plane, request } = createStage();
    const body = 'client_id=television&resource=https%3A%2F%2Fapi.example%2Fflickr';
    const { user_code } = await request(undefined, body);
    const stored = await plane.stores.deviceCodes.findByUserCode(user_code.replace('-', ''));
    expect(stored?.resources).toEqual(['https://api.example/flickr']);
  });

  it('authenticates as at the token endpoint', async () => {
    expect(await createStage().request(basicCredentials(), '')).toHaveProperty('device_code');
    await expect(createStage().request(basicCredentials('print-shop', 'wrong'), '')).rejects.toThrow(
      /^invalid_client/,
    );
  });

  it('gets another user code where one is taken, and gives up where all are', async () => {
    let tries = 0;
    const insert = () => Promise.resolve((tries += 1) === 3);
    expect(await createStage({ insert }).request(undefined, 'client_id=television')).toHaveProperty(
      'user_code',
    );
    expect(tries).toBe(3);
    const full = createStage({ insert: () => Promise.resolve(false) });
    await expect(full.request(undefined, 'client_id=television')).rejects.toThrow(/^temporarily_unavailable/);
  });
});
