import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import {
  createRequestObjectDecryption,
  type DecryptionKey,
  KEY_MANAGEMENT_ALGORITHMS,
  type RequestObjectDecryption,
} from '@gatehouse/oauth-core';
import { type Database, ensureServerSecret, SEALED_AS } from '@gatehouse/persistence';
import { calculateJwkThumbprint } from 'jose';
import type { Sealing } from './sealing.js';

/** Secrets that a deployment has once, whatever becomes of its master key. */
export type ServerSecret =
  /** Of pairwise subjects (OpenID Connect Core §8.1): it must never change. */
  | 'pairwise-subjects'
  /** Of the pages' CSRF tokens: every node checks what another one gave. */
  | 'csrf-tokens'
  /** Of the cookies by which a user's known browsers are told from strangers. */
  | 'known-devices'
  /** Of the nonces of DPoP proofs (RFC 9449 §8): every node takes what another one gave. */
  | 'dpop-nonces';

/** Made when it is first asked for. 32 bytes. */
const readServerSecret = (database: Database, sealing: Sealing, name: ServerSecret): Promise<Buffer> =>
  ensureSecret(database, sealing, name, () => randomBytes(32));

async function ensureSecret(
  { pool }: Database,
  sealing: Sealing,
  name: string,
  make: () => Buffer | Promise<Buffer>,
): Promise<Buffer> {
  const context = SEALED_AS.serverSecret(name);
  const sealed = await ensureServerSecret(pool, name, async () => sealing.seal(await make(), context));
  return sealing.open(sealed, context);
}

const RSA_BITS = 2048;

const toDer = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'pkcs8' });
const makePair = promisify(generateKeyPair);
const MAKERS = {
  'request-objects-ec': async () => toDer((await makePair('ec', { namedCurve: 'P-256' })).privateKey),
  'request-objects-rsa': async () => toDer((await makePair('rsa', { modulusLength: RSA_BITS })).privateKey),
} as const;

/** The keys that clients encrypt request objects to (RFC 9101 §6.1): made once, one of each type. */
async function readDecryptionKeys(database: Database, sealing: Sealing): Promise<DecryptionKey[]> {
  return Promise.all(
    Object.entries(MAKERS).map(async ([name, make]) => {
      const der = await ensureSecret(database, sealing, name, make);
      const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
      const jwk = createPublicKey(privateKey).export({ format: 'jwk' }) as Record<string, string>;
      const kid = await calculateJwkThumbprint(jwk);
      const isRsa = jwk['kty'] === 'RSA';
      const algorithms = KEY_MANAGEMENT_ALGORITHMS.filter(
        (algorithm) => algorithm.startsWith('RSA') === isRsa,
      );
      // RFC 7517 §4.4: one algorithm is named where the key is for one alone.
      const alg = algorithms.length === 1 ? { alg: algorithms[0] ?? '' } : {};
      return { kid, privateKey, algorithms, publicJwk: { ...jwk, kid, use: 'enc', ...alg } };
    }),
  );
}

/** Every secret that a deployment has once, opened. */
export async function readServerSecrets(
  database: Database,
  sealing: Sealing,
): Promise<{
  readonly pairwiseKey: Buffer;
  readonly csrfKey: Buffer;
  readonly deviceKey: Buffer;
  readonly dpopKey: Buffer;
  readonly decryption: RequestObjectDecryption;
}> {
  return {
    pairwiseKey: await readServerSecret(database, sealing, 'pairwise-subjects'),
    csrfKey: await readServerSecret(database, sealing, 'csrf-tokens'),
    deviceKey: await readServerSecret(database, sealing, 'known-devices'),
    dpopKey: await readServerSecret(database, sealing, 'dpop-nonces'),
    decryption: createRequestObjectDecryption(await readDecryptionKeys(database, sealing)),
  };
}
