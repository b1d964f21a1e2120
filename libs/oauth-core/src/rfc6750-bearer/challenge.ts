import type { OAuthError } from '../kernel/oauth-error.js';
import { DPOP_ALGORITHMS } from '../rfc9449-dpop/proof-key.js';

const REALM = ' realm="Gatehouse"';

// RFC 6750 §3: values are quoted strings; our descriptions and scopes have neither quote nor backslash.
const quote = (text: string): string => `"${text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "'")}"`;

/** What a challenge says beside the error. */
export interface ChallengeFacts {
  /** What the resource requires, where that is why (RFC 6750 §3.1 insufficient_scope). */
  readonly scopes?: readonly string[];
  /** Where the resource's metadata is (RFC 9728 §5.1). */
  readonly metadata?: string | undefined;
  /** RFC 9470 §3: the sign-in that is needed. */
  readonly acr?: string | null;
  readonly maxAgeSeconds?: number | null;
}

/**
 * RFC 6750 §3: the `WWW-Authenticate` of a refusal.
 * @param error undefined when the request had no credentials: no error code then (§3.1)
 */
export const buildBearerChallenge = (error: OAuthError | undefined, facts: ChallengeFacts = {}): string =>
  buildChallenge('Bearer', error, facts);

/** RFC 9449 §7.1: the same for an access token that is bound to a key, with the algorithms of proofs. */
export const buildDpopChallenge = (error: OAuthError | undefined, facts: ChallengeFacts = {}): string =>
  `${buildChallenge('DPoP', error, facts)}, algs=${quote(DPOP_ALGORITHMS.join(' '))}`;

function buildChallenge(
  scheme: 'Bearer' | 'DPoP',
  error: OAuthError | undefined,
  { scopes = [], metadata, acr = null, maxAgeSeconds = null }: ChallengeFacts,
): string {
  const parts = [
    scheme + REALM,
    error && `error=${quote(error.code)}`,
    error && `error_description=${quote(error.description)}`,
    scopes.length > 0 && `scope=${quote(scopes.join(' '))}`,
    acr !== null && `acr_values=${quote(acr)}`,
    maxAgeSeconds !== null && `max_age=${quote(String(maxAgeSeconds))}`,
    metadata !== undefined && `resource_metadata=${quote(metadata)}`,
  ];
  return parts.filter((part) => typeof part === 'string').join(', ');
}
