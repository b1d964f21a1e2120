import { compactVerify, decodeProtectedHeader, type ProtectedHeaderParameters } from 'jose';
import type { JsonWebKeySet } from '../kernel/client-settings.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { findJwkKeys, nameOfAlgorithm } from '../rfc7523-jwt-assertions/assertion-signature.js';

/** What the header of an outside issuer's access tokens must be like. */
export interface OutsideJwtRules {
  /** As the operator has named them; key pairs alone. */
  readonly algorithms: readonly string[];
  /** RFC 9068 §2.1: `at+jwt`. Where it is not wanted, a plain `JWT` or none will do. */
  readonly requiresAccessTokenType: boolean;
}

/** More keys than this are not tried for one access token. */
const MAX_TRIES = 10;

const refusal = (reason: string, description = 'The access token is not valid.'): OAuthError =>
  new OAuthError('invalid_token', description, reason);

/** RFC 8725 §3.1, §3.11: algorithm and type are settled before any key is looked for. @throws OAuthError invalid_token */
function parseHeader(text: string, rules: OutsideJwtRules): ProtectedHeaderParameters {
  let header: ProtectedHeaderParameters;
  try {
    header = decodeProtectedHeader(text);
  } catch {
    throw refusal('it is no JWT in compact form');
  }
  const isAllowed = rules.algorithms.some((name) => nameOfAlgorithm(name) === nameOfAlgorithm(header.alg));
  if (header.alg === undefined || !isAllowed)
    throw refusal(`the algorithm ${String(header.alg).slice(0, 40)} is not among those of this issuer`);
  // RFC 7515 §4.1.11: extensions that are not understood must be refused, and none is needed here.
  if (header.crit !== undefined || header['b64'] !== undefined) throw refusal('its header has extensions');
  if (header.kid !== undefined && typeof header.kid !== 'string') throw refusal('its kid is no text');
  const type =
    typeof header.typ === 'string' ? header.typ.toLowerCase().replace(/^application\//, '') : header.typ;
  const isAccessToken = type === 'at+jwt';
  const isPlain = type === undefined || type === 'jwt';
  // RFC 9068 §4: "MUST verify that the typ header value is at+jwt or application/at+jwt and reject tokens carrying any other value".
  if (!isAccessToken && (rules.requiresAccessTokenType || !isPlain))
    throw refusal(
      `the typ of its header is ${String(type).slice(0, 40)}`,
      'This is no access token: the typ of its header must be at+jwt.',
    );
  return header;
}

function parseClaims(payload: Uint8Array): Readonly<Record<string, unknown>> {
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload).toString());
  } catch {
    throw refusal('its payload is no JSON');
  }
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims))
    throw refusal('its payload is no JSON object');
  return claims as Readonly<Record<string, unknown>>;
}

/**
 * RFC 9068 §4: the claims of a JWT access token that another issuer has signed with one of its keys. What the header says
 * of keys (`jwk`, `jku`, `x5u`, `x5c`) is not looked at, and its `kid` only compared.
 * @param getKeys the issuer's keys, with the one of this `kid` if it has it
 * @throws OAuthError invalid_token, and what `getKeys` throws. Issuer, audience and time are not checked here.
 */
export async function verifyOutsideJwt(
  text: string,
  rules: OutsideJwtRules,
  getKeys: (kid: string | undefined) => Promise<JsonWebKeySet>,
): Promise<Readonly<Record<string, unknown>>> {
  const header = parseHeader(text, rules);
  const keys = findJwkKeys(await getKeys(header.kid), header);
  for (const key of keys.slice(0, MAX_TRIES)) {
    try {
      const { payload } = await compactVerify(text, key, { algorithms: [header.alg ?? ''] });
      return parseClaims(payload);
    } catch (error) {
      // Another key, one of another kind, or an RSA key below 2048 bits: the next one.
      if (error instanceof OAuthError) throw error;
    }
  }
  throw refusal(`no key of the issuer verifies it; ${keys.length} tried`);
}
