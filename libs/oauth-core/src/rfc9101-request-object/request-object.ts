import type { Client } from '../kernel/client.js';
import type { Form } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import type { RemoteKeys } from '../ports/remote-keys.js';
import type { World } from '../ports/world.js';
import { CLOCK_SKEW_SECONDS, type Refuse } from '../rfc7523-jwt-assertions/assertion-claims.js';
import { verifyAssertionSignature } from '../rfc7523-jwt-assertions/assertion-signature.js';
import type { RequestObjectDecryption } from './decryption.js';

export interface RequestObjectOptions {
  readonly issuer: string;
  readonly remoteKeys: RemoteKeys;
  readonly decryption: RequestObjectDecryption;
  readonly world: World;
}

const refuse = (description: string, reason?: string): OAuthError =>
  new OAuthError('invalid_request_object', description.replaceAll('assertion', 'request object'), reason);

type Claims = Readonly<Record<string, unknown>>;

/** What a request object says. */
export function parseRequestClaims(payload: Uint8Array, refuse: Refuse): Claims {
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload).toString());
  } catch {
    throw refuse('The payload of the request object is not JSON.');
  }
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims))
    throw refuse('The payload of the request object is not a JSON object.');
  return claims as Claims;
}

const MAX_SECONDS = 3600;

/** FAPI 2.0 Message Signing §5.3.1: it says for whom it is, since when, and until when; an hour at most. */
function checkDates({ aud, exp, nbf }: Claims, now: number): void {
  if (aud === undefined)
    throw refuse('aud of the request object is missing: this client must name our issuer identifier.');
  if (typeof nbf !== 'number' || nbf + MAX_SECONDS < now)
    throw refuse(`nbf of the request object is missing, or more than ${MAX_SECONDS} seconds ago.`);
  if (typeof exp !== 'number' || exp > nbf + MAX_SECONDS)
    throw refuse(`exp of the request object is missing, or more than ${MAX_SECONDS} seconds after nbf.`);
}

/** RFC 9101 §6.1, RFC 7519 §4.1: made by this client, for us, for now. */
function checkEnvelope(claims: Claims, issuer: string, client: Client, now: number): void {
  const { client_id: clientId, iss, aud, sub, exp, nbf, iat } = claims;
  // RFC 9101 §5: "The client_id values in the client_id request parameter and [...] claim [...] MUST be identical."
  if (clientId !== client.clientId)
    throw refuse('client_id in the request object must be that of the request.');
  if (iss !== undefined && iss !== client.clientId)
    throw refuse('iss of the request object must be the client ID.');
  if (aud !== undefined && ![aud].flat().includes(issuer))
    throw refuse('aud of the request object must be our issuer identifier.');
  // RFC 9101 §10.8: so that no client assertion is taken for a request.
  if (sub === client.clientId) throw refuse('sub of a request object must not be the client ID.');
  if (exp !== undefined && !(typeof exp === 'number' && exp + CLOCK_SKEW_SECONDS > now))
    throw refuse('The request object has expired: check exp and your clock.');
  if (typeof exp === 'number' && exp > now + MAX_SECONDS + CLOCK_SKEW_SECONDS)
    throw refuse(`The request object lives too long: exp may be at most ${MAX_SECONDS} seconds ahead.`);
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf - CLOCK_SKEW_SECONDS <= now))
    throw refuse('The request object does not count yet: check nbf and your clock.');
  if (iat !== undefined && !(typeof iat === 'number' && iat - CLOCK_SKEW_SECONDS <= now))
    throw refuse('The request object comes from the future: check iat and your clock.');
  if (client.rules.requiresDatedRequestObject) checkDates(claims, now);
  // RFC 9101 §4: "request and request_uri parameters MUST NOT be included in Request Objects."
  if ('request' in claims || 'request_uri' in claims)
    throw refuse('A request object has no request or request_uri in it.');
}

const ENVELOPE: ReadonlySet<string> = new Set(['iss', 'aud', 'exp', 'nbf', 'iat', 'jti', 'sub']);

function toText(name: string, value: unknown, refuse: Refuse): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  // RFC 8707 §2: several resources.
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(' ');
  // OpenID Connect Core §6.1: claims is a JSON object itself.
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  throw refuse(`${name.replace(/[^\x20-\x7e]/g, '?').slice(0, 60)} in the request object has no value.`);
}

/** RFC 9101 §6.3: the parameters, as if they had come by themselves; empty ones count as absent. */
export function toRequestForm(claims: Claims, refuse: Refuse): Form {
  const pairs = Object.entries(claims)
    .filter(([name]) => !ENVELOPE.has(name))
    .map(([name, value]): [string, string] => [name, toText(name, value, refuse)]);
  const withNul = pairs.some(([, value]) => value.includes('\0'));
  if (withNul) throw refuse('A parameter in the request object has a NUL character.');
  return new Map(pairs.filter(([, value]) => value !== ''));
}

/**
 * RFC 9101 §6: the parameters that a client has signed, and may have encrypted to us. Only they count: what the address
 * says besides is not looked at (§6.3).
 * @param text the value of `request`
 * @throws OAuthError invalid_request_object
 */
export async function openRequestObject(
  { issuer, remoteKeys, decryption, world }: RequestObjectOptions,
  client: Client,
  text: string,
): Promise<Form> {
  // RFC 7516 §3.1: five parts are a JWE, and its plaintext is the signed object (§6.1: sign, then encrypt).
  const isEncrypted = text.split('.').length === 5;
  const signed = isEncrypted ? await decryption.decrypt(text, refuse) : text;
  const types = ['oauth-authz-req+jwt', 'jwt'];
  const payload = await verifyAssertionSignature(signed, client, types, remoteKeys, world.now(), refuse);
  const claims = parseRequestClaims(payload, refuse);
  checkEnvelope(claims, issuer, client, world.now() / 1000);
  return toRequestForm(claims, refuse);
}
