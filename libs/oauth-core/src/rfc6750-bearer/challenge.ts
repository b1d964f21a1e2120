import type { OAuthError } from '../kernel/oauth-error.js';

const REALM = 'Bearer realm="Gatehouse"';

// RFC 6750 §3: values are quoted strings; our descriptions and scopes have neither quote nor backslash.
const quote = (text: string): string => `"${text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "'")}"`;

/**
 * RFC 6750 §3: the `WWW-Authenticate` of a refusal.
 * @param error undefined when the request had no credentials: no error code then (§3.1)
 * @param scopes what the resource requires, where that is why (§3.1 insufficient_scope)
 * @param metadata the address of the resource's metadata (RFC 9728 §5.1), where it has some
 */
export function buildBearerChallenge(
  error: OAuthError | undefined,
  scopes: readonly string[] = [],
  metadata?: string,
): string {
  const scope = scopes.length > 0 ? `, scope=${quote(scopes.join(' '))}` : '';
  const rest = metadata === undefined ? scope : `${scope}, resource_metadata=${quote(metadata)}`;
  if (error === undefined) return REALM + rest;
  return `${REALM}, error=${quote(error.code)}, error_description=${quote(error.description)}${rest}`;
}
