import { createPublicKey, type JsonWebKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { FieldProblem } from '../validation.js';

/** What an operator gives of somebody else's keys. */
export interface GivenKeys {
  readonly jwks?: { readonly keys: unknown } | null | undefined;
  readonly certificates?: readonly string[] | undefined;
}

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const MAX_KEYS = 20;
// RFC 7518 §3.3, §3.5
const MIN_RSA_BITS = 2048;

function findStrengthProblem(key: KeyObject): string | undefined {
  const bits = key.asymmetricKeyDetails?.modulusLength;
  return bits !== undefined && bits < MIN_RSA_BITS
    ? `has an RSA key of ${bits} bits: ${MIN_RSA_BITS} are the least.`
    : undefined;
}

function findJwkProblem(key: JsonWebKey): string | undefined {
  // RFC 7517 §9.3: whoever sends a private key has given it away; it is not stored besides.
  if (PRIVATE_MEMBERS.some((name) => name in key))
    return 'has a private key: send the public one, and make a new pair.';
  try {
    return findStrengthProblem(createPublicKey({ key, format: 'jwk' }));
  } catch {
    return 'is not a public key in JWK format (RFC 7517).';
  }
}

function findCertificateProblem(pem: string): string | undefined {
  try {
    return findStrengthProblem(new X509Certificate(pem).publicKey);
  } catch {
    return 'is not an X.509 certificate in PEM: it begins with -----BEGIN CERTIFICATE-----.';
  }
}

function listJwksProblems(jwks: GivenKeys['jwks']): FieldProblem[] {
  if (jwks == null) return [];
  const { keys } = jwks;
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > MAX_KEYS)
    return [{ field: 'jwks', message: `Must be {"keys": [...]} with 1 to ${MAX_KEYS} public keys.` }];
  return keys.flatMap((key: unknown, index) => {
    const isObject = typeof key === 'object' && key !== null;
    const problem = isObject ? findJwkProblem(key as JsonWebKey) : 'is not an object.';
    return problem === undefined
      ? []
      : [{ field: `jwks.keys.${index}`, message: `Key ${index + 1} ${problem}` }];
  });
}

/** What of the given keys is no public key that signatures may be verified with. */
export const listPublicKeyProblems = ({ jwks, certificates = [] }: GivenKeys): FieldProblem[] => [
  ...listJwksProblems(jwks),
  ...certificates.flatMap((pem, index): FieldProblem[] => {
    const problem = findCertificateProblem(pem);
    return problem === undefined
      ? []
      : [{ field: `certificates.${index}`, message: `Certificate ${index + 1} ${problem}` }];
  }),
];
