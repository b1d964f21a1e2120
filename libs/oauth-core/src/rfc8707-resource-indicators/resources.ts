import type { Client } from '../kernel/client.js';
import { OAuthError } from '../kernel/oauth-error.js';
import type { Directory } from '../ports/directory.js';
import type { AuthorizationDetail } from '../rfc9396-authorization-details/detail.js';
import { findDetailAudience } from '../rfc9396-authorization-details/granted.js';

// RFC 8707 §2: "an absolute URI [...] MUST NOT include a fragment component".
const isResource = (text: string): boolean =>
  URL.canParse(text) && !text.includes('#') && text.length <= 2000;

/** Every API that one of the client's scopes, or types of authorization details, means something at. */
const findOwnAudience = (directory: Directory, client: Client): readonly string[] => [
  ...directory.findAudience(client.allowedScopes),
  ...client.authorizationDetailsTypes.flatMap((name) => directory.findDetailsType(name)?.audiences ?? []),
];

/**
 * RFC 8707 §2: the resources that a request names, each one that the client may call.
 * @param parameter values joined by spaces, as the form has them
 * @throws OAuthError invalid_target
 */
export function checkResources(
  directory: Directory,
  client: Client,
  parameter: string | undefined,
): readonly string[] {
  if (parameter === undefined) return [];
  const named = [...new Set(parameter.split(' ').filter((text) => text !== ''))];
  const known = client.resources.length > 0 ? client.resources : findOwnAudience(directory, client);
  const wrong = named.find((text) => !isResource(text) || !known.includes(text));
  if (wrong === undefined) return named;
  throw new OAuthError(
    'invalid_target',
    'resource must be the absolute URI of an API that this client may call, without a fragment.',
  );
}

/**
 * RFC 8707 §2.2: the resources of a token request: among those of its grant, where that named any.
 * @throws OAuthError invalid_target
 */
export function narrowResources(granted: readonly string[], asked: readonly string[]): readonly string[] {
  if (asked.length === 0) return granted;
  if (granted.length > 0 && !asked.every((text) => granted.includes(text))) {
    throw new OAuthError('invalid_target', 'resource must be among those of the authorization request.');
  }
  return asked;
}

/** What an access token is for, and where. */
export interface TokenTarget {
  readonly scopes: readonly string[];
  readonly details: readonly AuthorizationDetail[];
  readonly audience: readonly string[];
}

/**
 * RFC 8707 §2.2, RFC 9068 §3, RFC 9396 §7.1: scopes and authorization details that mean something at the resources, and the
 * audience that results: the resources named, else every API that uses one of the scopes or details, else the issuer alone.
 */
export function findTarget(
  directory: Directory,
  issuer: string,
  scopes: readonly string[],
  resources: readonly string[],
  details: readonly AuthorizationDetail[] = [],
): TokenTarget {
  if (resources.length > 0) {
    const meant = scopes.filter((name) => {
      const audiences = directory.findAudience([name]);
      return audiences.length === 0 || audiences.some((audience) => resources.includes(audience));
    });
    const told = details.filter((detail) =>
      findDetailAudience(directory, detail).some((audience) => resources.includes(audience)),
    );
    return { scopes: meant, details: told, audience: resources };
  }
  const found = new Set([
    ...directory.findAudience(scopes),
    ...details.flatMap((detail) => findDetailAudience(directory, detail)),
  ]);
  return { scopes, details, audience: found.size === 0 ? [issuer] : [...found] };
}
