import type { Client } from '../kernel/client.js';
import type { Directory } from '../ports/directory.js';
import { checkAuthorizationDetails, findLocations, findWorkingType } from './check.js';
import { coversDetail } from './coverage.js';
import { type AuthorizationDetail, refuseDetails } from './detail.js';

/** Of what was granted: what the client may still have, and some API still knows. */
export const keepAllowedDetails = (
  directory: Directory,
  client: Client,
  granted: readonly AuthorizationDetail[],
): readonly AuthorizationDetail[] =>
  granted.filter(
    ({ type }) =>
      client.authorizationDetailsTypes.includes(type) && findWorkingType(directory, type) !== undefined,
  );

/**
 * RFC 9396 §6: the authorization details of a token request: those of its grant, or less.
 * @throws OAuthError invalid_authorization_details
 */
export function narrowAuthorizationDetails(
  directory: Directory,
  client: Client,
  granted: readonly AuthorizationDetail[],
  parameter: string | undefined,
): readonly AuthorizationDetail[] {
  const allowed = keepAllowedDetails(directory, client, granted);
  if (parameter === undefined) return allowed;
  const asked = checkAuthorizationDetails(directory, client, parameter);
  if (asked.every((detail) => allowed.some((one) => coversDetail(one, detail)))) return asked;
  throw refuseDetails(
    'authorization_details must be among those that were granted, or less than one of them.',
  );
}

/** RFC 9396 §2.2, §7.1: the audiences that a detail means something at. */
export const findDetailAudience = (directory: Directory, detail: AuthorizationDetail): readonly string[] => {
  const audiences = findWorkingType(directory, detail.type)?.audiences ?? [];
  const locations = findLocations(detail);
  return locations === undefined ? audiences : audiences.filter((audience) => locations.includes(audience));
};
