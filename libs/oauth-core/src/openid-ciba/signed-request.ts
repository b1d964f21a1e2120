import type { Client } from '../kernel/client.js';
import type { Form } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import type { RemoteKeys } from '../ports/remote-keys.js';
import type { ReplayStore } from '../ports/replay.js';
import type { World } from '../ports/world.js';
import { CLOCK_SKEW_SECONDS } from '../rfc7523-jwt-assertions/assertion-claims.js';
import { nameOfAlgorithm, verifyAssertionSignature } from '../rfc7523-jwt-assertions/assertion-signature.js';
import { parseRequestClaims, toRequestForm } from '../rfc9101-request-object/request-object.js';
import { decodeProtectedHeader } from 'jose';

export interface SignedRequestOptions {
  readonly issuer: string;
  readonly remoteKeys: RemoteKeys;
  readonly replays: ReplayStore;
  readonly world: World;
}

/** CIBA §7.1: what a request may say of itself; inside the signed object alone, where there is one (§7.1.1). */
const PARAMETERS = [
  'scope',
  'client_notification_token',
  'acr_values',
  'login_hint_token',
  'id_token_hint',
  'login_hint',
  'binding_message',
  'user_code',
  'requested_expiry',
  'resource',
  'authorization_details',
] as const;

const MAX_SECONDS = 3600;

const refuse = (description: string, reason?: string): OAuthError =>
  new OAuthError('invalid_request', description.replaceAll('assertion', 'request object'), reason);

function getSeconds(claims: Readonly<Record<string, unknown>>, name: string): number {
  const value = claims[name];
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw refuse(
      `The claim ${name} of the request object is missing, or is not a number of seconds since 1970.`,
    );
  return value;
}

/**
 * CIBA §7.1.1: "The JWT MUST contain [...] aud, iss, exp, iat, nbf, jti".
 * @param now epoch seconds
 * @returns its `jti`, and the epoch seconds until which it counts
 */
function checkEnvelope(
  claims: Readonly<Record<string, unknown>>,
  issuer: string,
  clientId: string,
  now: number,
): { readonly jwtId: string; readonly expiry: number } {
  const { iss, aud, jti } = claims;
  if (iss !== clientId) throw refuse('iss of the request object must be the client ID.');
  if (![aud].flat().includes(issuer))
    throw refuse('aud of the request object must be our issuer identifier.');
  const [expiry, notBefore, issuedAt] = ['exp', 'nbf', 'iat'].map((name) => getSeconds(claims, name));
  if (expiry === undefined || expiry + CLOCK_SKEW_SECONDS <= now)
    throw refuse('The request object has expired: check exp and your clock.');
  if (expiry > now + MAX_SECONDS + CLOCK_SKEW_SECONDS)
    throw refuse(`The request object lives too long: exp may be at most ${MAX_SECONDS} seconds ahead.`);
  if (Math.max(notBefore ?? Infinity, issuedAt ?? Infinity) > now + CLOCK_SKEW_SECONDS)
    throw refuse('The request object does not count yet: check nbf, iat and your clock.');
  if (typeof jti !== 'string' || jti === '')
    throw refuse('The claim jti of the request object is missing, or is not a string.');
  return { jwtId: jti, expiry };
}

function checkAlgorithm(text: string, { backchannelRequestSigningAlgorithm: wanted }: Client): void {
  if (wanted === null) return;
  let algorithm: string | undefined;
  try {
    algorithm = decodeProtectedHeader(text).alg;
  } catch {
    throw refuse('The request object is not a JWT in compact form.');
  }
  if (nameOfAlgorithm(algorithm) !== wanted)
    throw refuse(`The request object must be signed with ${wanted}, as registered.`);
}

/**
 * OpenID Connect CIBA §7.1.1: the parameters of a signed request where there is one, else those of the form. Whoever is
 * registered to sign must.
 * @throws OAuthError invalid_request
 */
export async function openBackchannelParameters(
  { issuer, remoteKeys, replays, world }: SignedRequestOptions,
  client: Client,
  form: Form,
): Promise<Form> {
  const text = form.get('request');
  if (text === undefined) {
    if (client.requiresRequestObject || client.backchannelRequestSigningAlgorithm !== null)
      throw refuse('This client must send its requests signed, as request.');
    return form;
  }
  // "authentication request parameters MUST NOT be present outside of the JWT"
  const outside = PARAMETERS.find((name) => form.has(name));
  if (outside !== undefined) throw refuse(`${outside} must be inside the signed request, and nowhere else.`);
  checkAlgorithm(text, client);
  const types = ['oauth-authz-req+jwt', 'jwt'];
  const payload = await verifyAssertionSignature(text, client, types, remoteKeys, world.now(), refuse);
  const claims = parseRequestClaims(payload, refuse);
  const { jwtId, expiry } = checkEnvelope(claims, issuer, client.clientId, world.now() / 1000);
  const parameters = toRequestForm(claims, refuse);
  const rememberedUntil = (expiry + CLOCK_SKEW_SECONDS) * 1000;
  if (
    !(await replays.claim('backchannel-request', JSON.stringify([client.clientId, jwtId]), rememberedUntil))
  )
    throw refuse('This request object has been used before: make a new one for each request.', 'replay');
  return parameters;
}
