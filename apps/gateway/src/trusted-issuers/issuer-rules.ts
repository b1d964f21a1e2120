import type { TrustedIssuerInput } from '@gatehouse/dto';
import type { Snapshot } from '@gatehouse/persistence';
import { isAdminScope } from '@gatehouse/scopes';
import { listPublicKeyProblems } from '../platform/registry/public-key-rules.js';
import { type FieldProblem, InvalidFieldsError } from '../platform/validation.js';

/** What an issuer is held against. */
export interface IssuerContext {
  readonly ownIssuer: string;
  readonly allowsPrivateAddresses: boolean;
  readonly snapshot: Pick<Snapshot, 'clients' | 'scopes'>;
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
