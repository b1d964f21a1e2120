import { createPublicKey, hash, type JsonWebKey, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { OAuthError } from '../kernel/oauth-error.js';
import { createPooledSignatureCheck } from '../kernel/signatures.js';
import type { SigningAlgorithm } from '../kernel/signing-key.js';

/** Of a proof, by what its header says: how it is checked, and whose it is. */
export interface ProofKey {
  readonly isSignedBy: (input: Buffer, signature: Buffer) => Promise<boolean>;
  /** RFC 7638, SHA-256, base64url. */
  readonly thumbprint: string;
  readonly algorithm: SigningAlgorithm;
}

/** What a proof may be signed with, as its header and our metadata name it (RFC 9864: `Ed25519`, formerly `EdDSA`). */
export const DPOP_ALGORITHMS = ['ES256', 'Ed25519', 'EdDSA', 'PS256', 'RS256'] as const;

interface KeyKind {
  readonly algorithm: SigningAlgorithm;
  readonly kty: string;
  readonly crv?: string;
  /** RFC 7638 §3.2: the members of the thumbprint, in their order. */
  readonly members: readonly string[];
}

const ED25519: KeyKind = { algorithm: 'EdDSA', kty: 'OKP', crv: 'Ed25519', members: ['crv', 'kty', 'x'] };
const RSA = { kty: 'RSA', members: ['e', 'kty', 'n'] } as const;
const KINDS: Readonly<Record<(typeof DPOP_ALGORITHMS)[number], KeyKind>> = {
  ES256: { algorithm: 'ES256', kty: 'EC', crv: 'P-256', members: ['crv', 'kty', 'x', 'y'] },
  Ed25519: ED25519,
  EdDSA: ED25519,
  PS256: { algorithm: 'PS256', ...RSA },
  RS256: { algorithm: 'RS256', ...RSA },
};

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const MIN_RSA_BITS = 2048;
const MAX_RSA_BITS = 8192;
// With an RSA key of 4096 bits a header has 1,100 characters.
const MAX_REMEMBERED_LENGTH = 1_200;

/** @param reason for the log; the description is for the client developer */
export const refuseProof = (description: string, reason = description): OAuthError =>
  new OAuthError('invalid_dpop_proof', description, reason);

function findKind(alg: unknown): KeyKind {
  if (typeof alg === 'string' && Object.hasOwn(KINDS, alg)) return KINDS[alg as keyof typeof KINDS];
  // RFC 9449 §4.3: no `none`, nothing symmetric, and nothing that we do not know.
  throw refuseProof(`The DPoP proof must be signed with one of ${DPOP_ALGORITHMS.join(', ')}.`);
}

function importKey(jwk: Readonly<Record<string, unknown>>, kind: KeyKind): KeyObject {
  if (PRIVATE_MEMBERS.some((name) => name in jwk))
    throw refuseProof('The jwk of a DPoP proof is the public key alone: this one says more. Make a new key.');
  if (jwk['kty'] !== kind.kty || jwk['crv'] !== kind.crv)
    throw refuseProof('The jwk of the DPoP proof is not a key for its alg.');
  let key: KeyObject;
  try {
    // Only what belongs to a key of this kind is looked at.
    const members = Object.fromEntries(kind.members.map((name) => [name, jwk[name]]));
    key = createPublicKey({ key: members as JsonWebKey, format: 'jwk' });
  } catch {
    throw refuseProof('The jwk of the DPoP proof is not a valid key.');
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? MIN_RSA_BITS;
  if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS)
    throw refuseProof(`An RSA key for DPoP has ${MIN_RSA_BITS} to ${MAX_RSA_BITS} bits.`);
  return key;
}

/** Of the key as Node writes it: one key has one thumbprint, however its JWK was spelled. */
function findThumbprint(key: KeyObject, { members }: KeyKind): string {
  const jwk = key.export({ format: 'jwk' }) as Readonly<Record<string, unknown>>;
  return hash(
    'sha256',
    JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]]))),
    'base64url',
  );
}

function parseHeader(encoded: string): Readonly<Record<string, unknown>> {
  let header: unknown;
  try {
    header = JSON.parse(Buffer.from(encoded, 'base64url').toString());
  } catch {
    throw refuseProof('The DPoP header is not a JWT in compact form.');
  }
  if (typeof header !== 'object' || header === null)
    throw refuseProof('The header of the DPoP proof is no object.');
  return header as Readonly<Record<string, unknown>>;
}

function readProofKey(encoded: string): ProofKey {
  const { typ, alg, jwk, crit, b64 } = parseHeader(encoded);
  // RFC 8725 §3.11
  if (typ !== 'dpop+jwt') throw refuseProof('The typ of a DPoP proof must be dpop+jwt.');
  // RFC 7515 §4.1.11: what is not understood must be refused.
  if (crit !== undefined || b64 !== undefined)
    throw refuseProof('The header of the DPoP proof has extensions.');
  if (typeof jwk !== 'object' || jwk === null)
    throw refuseProof('The header of a DPoP proof needs jwk, a public key.');
  const kind = findKind(alg);
  const key = importKey(jwk as Readonly<Record<string, unknown>>, kind);
  return {
    isSignedBy: createPooledSignatureCheck(kind.algorithm, key),
    thumbprint: findThumbprint(key, kind),
    algorithm: kind.algorithm,
  };
}

/**
 * RFC 9449 §4.2, §4.3: the key of a proof by its JOSE header. A client writes the same header on every proof: the newest
 * are remembered, since to import a key costs as much as a signature.
 * @param capacity of headers
 */
export function createProofKeys(capacity: number): (encodedHeader: string) => ProofKey {
  const known = new LRUCache<string, ProofKey>({ max: capacity });
  return (encodedHeader) => {
    const found = known.get(encodedHeader);
    if (found !== undefined) return found;
    const key = readProofKey(encodedHeader);
    // Anybody can make keys: what is remembered of them is bounded in number and in size.
    if (encodedHeader.length <= MAX_REMEMBERED_LENGTH) known.set(encodedHeader, key);
    return key;
  };
}
