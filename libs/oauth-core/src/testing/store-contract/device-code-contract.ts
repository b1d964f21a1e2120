import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { DeviceApproval, DeviceCode } from '../../ports/device-codes.js';
import { aDeviceApproval, aDeviceCode } from '../builders.js';
import { issuedFor } from './material.js';
import type { ContractAuthorization, ContractRule, StoreHarness } from './store-contract.js';

interface ApprovedDevice {
  readonly code: DeviceCode;
  readonly approval: DeviceApproval;
}

const deviceOf = ({ now }: StoreHarness, changes: Partial<DeviceCode> = {}): DeviceCode =>
  aDeviceCode({ expiresAt: now() + 600_000, ...changes });

const approvalOf = (authorization: ContractAuthorization): DeviceApproval =>
  aDeviceApproval({
    userId: authorization.userId,
    authorizationId: authorization.authorizationId,
    details: { amr: ['pwd'] },
  });

async function approve(harness: StoreHarness, authorization: ContractAuthorization): Promise<ApprovedDevice> {
  const code = deviceOf(harness, { clientId: authorization.clientId });
  const approval = approvalOf(authorization);
  ok(await harness.stores.deviceCodes.insert(code));
  ok(await harness.stores.deviceCodes.approve(code.deviceCodeHash, approval));
  return { code, approval };
}

const tokensOf = (harness: StoreHarness, { code, approval }: ApprovedDevice) =>
  issuedFor(harness, { ...approval, clientId: code.clientId });

export const DEVICE_CODE_CONTRACT: readonly ContractRule[] = [
  {
    title: 'a device code is found by its user code, as it was stored',
    async run(harness) {
      const code = deviceOf(harness, { scopes: ['photos', 'albums'], resources: ['https://api.example/a'] });
      ok(await harness.stores.deviceCodes.insert(code));
      deepEqual(await harness.stores.deviceCodes.findByUserCode(code.userCode), code);
      equal(await harness.stores.deviceCodes.findByUserCode('BBBBBBBB'), undefined);
    },
  },
  {
    title: 'no two devices have one user code (RFC 8628 §6.1)',
    async run(harness) {
      const code = deviceOf(harness);
      ok(await harness.stores.deviceCodes.insert(code));
      const { userCode } = code;
      equal(await harness.stores.deviceCodes.insert(deviceOf(harness, { userCode })), false);
      deepEqual(await harness.stores.deviceCodes.findByUserCode(userCode), code);
    },
  },
  {
    title: 'a poll before its time adds five seconds to the interval for good (RFC 8628 §3.5 slow_down)',
    async run(harness) {
      const { deviceCodes } = harness.stores;
      const code = deviceOf(harness);
      ok(await deviceCodes.insert(code));
      const start = harness.now();
      const pollAt = async (seconds: number) => {
        const poll = await deviceCodes.poll(code.deviceCodeHash, code.clientId, start + seconds * 1000);
        return [poll?.isTooSoon, poll?.code.intervalSeconds];
      };
      deepEqual(await pollAt(0), [false, 5]);
      deepEqual(await pollAt(5), [false, 5]);
      deepEqual(await pollAt(8), [true, 10]);
      deepEqual(await pollAt(14), [true, 15]);
      deepEqual(await pollAt(29), [false, 15]);
    },
  },
  {
    title: 'of eight polls at once one is in time',
    async run(harness) {
      const code = deviceOf(harness);
      ok(await harness.stores.deviceCodes.insert(code));
      const now = harness.now();
      const polls = await Promise.all(
        Array.from({ length: 8 }, () =>
          harness.stores.deviceCodes.poll(code.deviceCodeHash, code.clientId, now),
        ),
      );
      equal(polls.filter((poll) => poll?.isTooSoon === false).length, 1);
      equal(Math.max(...polls.map((poll) => poll?.code.intervalSeconds ?? 0)), 40);
    },
  },
  {
    title: 'another client finds nothing by polling, and slows nobody down (RFC 8628 §3.4)',
    async run(harness) {
      const { deviceCodes } = harness.stores;
      const code = deviceOf(harness);
      ok(await deviceCodes.insert(code));
      equal(await deviceCodes.poll(code.deviceCodeHash, 'thief', harness.now()), undefined);
      equal(await deviceCodes.poll(randomBytes(32), code.clientId, harness.now()), undefined);
      equal((await deviceCodes.poll(code.deviceCodeHash, code.clientId, harness.now()))?.isTooSoon, false);
    },
  },
  {
    title: 'a device is answered once: allowed or refused',
    async run(harness) {
      const { deviceCodes } = harness.stores;
      const { code, approval } = await approve(harness, await harness.makeAuthorization());
      equal(await deviceCodes.deny(code.deviceCodeHash), false);
      equal(await deviceCodes.approve(code.deviceCodeHash, { ...approval, grantId: randomUUID() }), false);
      deepEqual((await deviceCodes.findByUserCode(code.userCode))?.approval, approval);

      const refused = deviceOf(harness);
      ok(await deviceCodes.insert(refused));
      ok(await deviceCodes.deny(refused.deviceCodeHash));
      equal(await deviceCodes.approve(refused.deviceCodeHash, approval), false);
      notEqual((await deviceCodes.findByUserCode(refused.userCode))?.deniedAt, null);
    },
  },
  {
    title: 'a device whose code has expired is not answered any more',
    async run(harness) {
      const code = deviceOf(harness, { expiresAt: harness.now() - 1000 });
      ok(await harness.stores.deviceCodes.insert(code));
      equal(await harness.stores.deviceCodes.approve(code.deviceCodeHash, aDeviceApproval()), false);
      equal(await harness.stores.deviceCodes.deny(code.deviceCodeHash), false);
    },
  },
  {
    title: 'of eight claims of one device code at once exactly one wins, and only its tokens are stored',
    async run(harness) {
      const { stores } = harness;
      const device = await approve(harness, await harness.makeAuthorization());
      const attempts = Array.from({ length: 8 }, () => tokensOf(harness, device));
      const won = await Promise.all(
        attempts.map((issued) => stores.deviceCodes.claim(device.code, device.approval, issued)),
      );
      equal(won.filter(Boolean).length, 1);
      for (const [index, issued] of attempts.entries()) {
        const access = await stores.accessTokens.find(issued.accessToken.tokenHash);
        const refresh = await stores.refreshTokens.find(issued.refreshToken.tokenHash);
        deepEqual([access !== undefined, refresh !== undefined], [won[index], won[index]]);
      }
      notEqual((await stores.deviceCodes.findByUserCode(device.code.userCode))?.claimedAt, null);
    },
  },
  {
    title: 'a device code whose authorization was revoked cannot be claimed, and nothing is stored',
    async run(harness) {
      const { stores } = harness;
      const authorization = await harness.makeAuthorization();
      const device = await approve(harness, authorization);
      await harness.revokeAuthorization(authorization.authorizationId);
      const issued = tokensOf(harness, device);
      equal(await stores.deviceCodes.claim(device.code, device.approval, issued), false);
      equal(await stores.refreshTokens.find(issued.refreshToken.tokenHash), undefined);
    },
  },
];
