import { createPublicKey, type JsonWebKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type FieldProblem, fieldProblem } from '../validation.js';

/** What an operator gives of somebody else's keys. */
export interface GivenKeys {
  readonly jwks?: { readonly keys: unknown } | null | undefined;
  readonly certificates?: readonly string[] | undefined;
}

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const MAX_KEYS = 20;
// RFC 7518 §3.3, §3.5
const MIN_RSA_BITS = 2048;

/** Of which one something is wrong: its field, and its number for people. */
interface Place {
  readonly field: string;
  readonly number: string;
}

const findPlace = (list: string, index: number): Place => ({
  field: `${list}.${index}`,
  number: String(index + 1),
});

function listStrengthProblems(
  { field, number }: Place,
  code: 'given-key-too-short' | 'given-certificate-too-short',
  key: KeyObject,
): FieldProblem[] {
  const bits = key.asymmetricKeyDetails?.modulusLength;
  return bits !== undefined && bits < MIN_RSA_BITS
    ? [fieldProblem(field, code, { number, bits: String(bits), least: String(MIN_RSA_BITS) })]
    : [];
}

function listJwkProblems(place: Place, key: unknown): FieldProblem[] {
  const { field, number } = place;
  if (typeof key !== 'object' || key === null)
    return [fieldProblem(field, 'given-key-no-object', { number })];
  // RFC 7517 §9.3: whoever sends a private key has given it away; it is not stored besides.
  if (PRIVATE_MEMBERS.some((name) => name in key))
    return [fieldProblem(field, 'given-key-private', { number })];
  try {
    const publicKey = createPublicKey({ key: key as JsonWebKey, format: 'jwk' });
    return listStrengthProblems(place, 'given-key-too-short', publicKey);
  } catch {
    return [fieldProblem(field, 'given-key-unreadable', { number })];
  }
}

function listCertificateProblems(place: Place, pem: string): FieldProblem[] {
  const { field, number } = place;
  try {
    return listStrengthProblems(place, 'given-certificate-too-short', new X509Certificate(pem).publicKey);
  } catch {
    return [fieldProblem(field, 'given-certificate-unreadable', { number })];
  }
}

function listJwksProblems(jwks: GivenKeys['jwks']): FieldProblem[] {
  if (jwks == null) return [];
  const { keys } = jwks;
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > MAX_KEYS)
    return [fieldProblem('jwks', 'given-keys-malformed', { most: String(MAX_KEYS) })];
  return keys.flatMap((key: unknown, index) => listJwkProblems(findPlace('jwks.keys', index), key));
}

/** What of the given keys is no public key that signatures may be verified with. */
export const listPublicKeyProblems = ({ jwks, certificates = [] }: GivenKeys): FieldProblem[] => [
  ...listJwksProblems(jwks),
  ...certificates.flatMap((pem, index) => listCertificateProblems(findPlace('certificates', index), pem)),
];
