/** Clocks may differ by this much, in either direction. */
export const CLOCK_SKEW_SECONDS = 60;
/** No assertion may live longer: whoever steals one has that long, and its `jti` is remembered that long. */
export const MAX_ASSERTION_SECONDS = 3600;

/** Makes the error to throw: `invalid_client` or `invalid_grant`, of words for the developer and words for our log. */
export type Refuse = (description: string, reason?: string) => Error;

/** What an assertion says, checked. */
export interface AssertionClaims {
  readonly issuer: string;
  readonly subject: string;
  readonly jwtId: string;
  /** Epoch milliseconds; until then, and the clock skew, its `jti` must be remembered. */
  readonly expiresAt: number;
  /** Epoch milliseconds. */
  readonly issuedAt: number | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
}

function parseObject(payload: Uint8Array, refuse: Refuse): Readonly<Record<string, unknown>> {
  const refusal = refuse('The payload of the assertion is not a JSON object.');
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload).toString());
  } catch {
    throw refusal;
  }
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) throw refusal;
  return claims as Readonly<Record<string, unknown>>;
}

function getText(claims: Readonly<Record<string, unknown>>, name: string, refuse: Refuse): string {
  const value = claims[name];
  if (typeof value !== 'string' || value === '')
    throw refuse(`The claim ${name} of the assertion is missing, or is not a string.`);
  return value;
}

/** A NumericDate in seconds; undefined where it is absent. */
function findMoment(
  claims: Readonly<Record<string, unknown>>,
  name: string,
  refuse: Refuse,
): number | undefined {
  const value = claims[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw refuse(`The claim ${name} of the assertion is not a number of seconds since 1970.`);
  return value;
}

/** RFC 7523 §3, 4. to 6.: it counts now, and does not count for long. */
function checkWindow(claims: Readonly<Record<string, unknown>>, now: number, refuse: Refuse): number {
  const expiry = findMoment(claims, 'exp', refuse);
  // RFC 7523 §3: "The JWT MUST contain an exp (expiration time) claim"
  if (expiry === undefined) throw refuse('The claim exp of the assertion is missing.');
  if (expiry + CLOCK_SKEW_SECONDS <= now)
    throw refuse('The assertion has expired: check exp and your clock.');
  // RFC 7523 §3: the server "may reject JWTs with an exp claim value that is unreasonably far in the future".
  if (expiry > now + MAX_ASSERTION_SECONDS + CLOCK_SKEW_SECONDS)
    throw refuse(`The assertion lives too long: exp may be at most ${MAX_ASSERTION_SECONDS} seconds ahead.`);
  const notBefore = findMoment(claims, 'nbf', refuse);
  if (notBefore !== undefined && notBefore > now + CLOCK_SKEW_SECONDS)
    throw refuse('The assertion does not count yet: check nbf and your clock.');
  const issuedAt = findMoment(claims, 'iat', refuse);
  if (issuedAt !== undefined && issuedAt > now + CLOCK_SKEW_SECONDS)
    throw refuse('The assertion comes from the future: check iat and your clock.');
  return expiry;
}

/** A server that is meant alone may stand in a list of one, where a profile says so. */
const isFor = (aud: unknown, audience: string, takesListOfOne: boolean): boolean =>
  aud === audience || (takesListOfOne && Array.isArray(aud) && aud.length === 1 && aud[0] === audience);

/**
 * RFC 7523 §3: the claims of an assertion whose signature has been verified. Who may be its issuer and subject is for
 * the caller to say, and the `jti` to claim (`identifyAssertion`).
 *
 * Stricter than the RFC in three places, each for a known attack: `aud` is our issuer identifier alone, as one string
 * (the endpoint's address and lists let one server replay an assertion at another); `jti` is required; and `exp` is at
 * most an hour ahead.
 * @param payload as signed
 * @param audience our issuer identifier
 * @param now epoch milliseconds
 * @param takesListOfOne draft-ietf-oauth-identity-assertion-authz-grant §4.4.1: `aud` may be "an array containing a single" one
 */
export function checkAssertionClaims(
  payload: Uint8Array,
  audience: string,
  now: number,
  refuse: Refuse,
  takesListOfOne = false,
): AssertionClaims {
  const claims = parseObject(payload, refuse);
  const issuer = getText(claims, 'iss', refuse);
  const subject = getText(claims, 'sub', refuse);
  // RFC 7523 §3: "The authorization server MUST reject any JWT that does not contain its own identity as the intended audience."
  if (!isFor(claims['aud'], audience, takesListOfOne))
    throw refuse(`The claim aud of the assertion must be the issuer identifier ${audience}, as one string.`);
  const expiry = checkWindow(claims, now / 1000, refuse);
  const jwtId = getText(claims, 'jti', refuse);
  const issuedAt = findMoment(claims, 'iat', refuse);
  return {
    issuer,
    subject,
    jwtId,
    expiresAt: expiry * 1000,
    issuedAt: issuedAt === undefined ? undefined : issuedAt * 1000,
    claims,
  };
}

/** RFC 7523 §3, 7.: what the replay store claims, and until when: as long as the assertion could be accepted again. */
export function identifyAssertion({ issuer, jwtId, expiresAt }: AssertionClaims): {
  readonly identifier: string;
  readonly expiresAt: number;
} {
  return {
    // As JSON: no issuer and jti together read like another pair.
    identifier: JSON.stringify([issuer, jwtId]),
    expiresAt: expiresAt + CLOCK_SKEW_SECONDS * 1000,
  };
}
