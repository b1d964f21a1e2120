import type { TrustedIssuerInput } from '@gatehouse/dto';
import type { Snapshot } from '@gatehouse/persistence';
import { isAdminScope } from '@gatehouse/scopes';
import { listPublicKeyProblems } from '../platform/registry/public-key-rules.js';
import { type FieldProblem, fieldProblem, InvalidFieldsError } from '../platform/validation.js';

/** What an issuer is held against. */
export interface IssuerContext {
  readonly ownIssuer: string;
  readonly allowsPrivateAddresses: boolean;
  readonly snapshot: Pick<Snapshot, 'clients' | 'scopes'>;
}

function listKeyProblems(input: TrustedIssuerInput, allowsPlainHttp: boolean): FieldProblem[] {
  const { jwks, jwksUri, certificates = [] } = input;
  if (jwks != null && jwksUri != null) return [fieldProblem('jwks', 'keys-and-address')];
  if (jwks == null && jwksUri == null && certificates.length === 0)
    return [fieldProblem('jwksUri', 'no-keys')];
  const isPlain = jwksUri?.startsWith('http:') === true && !allowsPlainHttp;
  return [
    ...(isPlain ? [fieldProblem('jwksUri', 'not-https', { field: 'jwksUri' })] : []),
    ...listPublicKeyProblems(input),
  ];
}

function listNameProblems(
  { clientIds, allowedScopes }: TrustedIssuerInput,
  { clients, scopes }: IssuerContext['snapshot'],
): FieldProblem[] {
  const unknownClients = clientIds.filter((id) => clients.get(id)?.type !== 'confidential');
  const unknownScopes = allowedScopes.filter((name) => !scopes.has(name));
  const adminScopes = allowedScopes.filter(isAdminScope);
  const problems: FieldProblem[] = [];
  if (unknownClients.length > 0)
    problems.push(
      fieldProblem('clientIds', 'not-clients-with-secrets', { clients: unknownClients.join(', ') }),
    );
  if (unknownScopes.length > 0)
    problems.push(fieldProblem('allowedScopes', 'scopes-not-defined', { scopes: unknownScopes.join(', ') }));
  if (adminScopes.length > 0)
    problems.push(fieldProblem('allowedScopes', 'scopes-over-gatehouse', { scopes: adminScopes.join(', ') }));
  return problems;
}

/** @throws InvalidFieldsError with every reason why this issuer cannot be trusted so */
export function checkTrustedIssuer(input: TrustedIssuerInput, context: IssuerContext): void {
  const isOurs = input.issuer === context.ownIssuer;
  const problems = [
    ...(isOurs ? [fieldProblem('issuer', 'issuer-is-gatehouse')] : []),
    ...listKeyProblems(input, context.allowsPrivateAddresses),
    ...listNameProblems(input, context.snapshot),
  ];
  if (problems.length > 0) throw new InvalidFieldsError(problems);
}
