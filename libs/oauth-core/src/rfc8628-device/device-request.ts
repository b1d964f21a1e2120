import type { Client } from '../kernel/client.js';
import { NO_CLAIMS } from '../openid/claims-request.js';
import type { DeviceCode } from '../ports/device-codes.js';
import type { AuthorizationRequest } from '../rfc6749-framework/authorization-request.js';
import { DEVICE_PAGE } from './device-authorization.js';

/** RFC 8628 §3.3: whether a person can still answer a device. */
export const isWaiting = (code: DeviceCode, now: number): boolean =>
  code.approval === null && code.deniedAt === null && code.expiresAt > now;

/**
 * RFC 8628 §3.3: what the person is asked after the code: the same as by any application, but always, however often they
 * have allowed it before, and the answer goes to the device.
 * @param now epoch milliseconds
 */
export function toAuthorizationRequest(
  issuer: string,
  code: DeviceCode,
  client: Client,
  now: number,
): AuthorizationRequest {
  return {
    clientId: code.clientId,
    redirectUri: issuer + DEVICE_PAGE,
    isRedirectUriGiven: false,
    state: null,
    responseType: 'code',
    responseMode: 'query',
    scopes: code.scopes,
    codeChallenge: null,
    resources: code.resources,
    ...(code.authorizationDetails.length > 0 && { authorizationDetails: code.authorizationDetails }),
    nonce: null,
    // RFC 8628 §5.4: somebody else may have begun this on a device far away.
    prompts: ['consent'],
    maxAgeSeconds: client.defaultMaxAgeSeconds,
    loginHint: null,
    acrValues: client.defaultAcrValues,
    uiLocales: [],
    claims: NO_CLAIMS,
    idTokenHint: null,
    requestedAt: now,
    device: { deviceCodeHash: code.deviceCodeHash.toString('base64url'), userCode: code.userCode },
  };
}
