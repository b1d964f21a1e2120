import type { Client } from '../kernel/client.js';
import type { DetailsType, Directory } from '../ports/directory.js';
import { type AuthorizationDetail, parseAuthorizationDetails, refuseDetails } from './detail.js';

/** RFC 9396 §2.2: where a detail may be used, as far as it says so itself. */
export function findLocations({ locations }: AuthorizationDetail): readonly string[] | undefined {
  return Array.isArray(locations) ? locations.filter((item) => typeof item === 'string') : undefined;
}

/** A type that works: operators have defined it, and an API that is there knows what it means. */
export function findWorkingType(directory: Directory, name: string): DetailsType | undefined {
  const type = directory.findDetailsType(name);
  return type === undefined || type.audiences.length === 0 ? undefined : type;
}

/** RFC 9396 §2.2: whatever a schema lets pass, locations are a list of resources, each of an API that knows the type. */
function areLocationsOf({ audiences }: DetailsType, { locations }: AuthorizationDetail): boolean {
  if (locations === undefined) return true;
  const isList = Array.isArray(locations) && locations.length > 0;
  return isList && locations.every((item) => typeof item === 'string' && audiences.includes(item));
}

function checkDetail(directory: Directory, client: Client, detail: AuthorizationDetail, place: string): void {
  const type = findWorkingType(directory, detail.type);
  // RFC 9396 §5: "contains an unknown authorization details type value"
  if (type === undefined) throw refuseDetails(`${place} has a type that is not known here.`);
  // RFC 9396 §10: what the client is registered for.
  if (!client.authorizationDetailsTypes.includes(detail.type))
    throw refuseDetails(`${place} has a type that this client is not registered for.`);
  // RFC 9396 §5: unknown fields, wrong types, invalid values, missing required ones.
  const fault = type.check(detail);
  if (fault !== undefined) throw refuseDetails(`${place}${fault.pointer}: ${fault.detail}.`);
  if (!areLocationsOf(type, detail))
    throw refuseDetails(`${place}/locations must be resources of the APIs that know this type.`);
}

/**
 * RFC 9396 §5: the authorization details that a request names, each one as its type has it, and allowed for the client.
 * @throws OAuthError invalid_authorization_details
 */
export function checkAuthorizationDetails(
  directory: Directory,
  client: Client,
  parameter: string | undefined,
): readonly AuthorizationDetail[] {
  if (parameter === undefined) return [];
  const details = parseAuthorizationDetails(parameter);
  details.forEach((detail, index) =>
    checkDetail(directory, client, detail, `authorization_details[${index}]`),
  );
  return details;
}
