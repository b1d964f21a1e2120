import type { ClientDetail, ClientEdit } from '@gatehouse/dto';
import { type FieldProblem, fieldProblem, InvalidFieldsError } from '../validation.js';
import { listPublicKeyProblems } from './public-key-rules.js';

const NAME_KINDS: readonly string[] = ['subject_dn', 'san_dns', 'san_uri', 'san_ip', 'san_email'];

function findNameProblems({ tlsClientName }: ClientEdit): FieldProblem[] {
  if (tlsClientName == null) return [];
  const { kind, value } = tlsClientName;
  const isRight =
    NAME_KINDS.includes(kind) && typeof value === 'string' && value !== '' && value.length <= 1000;
  const kinds = NAME_KINDS.join(', ');
  return isRight ? [] : [fieldProblem('tlsClientName', 'certificate-name-malformed', { kinds })];
}

export type MissingCredential = 'keys' | 'certificate-name' | 'own-certificate';

/** What a client has to prove who it is with. */
export interface HeldCredentials {
  readonly tokenEndpointAuthMethod: ClientDetail['tokenEndpointAuthMethod'];
  /** Public keys or certificates. */
  readonly hasKeys: boolean;
  readonly hasKeyAddress: boolean;
  readonly hasCertificateName: boolean;
}

/** What its method needs that a client would not have; undefined: nothing. */
export function findMissingCredential({
  tokenEndpointAuthMethod,
  hasKeys,
  hasKeyAddress,
  hasCertificateName,
}: HeldCredentials): MissingCredential | undefined {
  switch (tokenEndpointAuthMethod) {
    case 'private_key_jwt':
      return hasKeys || hasKeyAddress ? undefined : 'keys';
    case 'tls_client_auth':
      return hasCertificateName ? undefined : 'certificate-name';
    case 'self_signed_tls_client_auth':
      return hasKeys ? undefined : 'own-certificate';
    default:
      return undefined;
  }
}

/** @throws InvalidFieldsError naming keys, certificates and names that are wrong, and what a method would lack */
export function checkCredentials(client: ClientDetail, change: ClientEdit): void {
  const problems = [...listPublicKeyProblems(change), ...findNameProblems(change)];
  const given = Object.fromEntries(
    Object.entries(change as Record<string, unknown>).filter(([, value]) => value !== undefined),
  );
  const { tokenEndpointAuthMethod, jwks, jwksUri, certificates, tlsClientName } = { ...client, ...given };
  const missing = findMissingCredential({
    tokenEndpointAuthMethod,
    hasKeys: jwks !== null || certificates.length > 0,
    hasKeyAddress: jwksUri !== null,
    hasCertificateName: tlsClientName !== null,
  });
  if (missing !== undefined)
    problems.push(
      fieldProblem('tokenEndpointAuthMethod', `method-needs-${missing}`, { method: tokenEndpointAuthMethod }),
    );
  if (problems.length > 0) throw new InvalidFieldsError(problems);
}
