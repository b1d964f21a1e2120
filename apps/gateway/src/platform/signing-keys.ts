import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import {
  createSignatureCheck,
  createSigner,
  OAuthError,
  type SigningAlgorithm,
  type SigningKey,
} from '@gatehouse/oauth-core';
import { type NewSigningKey, SEALED_AS, type SealedSigningKey } from '@gatehouse/persistence';
import { calculateJwkThumbprint } from 'jose';
import type { OutsideSigner } from './outside-signer.js';
import type { Sealing } from './sealing.js';

const makePair = promisify(generateKeyPair);

function generatePair(algorithm: SigningAlgorithm): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  if (algorithm === 'ES256') return makePair('ec', { namedCurve: 'P-256' });
  if (algorithm === 'EdDSA') return makePair('ed25519');
  // RFC 7518 §3.3, §3.5: 2048 bits or more; as many as NIST SP 800-57 asks for until 2030.
  return makePair('rsa', { modulusLength: 2048 });
}

/** Makes a key pair, named by its thumbprint (RFC 7638), with the private part sealed under the master key. */
export async function generateSigningKey(
  sealing: Sealing,
  algorithm: SigningAlgorithm,
): Promise<NewSigningKey> {
  const { privateKey, publicKey } = await generatePair(algorithm);
  const jwk = publicKey.export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint(jwk);
  return {
    kid,
    algorithm,
    publicJwk: { ...(jwk as Record<string, string>), kid, alg: algorithm, use: 'sig' },
    sealedPrivateKey: sealing.seal(
      privateKey.export({ format: 'der', type: 'pkcs8' }),
      SEALED_AS.signingKey(kid),
    ),
  };
}

/** Where private parts are. */
export interface PrivateParts {
  readonly sealing: Sealing;
  /** Has those that are not sealed here; undefined: nobody has them any more. */
  readonly signer: OutsideSigner | undefined;
}

/** @throws Error when no master key of ours sealed it */
export function openSigningKey({ sealing, signer }: PrivateParts, stored: SealedSigningKey): SigningKey {
  const { kid, algorithm, sealedPrivateKey } = stored;
  if (sealedPrivateKey !== null) {
    const privateKey = openPrivateKey(sealing, kid, sealedPrivateKey);
    return { ...openPublicPart(stored, ''), sign: createSigner(algorithm, privateKey) };
  }
  const key = openPublicPart(stored, `the signing key ${kid} is with an outside signer, and none is set`);
  return signer === undefined ? key : { ...key, sign: createOutsideSigning(signer, key) };
}

/**
 * A key that verifies, and cannot sign here.
 * @param reason for the log, when somebody wants it to
 */
export function openPublicPart(
  { kid, algorithm, state, publicJwk }: SealedSigningKey,
  reason: string,
): SigningKey {
  const publicKey = createPublicKey({ key: { ...publicJwk }, format: 'jwk' });
  return {
    kid,
    algorithm,
    state,
    publicJwk,
    publicKey,
    sign: () => Promise.reject(unavailable(reason)),
    verify: createSignatureCheck(algorithm, publicKey),
  };
}

const unavailable = (reason: string): OAuthError =>
  new OAuthError(
    'temporarily_unavailable',
    'Tokens cannot be signed right now. Try again in a moment.',
    reason,
  );

/** What comes back is looked at before it leaves: a signer that errs makes no token, never a bad one. */
function createOutsideSigning(
  signer: OutsideSigner,
  { kid, algorithm, verify }: Pick<SigningKey, 'kid' | 'algorithm' | 'verify'>,
): SigningKey['sign'] {
  return async (input) => {
    const signature = await signer.sign(kid, algorithm, input).catch((error: unknown) => {
      throw unavailable(`the outside signer does not sign: ${(error as Error).message}`);
    });
    if (!verify(input, signature))
      throw unavailable('the outside signer answers a signature that does not verify');
    return signature;
  };
}

function openPrivateKey(sealing: Sealing, kid: string, sealed: Buffer): KeyObject {
  let der: Buffer;
  try {
    der = sealing.open(sealed, SEALED_AS.signingKey(kid));
  } catch (error) {
    throw new Error(
      'GATEHOUSE_MASTER_KEY is not the key that the signing keys of this database are sealed under; ' +
        'if it was replaced, name the old one in GATEHOUSE_PREVIOUS_MASTER_KEYS',
      { cause: error },
    );
  }
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}
