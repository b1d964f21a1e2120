import type { FieldProblemCode, FieldProblemValues, OutsideIssuerInput } from '@gatehouse/dto';
import type { OutsideIssuer } from '@gatehouse/gateway-core';
import type { Snapshot } from '@gatehouse/persistence';
import { isAdminScope } from '@gatehouse/scopes';
import { listPublicKeyProblems } from '../platform/registry/public-key-rules.js';
import { type FieldProblem, fieldProblem } from '../platform/validation.js';

/** What an issuer is held against. */
export interface IssuerContext {
  /** Undefined: it is new. */
  readonly id: string | undefined;
  readonly ownIssuer: string;
  readonly allowsPrivateAddresses: boolean;
  /** Whether there will be a client secret. */
  readonly hasSecret: boolean;
  readonly snapshot: Pick<Snapshot, 'apis' | 'applications' | 'outsideIssuers' | 'scopes'>;
}

const when = <Code extends FieldProblemCode>(
  isWrong: boolean,
  field: string,
  code: Code,
  ...values: FieldProblemValues<Code>
): FieldProblem[] => (isWrong ? [fieldProblem(field, code, ...values)] : []);

const isWeb = (issuer: string): boolean => /^https?:\/\//.test(issuer);

function listJwtProblems({ issuer, jwks, jwksUri }: OutsideIssuerInput): FieldProblem[] {
  return [
    ...when(jwks != null && jwksUri != null, 'jwks', 'keys-and-address'),
    ...when(jwks == null && jwksUri == null && !isWeb(issuer), 'jwksUri', 'no-metadata-for-keys'),
    ...listPublicKeyProblems({ jwks }),
  ];
}

function listIntrospectionProblems(
  { issuer, introspectionEndpoint, clientId }: OutsideIssuerInput,
  { hasSecret }: IssuerContext,
): FieldProblem[] {
  return [
    ...when(
      introspectionEndpoint == null && !isWeb(issuer),
      'introspectionEndpoint',
      'no-metadata-for-endpoint',
    ),
    // RFC 7662 §2.1: "the endpoint MUST also require some form of authorization".
    ...when(clientId == null, 'clientId', 'no-client-id-there'),
    ...when(!hasSecret, 'clientSecret', 'no-secret-there'),
  ];
}

function listAudienceProblems({ judgement, audience, audiences = [] }: OutsideIssuerInput): FieldProblem[] {
  return [
    ...when(audience === 'unchecked' && judgement === 'jwt', 'audience', 'jwt-without-audience'),
    ...when(audience === 'listed' && audiences.length === 0, 'audiences', 'no-audience-listed'),
  ];
}

function listScopeProblems(
  { allowedScopes = [], renamedScopes = [] }: OutsideIssuerInput,
  { scopes }: IssuerContext['snapshot'],
): FieldProblem[] {
  const toProblem = (field: string, name: string): FieldProblem[] => {
    if (isAdminScope(name)) return [fieldProblem(field, 'scopes-over-gatehouse', { scopes: name })];
    return when(!scopes.has(name), field, 'scopes-not-defined', { scopes: name });
  };
  return [
    ...allowedScopes.flatMap((name) => toProblem('allowedScopes', name)),
    ...renamedScopes.flatMap(({ scope }, index) => toProblem(`renamedScopes.${index}.scope`, scope)),
  ];
}

function listClientProblems(
  { clients = [] }: OutsideIssuerInput,
  { applications }: IssuerContext['snapshot'],
): FieldProblem[] {
  return clients.flatMap(({ clientId, applicationId }, index) => [
    ...when(
      clients.findIndex((other) => other.clientId === clientId) < index,
      `clients.${index}.clientId`,
      'client-listed-twice',
    ),
    ...when(!applications.has(applicationId), `clients.${index}.applicationId`, 'unknown-application'),
  ]);
}

/** An opaque access token does not say whose it is, and is shown to one issuer alone. */
function listRivalProblems(
  { judgement }: OutsideIssuerInput,
  { id, snapshot }: IssuerContext,
): FieldProblem[] {
  if (judgement !== 'introspection' || id === undefined) return [];
  const isRival = (other: string): boolean =>
    other !== id && snapshot.outsideIssuers.get(other)?.settings.judgement.kind === 'introspection';
  const torn = snapshot.apis.filter(
    ({ callers: { outsideIssuers } }) => outsideIssuers.includes(id) && outsideIssuers.some(isRival),
  );
  const apis = torn.map(({ name }) => `"${name}"`).join(', ');
  return when(torn.length > 0, 'judgement', 'other-issuer-asked', { apis });
}

/** Every reason why an issuer cannot be registered so. */
export function listIssuerProblems(input: OutsideIssuerInput, context: IssuerContext): FieldProblem[] {
  const { ownIssuer, allowsPrivateAddresses, snapshot } = context;
  const isPlain = (text: string | null | undefined): boolean =>
    text?.startsWith('http:') === true && !allowsPrivateAddresses;
  return [
    ...when(input.issuer === ownIssuer, 'issuer', 'outside-issuer-is-gatehouse'),
    ...(['issuer', 'jwksUri', 'introspectionEndpoint'] as const).flatMap((field) =>
      when(isPlain(input[field]), field, 'not-https', { field }),
    ),
    ...(input.judgement === 'jwt' ? listJwtProblems(input) : listIntrospectionProblems(input, context)),
    ...listAudienceProblems(input),
    ...listClientProblems(input, snapshot),
    ...listScopeProblems(input, snapshot),
    ...listRivalProblems(input, context),
  ];
}

/** What is wrong with the outside issuers that an API names. */
export function listAcceptedIssuerProblems(
  ids: readonly string[],
  all: ReadonlyMap<string, Pick<OutsideIssuer, 'name' | 'settings'>>,
): FieldProblem[] {
  const field = 'callers.outsideIssuerIds';
  const asked = ids.flatMap((id) => {
    const issuer = all.get(id);
    return issuer?.settings.judgement.kind === 'introspection' ? [issuer.name] : [];
  });
  const [first = '', second = ''] = asked;
  const issuers = asked.map((name) => `"${name}"`).join(' or ');
  return [
    ...when(
      ids.some((id) => !all.has(id)),
      field,
      'issuer-not-there',
    ),
    ...when(asked.length === 2, field, 'two-issuers-asked', { first, second }),
    ...when(asked.length > 2, field, 'several-issuers-asked', { issuers }),
  ];
}
