import type { AccessToken } from '../kernel/access-token.js';
import { signJws } from '../kernel/jws.js';
import type { SigningKey } from '../kernel/signing-key.js';
import { ACCESS_TOKEN_HEADER } from './jose-header.js';

/**
 * RFC 9068 §2: the JWT of an access token. `grant_id` and `authorization_id` name what it comes from, so that
 * revoking those revokes it. A promise only where the key needs one.
 */
export function signAccessToken(
  issuer: string,
  key: SigningKey,
  token: AccessToken,
): string | Promise<string> {
  const { details } = token;
  return signJws(key, ACCESS_TOKEN_HEADER, {
    // First, so that none of them can stand in for a claim of ours.
    ...details.claims,
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
    grant_type: details.grantType,
    // RFC 9068 §2.2.1
    auth_time: details.authenticatedAt,
    acr: details.acr,
    amr: details.amr,
    // RFC 8693 §4.1, §4.4
    act: details.actor,
    may_act: details.mayAct,
    origins: details.origins,
    // RFC 9449 §6.1, RFC 8705 §3.1
    cnf: details.confirmation,
    userinfo_claims: details.userinfoClaims,
    // RFC 9396 §9.1
    authorization_details: details.authorizationDetails,
  });
}
