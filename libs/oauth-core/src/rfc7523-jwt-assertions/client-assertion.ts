import { createSecretKey } from 'node:crypto';
import { compactVerify, decodeProtectedHeader } from 'jose';
import type { Client, ClientAuthenticationMethod } from '../kernel/client.js';
import type { RemoteKeys } from '../ports/remote-keys.js';
import type { ReplayStore } from '../ports/replay.js';
import type { World } from '../ports/world.js';
import { checkAssertionClaims, identifyAssertion, type Refuse } from './assertion-claims.js';
import { verifyAssertionSignature } from './assertion-signature.js';

export interface ClientAssertionOptions {
  readonly issuer: string;
  readonly replays: ReplayStore;
  readonly remoteKeys: RemoteKeys;
  readonly world: World;
  readonly openSecret: (secretId: string, sealed: Buffer) => string;
}

/** The one algorithm of `client_secret_jwt`; none of them is for key pairs, and the other way round (RFC 8725 §3.1). */
export const SECRET_ALGORITHMS = ['HS256'] as const;

const TYPES = ['jwt', 'client-authentication+jwt'];

function findAlgorithm(text: string): string | undefined {
  try {
    return decodeProtectedHeader(text).alg;
  } catch {
    return undefined;
  }
}

/** OpenID Connect Core §9 client_secret_jwt: the payload, where one of the living secrets made the HMAC. */
async function verifyWithSecret(
  { world, openSecret }: ClientAssertionOptions,
  client: Client,
  text: string,
  refuse: (reason: string) => Error,
): Promise<Uint8Array> {
  const now = world.now();
  for (const { id, sealed, expiresAt } of client.secrets) {
    if (sealed === null || (expiresAt !== null && expiresAt <= now)) continue;
    const key = createSecretKey(Buffer.from(openSecret(id, sealed)));
    try {
      return (await compactVerify(text, key, { algorithms: [...SECRET_ALGORITHMS] })).payload;
    } catch {
      // Another secret of the overlap may have made it.
    }
  }
  throw refuse('no secret verifies the client assertion');
}

/**
 * RFC 7523 §2.2, §3: proves a client by an assertion: signed with its key pair (`private_key_jwt`) or its secret
 * (`client_secret_jwt`), from and about itself, for us alone, once.
 * @param refuse makes the one error of all refusals, of a reason for the log
 * @returns the method that the assertion is of
 */
export async function checkClientAssertion(
  options: ClientAssertionOptions,
  client: Client,
  text: string,
  refuse: (reason: string) => Error,
): Promise<ClientAuthenticationMethod> {
  const { issuer, replays, remoteKeys, world } = options;
  const silently: Refuse = (description, reason) => refuse(reason ?? description);
  const isHmac = (SECRET_ALGORITHMS as readonly unknown[]).includes(findAlgorithm(text));
  const payload = isHmac
    ? await verifyWithSecret(options, client, text, refuse)
    : await verifyAssertionSignature(text, client, TYPES, remoteKeys, world.now(), silently);
  // The signature is the client's: from here on it may be told what is wrong.
  const claims = checkAssertionClaims(payload, issuer, world.now(), silently);
  // RFC 7523 §3, 1. and 2.: for client authentication iss and sub "MUST" be the client_id.
  if (claims.issuer !== client.clientId || claims.subject !== client.clientId)
    throw refuse('iss and sub of the client assertion are not the client ID');
  const { identifier, expiresAt } = identifyAssertion(claims);
  if (!(await replays.claim('client-assertion', identifier, expiresAt)))
    throw refuse('client assertion used again');
  return isHmac ? 'client_secret_jwt' : 'private_key_jwt';
}
