import type {
  AuthorizationAnswer,
  AuthorizationRequest,
  DeviceApproval,
  UserGrant,
} from '@gatehouse/oauth-core';
import { DEVICE_PAGE } from '@gatehouse/oauth-core';
import type { Platform } from '../../platform/platform.tokens.js';

type WaitingDevice = NonNullable<AuthorizationRequest['device']>;

/** What the page says last: the person goes back to their device. */
export type DeviceResult = 'allowed' | 'denied' | 'expired';

const hashOf = ({ deviceCodeHash }: WaitingDevice): Buffer => Buffer.from(deviceCodeHash, 'base64url');

const showResult = ({ env }: Platform, result: DeviceResult): AuthorizationAnswer => ({
  kind: 'redirect',
  location: `${env.issuer}${DEVICE_PAGE}?result=${result}`,
});

/** RFC 8628 §3.3: the device hears with its next poll that it was refused. */
export async function answerDeviceRefusal(
  platform: Platform,
  device: WaitingDevice,
): Promise<AuthorizationAnswer> {
  const isAnswered = await platform.stores.deviceCodes.deny(hashOf(device));
  return showResult(platform, isAnswered ? 'denied' : 'expired');
}

/**
 * RFC 8628 §3.3: the device gets its tokens with its next poll. They are not of the browser's session: they go on when
 * that ends.
 */
export async function answerDeviceGrant(
  platform: Platform,
  device: WaitingDevice,
  user: UserGrant,
  scopes: readonly string[],
): Promise<AuthorizationAnswer> {
  const { sessionId: _, ...details } = user.details;
  const approval: DeviceApproval = {
    grantId: user.grantId,
    userId: user.userId,
    authorizationId: user.authorizationId,
    scopes,
    authenticatedAt: user.authenticatedAt,
    details,
  };
  const isAnswered = await platform.stores.deviceCodes.approve(hashOf(device), approval);
  return showResult(platform, isAnswered ? 'allowed' : 'expired');
}
