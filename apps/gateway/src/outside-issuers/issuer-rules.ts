import type { OutsideIssuerInput } from '@gatehouse/dto';
import type { OutsideIssuer } from '@gatehouse/gateway-core';
import type { Snapshot } from '@gatehouse/persistence';
import { isAdminScope } from '@gatehouse/scopes';
import { listPublicKeyProblems } from '../platform/registry/public-key-rules.js';
import type { FieldProblem } from '../platform/validation.js';

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

const when = (isWrong: boolean, field: string, message: string): FieldProblem[] =>
  isWrong ? [{ field, message }] : [];

const isWeb = (issuer: string): boolean => /^https?:\/\//.test(issuer);

function listJwtProblems({ issuer, jwks, jwksUri }: OutsideIssuerInput): FieldProblem[] {
  return [
    ...when(jwks != null && jwksUri != null, 'jwks', 'Give the keys or their address, not both.'),
    ...when(
      jwks == null && jwksUri == null && !isWeb(issuer),
      'jwksUri',
      'Its name is no address to find metadata at: give the keys, or their address.',
    ),
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
      'Its name is no address to find metadata at: give the endpoint.',
    ),
    // RFC 7662 §2.1: "the endpoint MUST also require some form of authorization".
    ...when(clientId == null, 'clientId', 'Say what the gateway is registered there as.'),
    ...when(
      !hasSecret,
      'clientSecret',
      'Enter the secret of the gateway there. It is for one address: for another, enter it anew.',
    ),
  ];
}

function listAudienceProblems({ judgement, audience, audiences = [] }: OutsideIssuerInput): FieldProblem[] {
  return [
    ...when(
      audience === 'unchecked' && judgement === 'jwt',
      'audience',
      'A JWT opens no API that it is not for (RFC 9068 §4): name the audience.',
    ),
    ...when(audience === 'listed' && audiences.length === 0, 'audiences', 'Name one at least.'),
  ];
}

function listScopeProblems(
  { allowedScopes = [], renamedScopes = [] }: OutsideIssuerInput,
  { scopes }: IssuerContext['snapshot'],
): FieldProblem[] {
  const explain = (name: string): string | undefined => {
    if (isAdminScope(name)) return `Rights over Gatehouse itself need an operator's own log-in: ${name}.`;
    return scopes.has(name) ? undefined : `Not defined: ${name}.`;
  };
  const toProblem = (field: string, name: string): FieldProblem[] => {
    const message = explain(name);
    return message === undefined ? [] : [{ field, message }];
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
      'It stands here twice: a client counts as one application.',
    ),
    ...when(
      !applications.has(applicationId),
      `clients.${index}.applicationId`,
      'There is no such application; it may have been deleted.',
    ),
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
  const names = torn.map(({ name }) => `"${name}"`).join(', ');
  return when(
    torn.length > 0,
    'judgement',
    `Of ${names} another issuer is asked about access tokens already.`,
  );
}

/** Every reason why an issuer cannot be registered so. */
export function listIssuerProblems(input: OutsideIssuerInput, context: IssuerContext): FieldProblem[] {
  const { ownIssuer, allowsPrivateAddresses, snapshot } = context;
  const isPlain = (text: string | null | undefined): boolean =>
    text?.startsWith('http:') === true && !allowsPrivateAddresses;
  return [
    ...when(input.issuer === ownIssuer, 'issuer', 'This is Gatehouse itself: switch on its access tokens.'),
    ...(['issuer', 'jwksUri', 'introspectionEndpoint'] as const).flatMap((field) =>
      when(isPlain(input[field]), field, `${field} must begin with https://`),
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
    return issuer?.settings.judgement.kind === 'introspection' ? [`"${issuer.name}"`] : [];
  });
  return [
    ...when(
      ids.some((id) => !all.has(id)),
      field,
      'One of them is not there any more. Reload, and choose again.',
    ),
    ...when(
      asked.length > 1,
      field,
      `Only one issuer can be asked about access tokens, so that none is shown to another: ${asked.join(' or ')}.`,
    ),
  ];
}
