import type { DeviceCode } from '../ports/device-codes.js';
import { hashSecret } from '../kernel/secrets.js';
import { aClient, aDeviceApproval, aDeviceCode, createTestPlane, type TestPlane } from '../testing/index.js';
import { DEVICE_CODE_GRANT_TYPE } from './device-code.grant.js';

async function insertDevice(plane: TestPlane, changes: Partial<DeviceCode> = {}) {
  const device_code = plane.world.randomSecret();
  const deviceCodeHash = hashSecret(device_code);
  await plane.stores.deviceCodes.insert(
    aDeviceCode({ clientId: plane.client.clientId, deviceCodeHash, ...changes }),
  );
  return { device_code, deviceCodeHash };
}

async function insertApproved(plane: TestPlane, scopes: readonly string[] = ['photos']) {
  const device = await insertDevice(plane);
  const approval = aDeviceApproval({ scopes });
  await plane.stores.deviceCodes.approve(device.deviceCodeHash, approval);
  return { ...device, approval };
}

const poll = (plane: TestPlane, device_code: string, client = plane.client) =>
  plane.request(DEVICE_CODE_GRANT_TYPE, { device_code }, client);

describe('a device polls for its tokens (RFC 8628 §3.4)', () => {
  it('gets an access token, a refresh token and the granted scope, once its user has allowed it', async () => {
    const plane = createTestPlane();
    const { device_code, approval } = await insertApproved(plane);
    const answer = await poll(plane, device_code);
    expect(answer).toMatchObject({
      token_type: 'Bearer',
      scope: 'photos',
      refresh_token: expect.any(String),
    });
    expect(await plane.verifier.verify(answer.access_token)).toMatchObject({
      clientId: 'print-shop',
      userId: approval.userId,
      grantId: approval.grantId,
      authorizationId: approval.authorizationId,
    });
  });

  it('gets none of what an operator has taken from the client meanwhile', async () => {
    const plane = createTestPlane();
    const { device_code } = await insertApproved(plane, ['photos', 'prints']);
    expect(await poll(plane, device_code)).toMatchObject({ scope: 'photos' });
  });
});

describe('what a device hears until then (RFC 8628 §3.5)', () => {
  it('authorization_pending, as long as nobody has answered', async () => {
    const plane = createTestPlane();
    const { device_code } = await insertDevice(plane);
    for (let round = 0; round < 3; round += 1) {
      await expect(poll(plane, device_code)).rejects.toThrow(/^authorization_pending/);
      plane.world.advanceSeconds(5);
    }
  });

  it('slow_down when it asks too soon, and five seconds more to wait, for good', async () => {
    const plane = createTestPlane();
    const { device_code } = await insertDevice(plane);
    await expect(poll(plane, device_code)).rejects.toThrow(/^authorization_pending/);
    plane.world.advanceSeconds(3);
    await expect(poll(plane, device_code)).rejects.toMatchObject({
      code: 'slow_down',
      description: expect.stringContaining('10 seconds'),
    });
    plane.world.advanceSeconds(5);
    await expect(poll(plane, device_code)).rejects.toThrow(/^slow_down: .*15 seconds/);
    plane.world.advanceSeconds(15);
    await expect(poll(plane, device_code)).rejects.toThrow(/^authorization_pending/);
  });

  it('access_denied when its user refused', async () => {
    const plane = createTestPlane();
    const { device_code, deviceCodeHash } = await insertDevice(plane);
    await plane.stores.deviceCodes.deny(deviceCodeHash);
    await expect(poll(plane, device_code)).rejects.toThrow(/^access_denied/);
  });

  it('expired_token once the code has expired, also when it was allowed in time', async () => {
    const plane = createTestPlane();
    const waiting = await insertDevice(plane);
    const allowed = await insertApproved(plane);
    plane.world.advanceSeconds(600);
    await expect(poll(plane, waiting.device_code)).rejects.toThrow(/^expired_token/);
    await expect(poll(plane, allowed.device_code)).rejects.toThrow(/^expired_token/);
  });

  it('its tokens at once when its user has answered, however soon it asks', async () => {
    const plane = createTestPlane();
    const { device_code, deviceCodeHash } = await insertDevice(plane);
    await expect(poll(plane, device_code)).rejects.toThrow(/^authorization_pending/);
    await plane.stores.deviceCodes.approve(deviceCodeHash, aDeviceApproval());
    expect(await poll(plane, device_code)).toHaveProperty('access_token');
  });
});

describe('who polls with a code that is not theirs', () => {
  it('is refused, changes nothing and slows nobody down (RFC 8628 §3.4)', async () => {
    const plane = createTestPlane();
    const { device_code } = await insertApproved(plane);
    const thief = aClient({ clientId: 'thief' });
    await expect(poll(plane, device_code, thief)).rejects.toThrow(/^invalid_grant/);
    await expect(poll(plane, device_code, thief)).rejects.toThrow(/^invalid_grant/);
    expect(await poll(plane, device_code)).toHaveProperty('access_token');
  });

  it('cannot tell a foreign code from one that never was', async () => {
    const plane = createTestPlane();
    const foreign = await insertDevice(plane, { clientId: 'television' });
    const descriptionOf = (device_code: string) =>
      poll(plane, device_code).catch((error: { readonly description: string }) => error.description);
    expect(await descriptionOf(foreign.device_code)).toBe(await descriptionOf('unknown'));
  });
});

describe('a device code buys tokens once', () => {
  it('the second time it is refused, and what the first one got is revoked', async () => {
    const plane = createTestPlane();
    const { device_code } = await insertApproved(plane);
    const { access_token } = await poll(plane, device_code);
    await expect(poll(plane, device_code)).rejects.toThrow(/^invalid_grant: device code used again/);
    await expect(plane.verifier.verify(access_token)).rejects.toThrow(/^invalid_token: revoked/);
  });

  it('also when it comes again after it has expired', async () => {
    const plane = createTestPlane();
    const { device_code } = await insertApproved(plane);
    const { access_token } = await poll(plane, device_code);
    plane.world.advanceSeconds(600);
    await expect(poll(plane, device_code)).rejects.toThrow(/^invalid_grant: device code used again/);
    await expect(plane.verifier.verify(access_token)).rejects.toThrow(/^invalid_token: revoked/);
  });

  it('of eight polls at once one wins', async () => {
    const plane = createTestPlane();
    const { device_code } = await insertApproved(plane);
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => poll(plane, device_code)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('and none once its authorization is revoked', async () => {
    const plane = createTestPlane();
    const { device_code, approval } = await insertApproved(plane);
    plane.stores.revokeAuthorization(approval.authorizationId);
    await expect(poll(plane, device_code)).rejects.toThrow(/^invalid_grant/);
  });
});
