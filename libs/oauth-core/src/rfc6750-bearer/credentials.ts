import { OAuthError } from '../kernel/oauth-error.js';

// RFC 6750 §2.1: b64token; the scheme's name is case-insensitive (RFC 9110 §11.1). RFC 9449 §7.1 has the same after DPoP.
const CREDENTIALS = /^(bearer|dpop) +([A-Za-z0-9\-._~+/]+=*) *$/i;
const SCHEME = /^([!#$%&'*+\-.^_`|~\w]+)(?: |$)/;
const QUERY_TOKEN = /(?:^|&)access_token(?:=|&|$)/i;

/** An access token, and how it was sent. */
export interface TokenCredentials {
  readonly scheme: 'bearer' | 'dpop';
  readonly text: string;
}

/**
 * RFC 6750 §2, RFC 9449 §7.1: the access token of a request, from the Authorization header alone. Undefined: none.
 * @param headers every Authorization header of the request
 * @param query the raw query string, without `?`
 * @throws OAuthError invalid_request where credentials are malformed, doubled, or in the query (RFC 6750 §2.3)
 */
export function parseTokenCredentials(
  headers: readonly string[],
  query: string,
): TokenCredentials | undefined {
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
  const found = CREDENTIALS.exec(header);
  if (found !== null) return { scheme: found[1]?.length === 4 ? 'dpop' : 'bearer', text: found[2] ?? '' };
  const scheme = SCHEME.exec(header)?.[1]?.toLowerCase();
  if (scheme !== 'bearer' && scheme !== 'dpop') return undefined;
  const name = scheme === 'dpop' ? 'DPoP' : 'Bearer';
  throw new OAuthError(
    'invalid_request',
    `The Authorization header must be: ${name}, a space, and the access token.`,
  );
}
