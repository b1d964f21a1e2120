import { parseForm } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { hashSecret } from '../kernel/secrets.js';
import type { DeviceCode, DeviceCodeStore } from '../ports/device-codes.js';
import type { CurrentDirectory } from '../ports/directory.js';
import type { World } from '../ports/world.js';
import type { EndpointRequest } from '../kernel/endpoint-request.js';
import type { ClientAuthentication } from '../rfc6749-framework/client-authentication.js';
import { findRequestedScopes } from '../rfc6749-framework/grant-scopes.js';
import { checkResources } from '../rfc8707-resource-indicators/resources.js';
import { checkAuthorizationDetails } from '../rfc9396-authorization-details/check.js';
import { DEVICE_CODE_GRANT_TYPE } from './device-code.grant.js';
import { makeUserCode, showUserCode } from './user-code.js';

/** RFC 8628 §3.3: the page where a person enters the code, below the issuer. */
export const DEVICE_PAGE = '/device';

/** RFC 8628 §3.2, in wire names. */
export interface DeviceAuthorizationResponse {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly verification_uri_complete: string;
  /** Seconds. */
  readonly expires_in: number;
  /** Seconds. */
  readonly interval: number;
}

/** Lifetimes in seconds. */
export interface DeviceAuthorizationOptions {
  readonly authenticate: ClientAuthentication;
  readonly issuer: string;
  readonly deviceCodeSeconds: number;
  readonly deviceIntervalSeconds: number;
  readonly currentDirectory: CurrentDirectory;
  readonly deviceCodes: DeviceCodeStore;
  readonly world: World;
}

// With a million devices waiting, five in a row are taken once in 10²¹ requests.
const ATTEMPTS = 5;

async function insert(
  { deviceCodes, world }: DeviceAuthorizationOptions,
  code: Omit<DeviceCode, 'userCode'>,
): Promise<string> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const userCode = makeUserCode(world.randomSecret());
    if (userCode !== undefined && (await deviceCodes.insert({ ...code, userCode }))) return userCode;
  }
  throw new OAuthError('temporarily_unavailable', 'Try again in a moment.', 'no user code is free');
}

/** RFC 8628 §3.1: a device that has no browser asks for two codes: one for itself, and one for its user. */
export function createDeviceAuthorization(
  options: DeviceAuthorizationOptions,
): (request: EndpointRequest) => Promise<DeviceAuthorizationResponse> {
  const { issuer, currentDirectory, authenticate, world } = options;
  return async (request) => {
    const form = parseForm(request.body);
    // RFC 8628 §3.1: "The client authentication requirements of Section 3.2.1 of [RFC6749] apply"
    const directory = currentDirectory();
    const client = await authenticate(directory, request, form);
    if (!client.grantTypes.has(DEVICE_CODE_GRANT_TYPE)) {
      throw new OAuthError(
        'unauthorized_client',
        `This client is not registered for ${DEVICE_CODE_GRANT_TYPE}.`,
      );
    }
    // RFC 9396 §3
    const named = form.get('authorization_details');
    const authorizationDetails = checkAuthorizationDetails(directory, client, named);
    const hasDetails = authorizationDetails.length > 0;
    const scopes = findRequestedScopes(client, form.get('scope'), hasDetails);
    if (scopes.length === 0 && !hasDetails) {
      // RFC 6749 §3.3: without a default, a request without scope fails.
      throw new OAuthError('invalid_scope', 'Name at least one scope: this client has no default scopes.');
    }
    const deviceCode = world.randomSecret();
    const userCode = showUserCode(
      await insert(options, {
        deviceCodeHash: hashSecret(deviceCode),
        clientId: client.clientId,
        scopes,
        resources: checkResources(directory, client, form.get('resource')),
        authorizationDetails,
        intervalSeconds: options.deviceIntervalSeconds,
        expiresAt: world.now() + options.deviceCodeSeconds * 1000,
        approval: null,
        deniedAt: null,
        claimedAt: null,
      }),
    );
    return {
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: issuer + DEVICE_PAGE,
      // RFC 8628 §3.3.1: saves typing; the person still compares and confirms.
      verification_uri_complete: `${issuer}${DEVICE_PAGE}?user_code=${userCode}`,
      expires_in: options.deviceCodeSeconds,
      interval: options.deviceIntervalSeconds,
    };
  };
}
