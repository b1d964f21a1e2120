import { createPublicKey, type JsonWebKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { TrustedIssuerInput } from '@gatehouse/dto';
import type { Snapshot } from '@gatehouse/persistence';
import { isAdminScope } from '@gatehouse/scopes';
import { type FieldProblem, InvalidFieldsError } from '../platform/validation.js';

const MIN_RSA_BITS = 2048;
const MAX_KEYS = 20;

/** Where an issuer's words are held against. */
export interface IssuerContext {
  readonly ownIssuer: string;
  readonly allowsPrivateAddresses: boolean;
  readonly snapshot: Pick<Snapshot, 'clients' | 'scopes'>;
}

function findKeyProblem(key: KeyObject): string | undefined {
  const bits = key.asymmetricKeyDetails?.modulusLength;
  return bits !== undefined && bits < MIN_RSA_BITS
    ? `An RSA key must have at least ${MIN_RSA_BITS} bits.`
    : undefined;
}

function findJwkProblem(jwk: Readonly<Record<string, unknown>>): string | undefined {
  if ('d' in jwk || 'k' in jwk) return 'It has a secret in it: give the public key alone.';
  try {
    return findKeyProblem(createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' }));
  } catch {
    return 'It is not a public key (RFC 7517 §4).';
  }
}

function findCertificateProblem(pem: string): string | undefined {
  try {
    return findKeyProblem(new X509Certificate(pem).publicKey);
  } catch {
    return 'It is not an X.509 certificate in PEM: it begins with -----BEGIN CERTIFICATE-----.';
  }
}

function listJwksProblems(jwks: TrustedIssuerInput['jwks']): FieldProblem[] {
  if (jwks == null) return [];
  const keys: unknown = jwks.keys;
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > MAX_KEYS)
    return [{ field: 'jwks', message: `A JWK Set has a list "keys" of 1 to ${MAX_KEYS} keys.` }];
  return keys.flatMap((key: unknown, index) => {
    const isObject = typeof key === 'object' && key !== null;
    const message = isObject ? findJwkProblem(key as Record<string, unknown>) : 'It is not an object.';
    return message === undefined ? [] : [{ field: 'jwks', message: `Key ${index + 1}: ${message}` }];
  });
}

function listKeyProblems(input: TrustedIssuerInput, allowsPlainHttp: boolean): FieldProblem[] {
  const { jwks, jwksUri, certificates = [] } = input;
  if (jwks != null && jwksUri != null)
    return [{ field: 'jwks', message: 'Give the keys or their address, not both.' }];
  if (jwks == null && jwksUri == null && certificates.length === 0)
    return [
      {
        field: 'jwksUri',
        message: 'Say how its signatures are verified: by an address, keys or certificates.',
      },
    ];
  const isPlain = jwksUri?.startsWith('http:') === true && !allowsPlainHttp;
  return [
    ...(isPlain ? [{ field: 'jwksUri', message: 'jwksUri must begin with https://' }] : []),
    ...listJwksProblems(jwks),
    ...certificates.flatMap((pem, index) => {
      const message = findCertificateProblem(pem);
      return message === undefined ? [] : [{ field: `certificates.${index}`, message }];
    }),
  ];
}

function listNameProblems(
  { clientIds, allowedScopes }: TrustedIssuerInput,
  { clients, scopes }: IssuerContext['snapshot'],
): FieldProblem[] {
  const unknownClients = clientIds.filter((id) => clients.get(id)?.type !== 'confidential');
  const unknownScopes = allowedScopes.filter((name) => !scopes.has(name));
  const adminScopes = allowedScopes.filter(isAdminScope);
  const problem = (field: string, names: readonly string[], words: string): FieldProblem[] =>
    names.length === 0 ? [] : [{ field, message: `${words}: ${names.join(', ')}.` }];
  return [
    ...problem('clientIds', unknownClients, 'Not a client that can keep a secret'),
    ...problem('allowedScopes', unknownScopes, 'Not defined'),
    ...problem('allowedScopes', adminScopes, "Rights over Gatehouse itself need an operator's own log-in"),
  ];
}

/** @throws InvalidFieldsError with every reason why this issuer cannot be trusted so */
export function checkTrustedIssuer(input: TrustedIssuerInput, context: IssuerContext): void {
  const isOurs = input.issuer === context.ownIssuer;
  const problems = [
    ...(isOurs
      ? [{ field: 'issuer', message: 'This is Gatehouse itself: its own tokens are no assertions.' }]
      : []),
    ...listKeyProblems(input, context.allowsPrivateAddresses),
    ...listNameProblems(input, context.snapshot),
  ];
  if (problems.length > 0) throw new InvalidFieldsError(problems);
}
