import { createPrivateKey, type KeyObject } from 'node:crypto';
import { type CryptoKey, importPKCS8 } from 'jose';

const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};
const MIN_RSA_BITS = 2048;

/** A private key that signs assertions. */
export interface AssertionKey {
  readonly key: CryptoKey;
  /** RFC 7518 §3.1. */
  readonly algorithm: string;
}

function findAlgorithm({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | undefined {
  if (asymmetricKeyType === 'rsa')
    return (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA_BITS ? 'RS256' : undefined;
  if (asymmetricKeyType === 'ec') return CURVES[asymmetricKeyDetails?.namedCurve ?? ''];
  return asymmetricKeyType === 'ed25519' ? 'EdDSA' : undefined;
}

/** The code of what is wrong with it; undefined when assertions can be signed with it. */
export function findPrivateKeyProblem(
  pem: string,
): 'wrong-kind-of-private-key' | 'not-a-private-key' | undefined {
  try {
    const isKnown = findAlgorithm(createPrivateKey(pem)) !== undefined;
    return isKnown ? undefined : 'wrong-kind-of-private-key';
  } catch {
    return 'not-a-private-key';
  }
}

/** @throws Error when it is none; it was checked when it was stored */
export async function readPrivateKey(pem: string): Promise<AssertionKey> {
  const key = createPrivateKey(pem);
  const algorithm = findAlgorithm(key);
  if (algorithm === undefined) throw new Error('the private key of a provider is of no known kind');
  const pkcs8 = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { key: await importPKCS8(pkcs8, algorithm), algorithm };
}
