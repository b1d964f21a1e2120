import { createPrivateKey, createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { createSignatureCheck, createSigner, type SigningKey } from '@gatehouse/oauth-core';
import type { NewSigningKey, SealedSigningKey } from '@gatehouse/persistence';
import { calculateJwkThumbprint } from 'jose';
import type { Sealing } from './sealing.js';

const context = (kid: string): string => `signing-key:${kid}`;

/** Makes an ES256 key pair, named by its thumbprint (RFC 7638), with the private part sealed under the master key. */
export async function generateSigningKey(sealing: Sealing): Promise<NewSigningKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint(jwk);
  return {
    kid,
    algorithm: 'ES256',
    publicJwk: { ...(jwk as Record<string, string>), kid, alg: 'ES256', use: 'sig' },
    sealedPrivateKey: sealing.seal(privateKey.export({ format: 'der', type: 'pkcs8' }), context(kid)),
  };
}

/** @throws Error when the master key is not the one that sealed it */
export function openSigningKey(sealing: Sealing, sealed: SealedSigningKey): SigningKey {
  const der = openPrivateKey(sealing, sealed);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return {
    kid: sealed.kid,
    algorithm: sealed.algorithm,
    state: sealed.isActive ? 'active' : 'retired',
    publicJwk: sealed.publicJwk,
    publicKey,
    sign: createSigner(sealed.algorithm, privateKey),
    verify: createSignatureCheck(sealed.algorithm, publicKey),
  };
}

function openPrivateKey(sealing: Sealing, sealed: SealedSigningKey): Buffer {
  try {
    return sealing.open(sealed.sealedPrivateKey, context(sealed.kid));
  } catch (error) {
    throw new Error(
      'GATEHOUSE_MASTER_KEY is not the key that the signing keys of this database are sealed under; ' +
        'if it was replaced, name the old one in GATEHOUSE_PREVIOUS_MASTER_KEYS',
      {
        cause: error,
      },
    );
  }
}
