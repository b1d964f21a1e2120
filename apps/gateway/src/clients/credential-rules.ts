import type { ClientDetail, ClientEdit } from '@gatehouse/dto';
import { type FieldProblem, InvalidFieldsError } from '../platform/validation.js';
import { listPublicKeyProblems } from './public-key-rules.js';

const NAME_KINDS: readonly string[] = ['subject_dn', 'san_dns', 'san_uri', 'san_ip', 'san_email'];

function findNameProblems({ tlsClientName }: ClientEdit): FieldProblem[] {
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
export function checkCredentials(client: ClientDetail, change: ClientEdit): void {
  const problems = [...listPublicKeyProblems(change), ...findNameProblems(change)];
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
