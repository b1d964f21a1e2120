import type { AccessToken, AccessTokenDetails, Actor } from '../kernel/access-token.js';
import type { Confirmation } from '../kernel/confirmation.js';
import { verifyJws } from '../kernel/jws.js';
import { OAuthError } from '../kernel/oauth-error.js';
import type { SigningKey } from '../kernel/signing-key.js';
import type { AuthorizationDetail } from '../rfc9396-authorization-details/detail.js';

interface Claims {
  readonly iss: string;
  readonly exp: number;
  readonly aud: string | readonly string[];
  readonly sub: string;
  readonly client_id: string;
  readonly iat: number;
  readonly jti: string;
  readonly scope: string;
  readonly grant_id?: string;
  readonly authorization_id?: string;
  readonly grant_type?: string;
  readonly auth_time?: number;
  readonly acr?: string;
  readonly amr?: readonly string[];
  readonly act?: Actor;
  readonly may_act?: Actor;
  readonly origins?: readonly string[];
  readonly cnf?: Confirmation;
  readonly userinfo_claims?: readonly string[];
  readonly authorization_details?: readonly AuthorizationDetail[];
}

/** Everything else that we signed comes from the client's claim templates. */
function parseDetails(claims: Claims): AccessTokenDetails {
  const { iss, exp, aud, sub, client_id, iat, jti, scope, grant_id, authorization_id, ...rest } = claims;
  const { grant_type, auth_time, acr, amr, act, may_act, origins, cnf, userinfo_claims, ...others } = rest;
  const { authorization_details, ...extra } = others;
  return {
    ...(grant_type !== undefined && { grantType: grant_type }),
    ...(auth_time !== undefined && { authenticatedAt: auth_time }),
    ...(acr !== undefined && { acr }),
    ...(amr !== undefined && { amr }),
    ...(act !== undefined && { actor: act }),
    ...(may_act !== undefined && { mayAct: may_act }),
    ...(origins !== undefined && { origins }),
    ...(cnf !== undefined && { confirmation: cnf }),
    ...(userinfo_claims !== undefined && { userinfoClaims: userinfo_claims }),
    ...(authorization_details !== undefined && { authorizationDetails: authorization_details }),
    ...(Object.keys(extra).length > 0 && { claims: extra }),
  };
}

const refusal = (reason: string): OAuthError =>
  new OAuthError('invalid_token', 'The access token is not valid.', reason);

/**
 * RFC 9068 §4: verifies a JWT access token of ours. The header must be one that we write, to the byte: type,
 * algorithm and key are thereby settled before anything is parsed.
 * @throws OAuthError invalid_token. Expiry is not checked here.
 */
export function verifyJwtAccessToken(
  issuer: string,
  keysByHeader: ReadonlyMap<string, SigningKey>,
  text: string,
): AccessToken {
  // What we signed has our shape.
  const claims = verifyJws(keysByHeader, text, refusal) as Claims;
  if (claims.iss !== issuer) throw refusal('issued by another issuer');
  return {
    format: 'jwt',
    tokenId: claims.jti,
    clientId: claims.client_id,
    subject: claims.sub,
    userId: claims.grant_id === undefined ? null : claims.sub,
    scopes: new Set(claims.scope === '' ? [] : claims.scope.split(' ')),
    audience: typeof claims.aud === 'string' ? [claims.aud] : claims.aud,
    issuedAt: claims.iat,
    expiresAt: claims.exp,
    authorizationId: claims.authorization_id ?? null,
    grantId: claims.grant_id ?? null,
    details: parseDetails(claims),
  };
}
