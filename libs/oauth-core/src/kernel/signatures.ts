import { constants, type KeyObject, sign, type SignKeyObjectInput, verify } from 'node:crypto';
import type { SigningAlgorithm } from './signing-key.js';

interface SignatureScheme {
  /** Null: the algorithm hashes by itself. */
  readonly hash: 'sha256' | null;
  readonly options: Omit<SignKeyObjectInput, 'key'>;
}

const SCHEMES: Readonly<Record<SigningAlgorithm, SignatureScheme>> = {
  // RFC 7518 §3.4: the signature is R ‖ S, not DER.
  ES256: { hash: 'sha256', options: { dsaEncoding: 'ieee-p1363' } },
  // RFC 7518 §3.3
  RS256: { hash: 'sha256', options: { padding: constants.RSA_PKCS1_PADDING } },
  // RFC 7518 §3.5: the salt is as long as the hash.
  PS256: {
    hash: 'sha256',
    options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
  },
  // RFC 8037 §3.1; the key is Ed25519.
  EdDSA: { hash: null, options: {} },
};

/** Signs in this process. */
export function createSigner(algorithm: SigningAlgorithm, privateKey: KeyObject): (input: Buffer) => Buffer {
  const { hash, options } = SCHEMES[algorithm];
  const key = { ...options, key: privateKey };
  return (input) => sign(hash, input, key);
}

/**
 * Like `createSignatureCheck`, in the thread pool: for what is signed anew with every request, so that the thread that
 * answers all requests does not compute it.
 */
export function createPooledSignatureCheck(
  algorithm: SigningAlgorithm,
  publicKey: KeyObject,
): (input: Buffer, signature: Buffer) => Promise<boolean> {
  const { hash, options } = SCHEMES[algorithm];
  const key = { ...options, key: publicKey };
  return (input, signature) =>
    new Promise((resolve, reject) =>
      verify(hash, input, key, signature, (error, isGood) => {
        if (error === null) resolve(isGood);
        else reject(error);
      }),
    );
}

/** Tells the signatures of one key from all others. The algorithm is the key's, never one that a caller brings. */
export function createSignatureCheck(
  algorithm: SigningAlgorithm,
  publicKey: KeyObject,
): (input: Buffer, signature: Buffer) => boolean {
  const { hash, options } = SCHEMES[algorithm];
  const key = { ...options, key: publicKey };
  return (input, signature) => verify(hash, input, key, signature);
}
