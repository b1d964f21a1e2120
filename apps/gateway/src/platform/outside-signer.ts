import { createPublicKey, type KeyObject } from 'node:crypto';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '@gatehouse/oauth-core';
import type { NewSigningKey } from '@gatehouse/persistence';
import { type GuardedFetch, GuardedFetchError } from './guarded-fetch.js';

/** Holds private keys where Gatehouse cannot see them, an HSM or a key service for instance, and signs with them. */
export interface OutsideSigner {
  /** The keys that it can sign with; of several new ones of an algorithm, the first is used first. */
  listKeys(): Promise<readonly NewSigningKey[]>;
  /** @returns the JWS signature of `input` (RFC 7515 §5.1) */
  sign(kid: string, algorithm: SigningAlgorithm, input: Buffer): Promise<Buffer>;
}

export interface HttpSignerOptions {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: string;
  readonly fetch: GuardedFetch;
}

const SIGN_TIMEOUT_MS = 2_000;
const MAX_SIGNATURE_BYTES = 1_024;
const MAX_KID_LENGTH = 200;
const BASE64URL = /^[\w-]+$/;

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** A signer over HTTP; docs/guides/keys.md has the protocol. Every failure is a GuardedFetchError. */
export function createHttpSigner({ url, token, fetch }: HttpSignerOptions): OutsideSigner {
  const authorization = `Bearer ${token}`;

  async function ask(path: string, request: Parameters<GuardedFetch>[1]): Promise<Json> {
    const response = await fetch(url + path, request);
    if (response.status !== 200) throw new GuardedFetchError(`it answers ${response.status}`);
    const body: unknown = await response.json().catch((error: unknown) => {
      throw new GuardedFetchError('it answers no JSON', { cause: error });
    });
    if (!isObject(body)) throw new GuardedFetchError('it answers no JSON object');
    return body;
  }

  return {
    async listKeys() {
      const { keys } = await ask('/keys', { headers: { authorization } });
      if (!Array.isArray(keys)) throw new GuardedFetchError('it answers no JWK Set (RFC 7517 §5)');
      const known = keys.flatMap((jwk: unknown) => (isObject(jwk) ? (toKey(jwk) ?? []) : []));
      // A key ID names one key: the first.
      return known.filter((key, index) => known.findIndex(({ kid }) => kid === key.kid) === index);
    },

    async sign(kid, algorithm, input) {
      const { signature } = await ask('/sign', {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ kid, alg: algorithm, input: input.toString('base64url') }),
        timeoutMs: SIGN_TIMEOUT_MS,
      });
      if (typeof signature !== 'string' || !BASE64URL.test(signature))
        throw new GuardedFetchError('it answers no signature');
      const bytes = Buffer.from(signature, 'base64url');
      if (bytes.length > MAX_SIGNATURE_BYTES) throw new GuardedFetchError('its signature is too long');
      return bytes;
    },
  };
}

/** What is no key that we sign with is skipped: a signer may serve others too. */
function toKey(jwk: Json): NewSigningKey | undefined {
  const { kid } = jwk;
  const algorithm = SIGNING_ALGORITHMS.find((known) => known === jwk['alg']);
  if (algorithm === undefined || typeof kid !== 'string' || kid === '' || kid.length > MAX_KID_LENGTH)
    return undefined;
  let publicKey: KeyObject;
  try {
    publicKey = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  } catch {
    return undefined;
  }
  if (!isKeyOf(algorithm, publicKey)) return undefined;
  // Made anew from the key: no private or unknown member comes along.
  const publicMembers = publicKey.export({ format: 'jwk' }) as Record<string, string>;
  return {
    kid,
    algorithm,
    publicJwk: { ...publicMembers, kid, alg: algorithm, use: 'sig' },
    sealedPrivateKey: null,
  };
}

function isKeyOf(
  algorithm: SigningAlgorithm,
  { asymmetricKeyType, asymmetricKeyDetails }: KeyObject,
): boolean {
  if (algorithm === 'ES256')
    return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';
  if (algorithm === 'EdDSA') return asymmetricKeyType === 'ed25519';
  // RFC 7518 §3.3, §3.5: 2048 bits or more.
  return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
}
