import { hash } from 'node:crypto';
import { getClientSigningKey } from '../client-profiles/signing-key.js';
import type { Client } from '../kernel/client.js';
import { mapKeysByHeader, signJws, verifyJws } from '../kernel/jws.js';
import type { SigningAlgorithm } from '../kernel/signing-key.js';
import type { Directory } from '../ports/directory.js';

/** An ID token is read once, when it arrives. */
const ID_TOKEN_SECONDS = 3600;
const ID_TOKEN_HEADER = { typ: 'JWT' } as const;

/** What an ID token says (OpenID Connect Core §2). Absent members are not written. */
export interface IdTokenFacts {
  readonly subject: string;
  /** Epoch milliseconds. */
  readonly authenticatedAt: number;
  readonly sessionId?: string | undefined;
  readonly nonce?: string | undefined;
  readonly acr?: string | undefined;
  readonly amr?: readonly string[] | undefined;
  /** Claims about the user. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** What comes beside it, to be bound to it (§3.1.3.6, §3.3.2.11). */
  readonly accessToken?: string | undefined;
  readonly code?: string | undefined;
  readonly state?: string | undefined;
  /** OpenID Connect CIBA §10.3.1: the request that it answers, and the refresh token that comes beside it. */
  readonly authRequestId?: string | undefined;
  readonly refreshToken?: string | undefined;
}

// RFC 8037 has no hash for Ed25519; SHA-512, its own, is what implementations agree on.
const HASH_OF: Readonly<Record<SigningAlgorithm, 'sha256' | 'sha512'>> = {
  ES256: 'sha256',
  RS256: 'sha256',
  PS256: 'sha256',
  EdDSA: 'sha512',
};

/** OpenID Connect Core §3.1.3.6: the left half of the hash of a value, in base64url. */
export function halfHash(algorithm: SigningAlgorithm, text: string): string {
  const digest = hash(HASH_OF[algorithm], text, 'buffer');
  return digest.subarray(0, digest.length / 2).toString('base64url');
}

/**
 * OpenID Connect Core §2: an ID token for one client.
 * @param now epoch milliseconds
 */
export function signIdToken(
  issuer: string,
  directory: Directory,
  client: Client,
  facts: IdTokenFacts,
  now: number,
): string | Promise<string> {
  const key = getClientSigningKey(directory, client, client.idTokenSigningAlgorithm);
  const half = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : halfHash(key.algorithm, text);
  const issuedAt = Math.floor(now / 1000);
  return signJws(key, ID_TOKEN_HEADER, {
    // First, so that none of them can stand in for a claim of ours.
    ...facts.claims,
    iss: issuer,
    sub: facts.subject,
    aud: client.clientId,
    exp: issuedAt + ID_TOKEN_SECONDS,
    iat: issuedAt,
    auth_time: Math.floor(facts.authenticatedAt / 1000),
    nonce: facts.nonce,
    acr: facts.acr,
    amr: facts.amr,
    // OpenID Connect Back-Channel Logout §2.1
    sid: facts.sessionId,
    at_hash: half(facts.accessToken),
    c_hash: half(facts.code),
    // FAPI 1.0 Advanced §5.1.1
    s_hash: half(facts.state),
    // OpenID Connect CIBA §10.3.1
    'urn:openid:params:jwt:claim:auth_req_id': facts.authRequestId,
    'urn:openid:params:jwt:claim:rt_hash': half(facts.refreshToken),
  });
}

/** What an ID token that comes back says, for a hint: whose it is, for whom, and of which session. */
export interface IdTokenHint {
  readonly subject: string;
  readonly clientId: string;
  readonly sessionId: string | undefined;
}

/**
 * OpenID Connect Core §3.1.2.1 `id_token_hint`, RP-Initiated Logout §2: an ID token of ours, expired or not. Undefined
 * for anything else: a hint is never an error.
 */
export function readIdTokenHint(issuer: string, directory: Directory, text: string): IdTokenHint | undefined {
  try {
    const keys = mapKeysByHeader(directory.keys, ID_TOKEN_HEADER);
    const claims = verifyJws(keys, text, (reason) => new Error(reason)) as Readonly<Record<string, unknown>>;
    const { iss, sub, aud, sid, auth_time: authenticatedAt } = claims;
    // Other JWTs of ours have the same header; of those none says when somebody signed in.
    if (iss !== issuer || typeof sub !== 'string' || typeof aud !== 'string') return undefined;
    if (typeof authenticatedAt !== 'number') return undefined;
    return { subject: sub, clientId: aud, sessionId: typeof sid === 'string' ? sid : undefined };
  } catch {
    return undefined;
  }
}
