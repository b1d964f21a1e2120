import { OAuthError } from '@gatehouse/oauth-core';
import type { OutsideIssuer } from './outside-issuer.js';
import { RefusedOutsideTokenError } from './refused-outside-token.js';

/** What an access token says, or its issuer of it. */
export type OutsideClaims = Readonly<Record<string, unknown>>;

/** What counts of an outside access token, checked but for what depends on the API. */
export interface OutsideFacts {
  readonly subject: string | null;
  /** As the issuer names it. */
  readonly clientId: string | null;
  readonly tokenId: string | null;
  /** In the issuer's words. */
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
  /** Epoch seconds, with what the clocks may differ by; null: the issuer does not say. */
  readonly expiresAt: number | null;
  /** RFC 8705 §3.1: of the only certificate that may use it, base64url; null: any bearer. */
  readonly certificateThumbprint: string | null;
}

const MAX_NAME_LENGTH = 500;
const MAX_SCOPES = 500;
// It ends up in headers and records: one line, and text that has an encoding.
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

const NOT_VALID = 'The access token is not valid.';

/** A claim that names something: null where it is absent. */
function findName(claims: OutsideClaims, name: string): string | null {
  const value = claims[name];
  if (value === undefined || value === null) return null;
  if (
    typeof value === 'string' &&
    value !== '' &&
    value.length <= MAX_NAME_LENGTH &&
    !UNPRINTABLE.test(value)
  )
    return value;
  throw new OAuthError('invalid_token', NOT_VALID, `the claim ${name} is not a short text`);
}

/** RFC 7519 §2: a NumericDate in seconds. */
function findMoment(claims: OutsideClaims, name: string): number | null {
  const value = claims[name];
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new OAuthError('invalid_token', NOT_VALID, `the claim ${name} is not a number`);
}

/** Texts, as one with spaces or as a list (RFC 8693 §4.2, and what others make of it). */
function listTexts(claims: OutsideClaims, name: string, splits: boolean): readonly string[] {
  const value = claims[name];
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return splits ? value.split(' ').filter((text) => text !== '') : [value];
  if (Array.isArray(value) && value.every((text): text is string => typeof text === 'string')) return value;
  throw new OAuthError('invalid_token', NOT_VALID, `the claim ${name} is neither a text nor a list of texts`);
}

function listScopes(claims: OutsideClaims, claim: string | null): readonly string[] {
  const name = claim ?? (claims['scope'] === undefined ? 'scp' : 'scope');
  const scopes = listTexts(claims, name, true);
  if (scopes.length > MAX_SCOPES) throw new OAuthError('invalid_token', NOT_VALID, 'too many scopes');
  return scopes;
}

/** RFC 7662 §2.2: the kind of an access token, where its issuer says it: in a header after "Bearer" stands no other. */
function checkKind(claims: OutsideClaims, judgement: 'jwt' | 'introspection'): void {
  const kind = claims['token_type'];
  if (judgement === 'jwt' || kind === undefined || kind === null) return;
  // RFC 6749 §7.1: not case-sensitive. Keycloak and others say "access_token" there of what is a bearer token.
  if (typeof kind === 'string' && ['bearer', 'access_token'].includes(kind.toLowerCase())) return;
  throw new OAuthError('invalid_token', NOT_VALID, 'its token_type is not Bearer');
}

/** RFC 7519 §4.1.4 to §4.1.6: now is in its time. @returns until when, epoch seconds */
function checkTime(claims: OutsideClaims, { settings }: OutsideIssuer, nowSeconds: number): number | null {
  const { clockSkewSeconds: skew, judgement } = settings;
  const expiry = findMoment(claims, 'exp');
  // RFC 9068 §2.2: REQUIRED. RFC 7662 §2.2: OPTIONAL, since the issuer has just said "active".
  if (expiry === null && judgement.kind === 'jwt')
    throw new OAuthError('invalid_token', NOT_VALID, 'the claim exp is missing');
  if (expiry !== null && expiry + skew <= nowSeconds)
    throw new OAuthError('invalid_token', 'The access token has expired.', 'expired');
  const notBefore = Math.max(findMoment(claims, 'nbf') ?? 0, findMoment(claims, 'iat') ?? 0);
  if (notBefore > nowSeconds + skew)
    throw new OAuthError('invalid_token', 'The access token is not valid yet.', 'nbf or iat lies ahead');
  return expiry === null ? null : expiry + skew;
}

/** RFC 7800 §3: whoever presents a bound access token must prove to have the key. */
function findThumbprint(claims: OutsideClaims): string | null {
  const confirmation = claims['cnf'];
  if (confirmation === undefined || confirmation === null) return null;
  const members = Object.entries(confirmation);
  const [first] = members;
  // RFC 8705 §3.1: a certificate is a proof that we can check; no other is, and none is taken for none.
  if (members.length === 1 && first?.[0] === 'x5t#S256' && typeof first[1] === 'string') return first[1];
  throw new OAuthError(
    'invalid_token',
    'The access token is bound to a key, and this gateway cannot check the proof of it.',
    'the claim cnf is of an unknown kind',
  );
}

/**
 * RFC 9068 §4, RFC 7662 §2.2: what counts of the claims of an access token whose signature was verified, or that the
 * issuer has called active. Whom it must be for depends on the API: see `checkOutsideAudience`.
 * @param now epoch milliseconds
 * @throws RefusedOutsideTokenError
 */
export function readOutsideFacts(issuer: OutsideIssuer, claims: OutsideClaims, now: number): OutsideFacts {
  const { settings } = issuer;
  const outside = { issuer: issuer.issuer, subject: null, clientId: null };
  try {
    // RFC 9068 §4: "The issuer identifier [...] MUST exactly match the value of the iss claim." RFC 7662 §2.2: OPTIONAL.
    const isNamed = claims['iss'] === issuer.issuer;
    if (!isNamed && (settings.judgement.kind === 'jwt' || claims['iss'] !== undefined))
      throw new OAuthError('invalid_token', NOT_VALID, 'the claim iss names another issuer');
    checkKind(claims, settings.judgement.kind);
    const expiresAt = checkTime(claims, issuer, now / 1000);
    const { clientClaim, scopes } = settings;
    return {
      subject: findName(claims, 'sub'),
      clientId:
        clientClaim === null
          ? (findName(claims, 'client_id') ?? findName(claims, 'azp'))
          : findName(claims, clientClaim),
      tokenId: findName(claims, 'jti'),
      scopes: listScopes(claims, scopes.claim),
      audience: listTexts(claims, 'aud', false),
      expiresAt,
      certificateThumbprint: findThumbprint(claims),
    };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    throw new RefusedOutsideTokenError(outside, error.description, error.reason);
  }
}
