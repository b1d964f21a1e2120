import { signJws } from '../kernel/jws.js';
import type { SigningKey } from '../kernel/signing-key.js';

// JARM §2.1: ten minutes are recommended as the most.
const LIFETIME_SECONDS = 600;

/**
 * JARM §2.1: an authorization response as a JWT for the client alone, with the parameters as its claims.
 * @param now epoch milliseconds
 */
export function signAuthorizationResponse(
  issuer: string,
  key: SigningKey,
  clientId: string,
  parameters: Readonly<Record<string, string>>,
  now: number,
): string | Promise<string> {
  const exp = Math.floor(now / 1000) + LIFETIME_SECONDS;
  return signJws(key, { typ: 'JWT' }, { ...parameters, iss: issuer, aud: clientId, exp });
}
