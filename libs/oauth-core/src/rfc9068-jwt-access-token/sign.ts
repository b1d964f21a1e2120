import { sign } from 'node:crypto';
import type { AccessToken } from '../kernel/access-token.js';
import type { SigningKey } from '../kernel/signing-key.js';
import { encodeJoseHeader } from './jose-header.js';

const headers = new WeakMap<SigningKey, string>();

function getHeader(key: SigningKey): string {
  const known = headers.get(key);
  if (known !== undefined) return known;
  const header = encodeJoseHeader(key);
  headers.set(key, header);
  return header;
}

/**
 * RFC 9068 §2: the JWT of an access token. `grant_id` and `authorization_id` name what it comes from, so that
 * revoking those revokes it.
 * @param authenticatedAt `auth_time` in epoch seconds, where an end user signed in
 */
export function signAccessToken(
  issuer: string,
  key: SigningKey,
  token: AccessToken,
  authenticatedAt: number | undefined,
): string {
  // Members that are undefined are not written.
  const payload = JSON.stringify({
    iss: issuer,
    exp: token.expiresAt,
    aud: token.audience.length === 1 ? token.audience[0] : token.audience,
    sub: token.subject,
    client_id: token.clientId,
    iat: token.issuedAt,
    jti: token.tokenId,
    scope: [...token.scopes].join(' '),
    grant_id: token.grantId ?? undefined,
    authorization_id: token.authorizationId ?? undefined,
    auth_time: authenticatedAt,
  });
  const signingInput = `${getHeader(key)}.${Buffer.from(payload).toString('base64url')}`;
  // RFC 7518 §3.4: the signature is R ‖ S, not DER.
  const signature = sign('sha256', Buffer.from(signingInput), {
    key: key.privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return `${signingInput}.${signature.toString('base64url')}`;
}
