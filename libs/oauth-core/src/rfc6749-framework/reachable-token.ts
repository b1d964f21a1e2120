import type { AccessToken, AccessTokenDetails } from '../kernel/access-token.js';
import type { Client } from '../kernel/client.js';
import { ACR_MFA, ACR_PASSWORD, isAcrReached } from '../openid/acr.js';
import { BACKCHANNEL_GRANT_TYPE } from '../openid-ciba/backchannel.grant.js';
import type { Directory } from '../ports/directory.js';
import { SAML_BEARER_GRANT_TYPE } from '../rfc7522-saml-assertions/saml-bearer.grant.js';
import { JWT_BEARER_GRANT_TYPE } from '../rfc7523-jwt-assertions/jwt-bearer.grant.js';
import { DEVICE_CODE_GRANT_TYPE } from '../rfc8628-device/device-code.grant.js';
import { TOKEN_EXCHANGE_GRANT_TYPE } from '../rfc8693-token-exchange/token-exchange.grant.js';

/** What an access token of a grant can say of a sign-in: `none` where nobody signs in, `unknown` where others did it. */
type SignIn = 'none' | 'unknown' | typeof ACR_PASSWORD | typeof ACR_MFA;

/** The strongest sign-in of each grant that leads to an access token by itself. */
const SIGN_INS: ReadonlyMap<string, SignIn> = new Map<string, SignIn>([
  ['authorization_code', ACR_MFA],
  ['implicit', ACR_MFA],
  [DEVICE_CODE_GRANT_TYPE, ACR_MFA],
  [BACKCHANNEL_GRANT_TYPE, ACR_MFA],
  // RFC 8693 §2.2: as the token says that it is made from.
  [TOKEN_EXCHANGE_GRANT_TYPE, ACR_MFA],
  ['password', ACR_PASSWORD],
  [JWT_BEARER_GRANT_TYPE, 'unknown'],
  [SAML_BEARER_GRANT_TYPE, 'unknown'],
  ['client_credentials', 'none'],
]);

/** What is wanted of a sign-in (RFC 9470 §3). */
export interface WantedSignIn {
  readonly acr: string | null;
  readonly maxAgeSeconds: number | null;
}

function isEnough(signIn: SignIn, { acr, maxAgeSeconds }: WantedSignIn): boolean {
  if (acr !== null) return signIn !== 'none' && signIn !== 'unknown' && isAcrReached(signIn, acr);
  return maxAgeSeconds === null || signIn !== 'none';
}

/** The grants whose access tokens can tell of such a sign-in. */
export const listGrantsWith = (wanted: WantedSignIn): readonly string[] =>
  [...SIGN_INS].filter(([, signIn]) => isEnough(signIn, wanted)).map(([grantType]) => grantType);

const STRENGTHS: readonly SignIn[] = ['none', 'unknown', ACR_PASSWORD, ACR_MFA];

function describeSignIn(signIn: SignIn, now: number): AccessTokenDetails {
  if (signIn === 'none') return {};
  const authenticatedAt = Math.floor(now / 1000);
  return signIn === 'unknown' ? { authenticatedAt } : { authenticatedAt, acr: signIn };
}

/**
 * RFC 8707 §2: whether an access token of the client can be for an audience: its scopes mean something there, or the client
 * may name it and has a scope that means something everywhere, or needs none.
 */
function canBeFor(client: Client, directory: Pick<Directory, 'findAudience'>, audience: string): boolean {
  if (directory.findAudience(client.allowedScopes).includes(audience)) return true;
  if (!client.resources.includes(audience)) return false;
  return (
    client.defaultScopes.length === 0 ||
    [...client.allowedScopes].some((name) => directory.findAudience([name]).length === 0)
  );
}

/**
 * The access token with the most rights that a client can ever get: all that it may have, with a sign-in just now that is as
 * strong as can be. Undefined: none of its grants leads to one. Whether people agree to it is another question.
 * @param audience is in the access token where that is possible
 * @param now epoch milliseconds
 */
export function findReachableToken(
  client: Client,
  directory: Pick<Directory, 'findAudience'>,
  audience: string,
  now: number,
): AccessToken | undefined {
  const signIns = [...client.grantTypes].flatMap((grantType) => SIGN_INS.get(grantType) ?? []);
  const signIn = STRENGTHS.findLast((strength) => signIns.includes(strength));
  if (signIn === undefined) return undefined;
  const issuedAt = Math.floor(now / 1000);
  return {
    format: client.accessTokenFormat,
    tokenId: '',
    clientId: client.clientId,
    subject: client.clientId,
    userId: null,
    scopes: client.allowedScopes,
    audience: canBeFor(client, directory, audience) ? [audience] : [],
    issuedAt,
    expiresAt: issuedAt + client.accessTokenLifetimeSeconds,
    authorizationId: null,
    grantId: null,
    details: describeSignIn(signIn, now),
  };
}
