import { createPublicKey, type JsonWebKey, X509Certificate } from 'node:crypto';
import type { ClientDetail, UpdateClient } from '@gatehouse/dto';
import { type FieldProblem, InvalidFieldsError } from '../platform/validation.js';

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const MAX_KEYS = 20;

function findKeyProblem(key: JsonWebKey): string | undefined {
  // RFC 7517 §9.3: whoever sends a private key has given it away; it is not stored besides.
  if (PRIVATE_MEMBERS.some((name) => name in key))
    return 'has a private key: send the public one, and make a new pair.';
  try {
    createPublicKey({ key, format: 'jwk' });
    return undefined;
  } catch {
    return 'is not a public key in JWK format (RFC 7517).';
  }
}

function findJwksProblems({ jwks }: UpdateClient): FieldProblem[] {
  if (jwks == null) return [];
  const keys: unknown = jwks.keys;
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > MAX_KEYS)
    return [{ field: 'jwks', message: `Must be {"keys": [...]} with 1 to ${MAX_KEYS} public keys.` }];
  return keys.flatMap((key: JsonWebKey, index) => {
    const problem = findKeyProblem(key);
    return problem === undefined
      ? []
      : [{ field: `jwks.keys.${index}`, message: `Key ${index + 1} ${problem}` }];
  });
}

function findCertificateProblems({ certificates = [] }: UpdateClient): FieldProblem[] {
  return certificates.flatMap((pem, index) => {
    try {
      return new X509Certificate(pem).raw.length > 0 ? [] : [];
    } catch {
      const message = 'Is not an X.509 certificate in PEM: it begins with -----BEGIN CERTIFICATE-----.';
      return [{ field: `certificates.${index}`, message }];
    }
  });
}

const NAME_KINDS: readonly string[] = ['subject_dn', 'san_dns', 'san_uri', 'san_ip', 'san_email'];

function findNameProblems({ tlsClientName }: UpdateClient): FieldProblem[] {
  if (tlsClientName == null) return [];
  const { kind, value } = tlsClientName;
  const isRight =
    NAME_KINDS.includes(kind) && typeof value === 'string' && value !== '' && value.length <= 1000;
  const message = `Must be {"kind": one of ${NAME_KINDS.join(', ')}, "value": the name in the certificate}.`;
  return isRight ? [] : [{ field: 'tlsClientName', message }];
}

/** What a method needs that the client would not have. */
function findMissing(
  client: Pick<
    ClientDetail,
    'tokenEndpointAuthMethod' | 'jwks' | 'jwksUri' | 'certificates' | 'tlsClientName'
  >,
): string | undefined {
  const hasKeys = client.jwks !== null || client.certificates.length > 0;
  switch (client.tokenEndpointAuthMethod) {
    case 'private_key_jwt':
      return hasKeys || client.jwksUri !== null
        ? undefined
        : 'needs public keys: jwks, jwksUri or certificates.';
    case 'tls_client_auth':
      return client.tlsClientName === null ? 'needs tlsClientName: the name in its certificate.' : undefined;
    case 'self_signed_tls_client_auth':
      return hasKeys ? undefined : 'needs its certificate, or its public key in jwks.';
    default:
      return undefined;
  }
}

/** @throws InvalidFieldsError naming keys, certificates and names that are wrong, and what a method would lack */
export function checkCredentials(client: ClientDetail, change: UpdateClient): void {
  const problems = [
    ...findJwksProblems(change),
    ...findCertificateProblems(change),
    ...findNameProblems(change),
  ];
  const given = Object.fromEntries(
    Object.entries(change as Record<string, unknown>).filter(([, value]) => value !== undefined),
  );
  const missing = findMissing({ ...client, ...given });
  if (missing !== undefined) {
    const method = change.tokenEndpointAuthMethod ?? client.tokenEndpointAuthMethod;
    problems.push({ field: 'tokenEndpointAuthMethod', message: `${method} ${missing}` });
  }
  if (problems.length > 0) throw new InvalidFieldsError(problems);
}
