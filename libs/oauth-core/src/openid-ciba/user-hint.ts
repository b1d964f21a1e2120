import { decodeJwt } from 'jose';
import type { Client } from '../kernel/client.js';
import type { Form } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { readIdTokenHint } from '../openid/id-token.js';
import type { Directory } from '../ports/directory.js';
import type { RemoteKeys } from '../ports/remote-keys.js';
import type { Stores } from '../ports/stores.js';
import type { World } from '../ports/world.js';
import {
  checkAssertionClaims,
  CLOCK_SKEW_SECONDS,
  identifyAssertion,
} from '../rfc7523-jwt-assertions/assertion-claims.js';
import { verifyAssertionSignature } from '../rfc7523-jwt-assertions/assertion-signature.js';

export interface UserHintOptions {
  readonly issuer: string;
  readonly remoteKeys: RemoteKeys;
  readonly stores: Pick<Stores, 'replays' | 'subjects' | 'users'>;
  readonly world: World;
}

/** How a request says whom it means. */
export interface UserHint {
  readonly kind: 'login_hint_token' | 'id_token_hint' | 'login_hint';
  readonly value: string;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

const KINDS = ['login_hint_token', 'id_token_hint', 'login_hint'] as const;

const refuse = (description: string, reason?: string): OAuthError =>
  new OAuthError('invalid_request', description.replaceAll('assertion', 'login_hint_token'), reason);

/** CIBA §7.1: "it is REQUIRED that [...] one (and only one) of the hints" is there. @throws OAuthError invalid_request */
export function checkUserHint(parameters: Form): UserHint {
  const given = KINDS.filter((kind) => parameters.has(kind));
  const [kind] = given;
  if (kind === undefined || given.length > 1)
    throw refuse(`Send exactly one of ${KINDS.join(', ')}: it says whom to ask.`);
  return { kind, value: parameters.get(kind) ?? '' };
}

/** By user name, or by an e-mail address that is shown to be theirs. What means one person by each means nobody. */
async function findByLoginHint({ stores }: UserHintOptions, hint: string): Promise<string | undefined> {
  const found = await Promise.all([
    stores.subjects.find('username', null, hint),
    stores.subjects.find('verified-email', null, hint),
  ]);
  const [userId, ...others] = new Set(found.filter((id) => id !== undefined));
  return others.length === 0 ? userId : undefined;
}

async function findByIdToken(
  { issuer, stores }: UserHintOptions,
  directory: Directory,
  client: Client,
  text: string,
): Promise<string | undefined> {
  const hint = readIdTokenHint(issuer, directory, text);
  // CIBA §7.1: "An ID Token previously issued to the Client by the OpenID Provider".
  if (hint?.clientId !== client.clientId)
    throw refuse('id_token_hint must be an ID token of this server, issued to this client.');
  // OpenID Connect Core §8.1: a pairwise subject leads back to nobody, by design.
  if (client.subjectType === 'pairwise')
    throw refuse('id_token_hint tells nothing of a pairwise subject: send login_hint or login_hint_token.');
  // One from when this client's subjects were pairwise.
  if (!UUID.test(hint.subject)) return undefined;
  return (await stores.users.find(hint.subject))?.userId;
}

/** Who says to have made it; whether that is true, the signature tells. */
function findClaimedIssuer(text: string): string {
  try {
    const { iss } = decodeJwt(text);
    if (typeof iss === 'string') return iss;
  } catch {
    throw refuse('login_hint_token is not a JWT in compact form.');
  }
  throw refuse('The claim iss of the login_hint_token is missing.');
}

/**
 * CIBA §7.1 leaves the form of a `login_hint_token` open. Here it is a JWT with the claims of RFC 7523 §3, of a trusted
 * issuer that names this client; its subject is found as in that issuer's assertions, and it counts once.
 */
async function findByHintToken(
  options: UserHintOptions,
  directory: Directory,
  client: Client,
  text: string,
): Promise<string | undefined> {
  const { issuer, remoteKeys, stores, world } = options;
  const trusted = directory.findTrustedIssuer(findClaimedIssuer(text));
  if (trusted?.isEnabled !== true || !trusted.clientIds.has(client.clientId))
    throw refuse('No trusted issuer whose login_hint_token this client may send has made this one.');
  const now = world.now();
  const types = ['jwt', 'login-hint+jwt'];
  const payload = await verifyAssertionSignature(text, trusted, types, remoteKeys, now, refuse);
  const { exp } = decodeJwt(text);
  if (exp !== undefined && exp + CLOCK_SKEW_SECONDS <= now / 1000)
    throw new OAuthError('expired_login_hint_token', 'The login_hint_token has expired: get a new one.');
  const claims = checkAssertionClaims(payload, issuer, now, refuse);
  const { identifier, expiresAt } = identifyAssertion(claims);
  if (!(await stores.replays.claim('login-hint', identifier, expiresAt)))
    throw refuse('The login_hint_token has been used before: get a new one for each request.', 'replay');
  return stores.subjects.find(trusted.subjectMapping, trusted.id, claims.subject);
}

/**
 * OpenID Connect CIBA §7.1, §7.2: whom a hint means; undefined: nobody who can be asked.
 * @throws OAuthError invalid_request, expired_login_hint_token
 */
export function findHintedUser(
  options: UserHintOptions,
  directory: Directory,
  client: Client,
  { kind, value }: UserHint,
): Promise<string | undefined> {
  switch (kind) {
    case 'login_hint':
      return findByLoginHint(options, value);
    case 'id_token_hint':
      return findByIdToken(options, directory, client, value);
    case 'login_hint_token':
      return findByHintToken(options, directory, client, value);
  }
}
