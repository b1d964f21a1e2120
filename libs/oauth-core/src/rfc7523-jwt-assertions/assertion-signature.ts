import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { compactVerify, decodeProtectedHeader, type ProtectedHeaderParameters } from 'jose';
import type { JsonWebKeySet } from '../kernel/client-settings.js';
import type { RemoteKeys } from '../ports/remote-keys.js';
import type { Refuse } from './assertion-claims.js';

/** Where the public keys of somebody who makes assertions are: a client or a trusted issuer. */
export interface AssertionKeys {
  readonly jwks: JsonWebKeySet | null;
  readonly jwksUri: string | null;
  /** X.509 in PEM. */
  readonly certificates: readonly string[];
  readonly rules?: { readonly algorithms: ReadonlySet<string> | undefined };
}

/** Signatures with a key pair alone: with an HMAC whoever verifies could have signed, and `none` is no signature. */
export const ASSERTION_ALGORITHMS = [
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
  'EdDSA',
  'Ed25519',
] as const;

const ALL_ALGORITHMS: ReadonlySet<string> = new Set(ASSERTION_ALGORITHMS);

/** More keys than this are not tried for one assertion. */
const MAX_TRIES = 10;

// RFC 7515 §2: without padding, line breaks or other characters. What reads over them gives one assertion many texts.
const COMPACT_FORM = /^[\w-]+\.[\w-]+\.[\w-]*$/;

function parseHeader(
  text: string,
  types: readonly string[],
  algorithms: ReadonlySet<string>,
  refuse: Refuse,
): ProtectedHeaderParameters {
  let header: ProtectedHeaderParameters;
  if (!COMPACT_FORM.test(text)) throw refuse('The assertion is not a JWT in compact form.');
  try {
    header = decodeProtectedHeader(text);
  } catch {
    throw refuse('The assertion is not a JWT in compact form.');
  }
  if (!algorithms.has(header.alg ?? 'none'))
    throw refuse(`The assertion must be signed with one of ${[...algorithms].join(', ')}.`);
  // RFC 8725 §3.11: a token that was made for something else says so.
  const type = header.typ?.toLowerCase().replace(/^application\//, '');
  if (type !== undefined && !types.includes(type))
    throw refuse(`The typ of the assertion's header must be ${types.join(' or ')}, or absent.`);
  return header;
}

// RFC 9864 §2.2: the new name of EdDSA with the curve that we take.
export const nameOfAlgorithm = (algorithm: string | undefined): string | undefined =>
  algorithm === 'Ed25519' ? 'EdDSA' : algorithm;

/** RFC 7517 §4: whether a key of a set may have signed what has this header. */
function isCandidate(
  key: JsonWebKeySet['keys'][number],
  { alg, kid }: Pick<ProtectedHeaderParameters, 'alg' | 'kid'>,
): boolean {
  const isNamed = kid === undefined || key.kid === kid;
  return isNamed && nameOfAlgorithm(key.alg ?? alg) === nameOfAlgorithm(alg) && (key.use ?? 'sig') === 'sig';
}

/** The keys of a set that may have signed what has this header. */
export function findJwkKeys(
  set: JsonWebKeySet,
  header: Pick<ProtectedHeaderParameters, 'alg' | 'kid'>,
): KeyObject[] {
  return set.keys
    .filter((key) => isCandidate(key, header))
    .flatMap((key) => {
      try {
        return [createPublicKey({ key, format: 'jwk' })];
      } catch {
        // One malformed key of a set does not take the others with it.
        return [];
      }
    });
}

/** RFC 7521 §8: the keys of certificates that count now. @param now epoch milliseconds */
export function findCertificateKeys(certificates: readonly string[], now: number): KeyObject[] {
  return certificates.flatMap((pem) => {
    try {
      const { validFrom, validTo, publicKey } = new X509Certificate(pem);
      return Date.parse(validFrom) <= now && now <= Date.parse(validTo) ? [publicKey] : [];
    } catch {
      return [];
    }
  });
}

async function openWith(text: string, key: KeyObject): Promise<Uint8Array | undefined> {
  try {
    return (await compactVerify(text, key, { algorithms: [...ASSERTION_ALGORITHMS] })).payload;
  } catch {
    // Another key, one of another kind, an RSA key below 2048 bits, or a header that demands what nobody understands.
    return undefined;
  }
}

/**
 * RFC 7523 §3, 9.: the payload of an assertion that one of the registered keys has signed. What its header says of keys
 * (`jwk`, `jku`, `x5c`) is not looked at.
 * @param types media types in the header that are not for something else; lower case, without `application/`
 * @param now epoch milliseconds
 */
export async function verifyAssertionSignature(
  text: string,
  registered: AssertionKeys,
  types: readonly string[],
  remoteKeys: RemoteKeys,
  now: number,
  refuse: Refuse,
): Promise<Uint8Array> {
  const { jwks, jwksUri, certificates, rules } = registered;
  const header = parseHeader(text, types, rules?.algorithms ?? ALL_ALGORITHMS, refuse);
  const published = jwksUri === null ? undefined : await remoteKeys.getKeys(jwksUri, header.kid);
  const keys = [
    ...[jwks, published].flatMap((set) => (set == null ? [] : findJwkKeys(set, header))),
    ...findCertificateKeys(certificates, now),
  ];
  for (const key of keys.slice(0, MAX_TRIES)) {
    const payload = await openWith(text, key);
    if (payload !== undefined) return payload;
  }
  throw refuse(
    'The signature of the assertion does not verify with the keys that are registered for its issuer.',
    `no key verifies the assertion; ${keys.length} tried`,
  );
}
