import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import {
  createSignatureCheck,
  createSigner,
  type SigningAlgorithm,
  type SigningKey,
} from '@gatehouse/oauth-core';
import { type NewSigningKey, SEALED_AS, type SealedSigningKey } from '@gatehouse/persistence';
import { calculateJwkThumbprint } from 'jose';
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

/** @throws Error when no master key of ours sealed it */
export function openSigningKey(sealing: Sealing, sealed: SealedSigningKey): SigningKey {
  const { kid, algorithm, state, publicJwk } = sealed;
  const der = openPrivateKey(sealing, sealed);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return {
    kid,
    algorithm,
    state,
    publicJwk,
    publicKey,
    sign: createSigner(algorithm, privateKey),
    verify: createSignatureCheck(algorithm, publicKey),
  };
}

function openPrivateKey(sealing: Sealing, { kid, sealedPrivateKey }: SealedSigningKey): Buffer {
  if (sealedPrivateKey === null) throw new Error(`the signing key ${kid} is with an outside signer`);
  try {
    return sealing.open(sealedPrivateKey, SEALED_AS.signingKey(kid));
  } catch (error) {
    throw new Error(
      'GATEHOUSE_MASTER_KEY is not the key that the signing keys of this database are sealed under; ' +
        'if it was replaced, name the old one in GATEHOUSE_PREVIOUS_MASTER_KEYS',
      { cause: error },
    );
  }
}
