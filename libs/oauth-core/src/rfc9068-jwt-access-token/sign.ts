import type { AccessToken } from '../kernel/access-token.js';
import { signJws } from '../kernel/jws.js';
import type { SigningKey } from '../kernel/signing-key.js';
import { ACCESS_TOKEN_HEADER } from './jose-header.js';

/**
 * RFC 9068 §2: the JWT of an access token. `grant_id` and `authorization_id` name what it comes from, so that
 * revoking those revokes it. A promise only where the key needs one.
 * @param authenticatedAt `auth_time` in epoch seconds, where an end user signed in
 */
export function signAccessToken(
  issuer: string,
  key: SigningKey,
  token: AccessToken,
  authenticatedAt: number | undefined,
): string | Promise<string> {
  return signJws(key, ACCESS_TOKEN_HEADER, {
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
}
