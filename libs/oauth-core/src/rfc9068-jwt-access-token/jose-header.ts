import type { SigningKey } from '../kernel/signing-key.js';

/** The JOSE header of every access token that `key` signs, in base64url (RFC 9068 §2.1). */
export function encodeJoseHeader(key: Pick<SigningKey, 'kid' | 'algorithm'>): string {
  const header = JSON.stringify({ alg: key.algorithm, typ: 'at+jwt', kid: key.kid });
  return Buffer.from(header).toString('base64url');
}
