import { DPOP_ALGORITHMS } from '../rfc9449-dpop/proof-key.js';

/** RFC 9728 §3: between the origin and the path of a resource identifier. */
export const RESOURCE_METADATA_PATH = '/.well-known/oauth-protected-resource';

/** RFC 9728 §2. */
export interface ResourceMetadata {
  readonly resource: string;
  /** Left out where it takes no access tokens. */
  readonly authorization_servers?: readonly string[];
  readonly scopes_supported: readonly string[];
  readonly bearer_methods_supported: readonly string[];
  readonly authorization_details_types_supported?: readonly string[];
  readonly dpop_signing_alg_values_supported?: readonly string[];
  readonly resource_name: string;
}

/** What is told of a protected resource. */
export interface ProtectedResource {
  /** The resource identifier: an https address (http on a developer's machine) without a fragment (§1.2). */
  readonly resource: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** RFC 9396: the types of authorization details that it knows. */
  readonly detailsTypes: readonly string[];
  /** Whose access tokens it takes. */
  readonly issuers: readonly string[];
  /** Whether an access token may come with a proof of its key (RFC 9449 §7). */
  readonly takesProofs: boolean;
}

/**
 * RFC 9728 §3.1: where the metadata of a resource is: "by inserting a well-known URI string [...] between the host
 * component and the path".
 */
export function findMetadataAddress(resource: string): string {
  const { origin, pathname, search } = new URL(resource);
  // §3.1: "Any terminating slash [...] MUST be removed".
  return `${origin}${RESOURCE_METADATA_PATH}${pathname === '/' ? '' : pathname.replace(/\/$/, '')}${search}`;
}

/** RFC 9728 §3.2: the metadata of a resource; access tokens stand in a header alone (RFC 6750 §2.1). */
export const buildResourceMetadata = ({
  resource,
  name,
  scopes,
  detailsTypes,
  issuers,
  takesProofs,
}: ProtectedResource): ResourceMetadata => ({
  resource,
  // RFC 9728 §3.2: a parameter without values "MUST be omitted".
  ...(issuers.length > 0 && { authorization_servers: issuers }),
  scopes_supported: scopes,
  bearer_methods_supported: ['header'],
  ...(detailsTypes.length > 0 && { authorization_details_types_supported: detailsTypes }),
  ...(takesProofs && { dpop_signing_alg_values_supported: DPOP_ALGORITHMS }),
  resource_name: name,
});
