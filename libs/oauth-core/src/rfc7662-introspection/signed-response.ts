import { signJws } from '../kernel/jws.js';
import type { SigningKey } from '../kernel/signing-key.js';

export const INTROSPECTION_JWT_TYPE = 'application/token-introspection+jwt';

/** RFC 9701 §4: whether the resource server asks for a signed answer. */
export const wantsSignedIntrospection = (accept: string | undefined): boolean =>
  accept?.toLowerCase().includes(INTROSPECTION_JWT_TYPE) === true;

/**
 * RFC 9701 §5: an introspection answer as a JWT for the resource server that asked, and for no one else.
 * @param now epoch milliseconds
 */
export function signIntrospection(
  issuer: string,
  key: SigningKey,
  clientId: string,
  answer: object,
  now: number,
): string | Promise<string> {
  // RFC 9701 §5: no sub and no exp at the top, so that nobody takes it for an access token (§8.1).
  const claims = { iss: issuer, aud: clientId, iat: Math.floor(now / 1000), token_introspection: answer };
  return signJws(key, { typ: 'token-introspection+jwt' }, claims);
}
