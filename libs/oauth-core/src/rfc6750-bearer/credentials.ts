import { OAuthError } from '../kernel/oauth-error.js';

// RFC 6750 §2.1: b64token; the scheme's name is case-insensitive (RFC 9110 §11.1).
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;
const SCHEME = /^([!#$%&'*+\-.^_`|~\w]+)(?: |$)/;
const QUERY_TOKEN = /(?:^|&)access_token(?:=|&|$)/i;

/**
 * RFC 6750 §2: the access token of a request, from the Authorization header alone. Undefined: no bearer credentials.
 * @param headers every Authorization header of the request
 * @param query the raw query string, without `?`
 * @throws OAuthError invalid_request where credentials are malformed, doubled, or in the query (§2.3)
 */
export function parseBearerCredentials(headers: readonly string[], query: string): string | undefined {
  if (query !== '' && QUERY_TOKEN.test(query)) {
    throw new OAuthError(
      'invalid_request',
      'Send the access token in the Authorization header: addresses end up in logs.',
    );
  }
  // RFC 6750 §3.1 invalid_request: "more than one method", "repeats the same parameter"
  if (headers.length > 1)
    throw new OAuthError('invalid_request', 'The Authorization header comes more than once.');
  const header = headers[0];
  if (header === undefined) return undefined;
  const token = BEARER.exec(header)?.[1];
  if (token !== undefined) return token;
  if (SCHEME.exec(header)?.[1]?.toLowerCase() !== 'bearer') return undefined;
  throw new OAuthError(
    'invalid_request',
    'The Authorization header must be: Bearer, a space, and the access token.',
  );
}
