import {
  type ApplicationKind,
  type ClientEdit,
  findRedirectUriProblem,
  LEGACY_GRANT_TYPES,
  REDIRECT_URI_FIELD_CODES,
} from '@gatehouse/dto';
import { listForbiddenFacts, listSigningAlgorithms, type SigningKey } from '@gatehouse/oauth-core';
import type { Snapshot } from '@gatehouse/persistence';
import { isAdminScope } from '@gatehouse/scopes';
import { ProblemError } from '../problem.filter.js';
import { type FieldProblem, fieldProblem, InvalidFieldsError } from '../validation.js';
import { isKindRedirected } from './kinds.js';

/** Why addresses cannot be registered, each by its place in the field. */
export const listRedirectUriProblems = (
  field: string,
  uris: readonly string[],
  type: 'confidential' | 'public',
): FieldProblem[] =>
  uris.flatMap((uri, index) => {
    const problem = findRedirectUriProblem(uri, type);
    if (problem === undefined) return [];
    const { code, scheme } = problem;
    return [fieldProblem(`${field}.${index}`, REDIRECT_URI_FIELD_CODES[code], { scheme })];
  });

/** @throws InvalidFieldsError with the reason for each redirect URI that cannot be registered */
export function checkRedirectUris(uris: readonly string[], type: 'confidential' | 'public'): void {
  const problems = listRedirectUriProblems('redirectUris', uris, type);
  if (problems.length > 0) throw new InvalidFieldsError(problems);
}

/** @throws InvalidFieldsError when a kind that redirects has no redirect URI, or another has one */
export function checkRedirectUriCount(uris: readonly string[], kind: ApplicationKind): void {
  if (!isKindRedirected(kind) && uris.length > 0)
    throw new InvalidFieldsError([fieldProblem('redirectUris', 'redirect-uris-of-unredirected', { kind })]);
  if (isKindRedirected(kind) && uris.length === 0)
    throw new InvalidFieldsError([fieldProblem('redirectUris', 'redirect-uris-missing')]);
}

/** @throws InvalidFieldsError naming each scope that nobody has defined */
export function checkKnownScopes(names: readonly string[], scopes: Snapshot['scopes'], field: string): void {
  const unknown = names.filter((name) => !scopes.has(name));
  if (unknown.length === 0) return;
  throw new InvalidFieldsError([
    fieldProblem(field, 'scopes-to-define-first', { names: unknown.join(', ') }),
  ]);
}

/** @throws InvalidFieldsError naming each default that is not allowed */
export function checkDefaultsAllowed(defaults: readonly string[], allowed: readonly string[]): void {
  const foreign = defaults.filter((name) => !allowed.includes(name));
  if (foreign.length === 0) return;
  const names = foreign.join(', ');
  throw new InvalidFieldsError([fieldProblem('defaultScopes', 'default-scopes-not-allowed', { names })]);
}

/** Whether a client would get rights over Gatehouse itself. */
export const wantsAdminScopes = (names: readonly string[]): boolean => names.some(isAdminScope);

/** Grants that RFC 9700 §2.1.2 and §2.4 advise against. */
export const isLegacyGrantType = (type: string): boolean =>
  (LEGACY_GRANT_TYPES as readonly string[]).includes(type);

/** Whether browsers are sent back to a client with these grants. */
export const isRedirected = (grantTypes: readonly string[]): boolean =>
  grantTypes.includes('authorization_code') || grantTypes.includes('implicit');

// RFC 6749 §4.4, RFC 8693 §2.1, RFC 7523 §2.1: whoever presents these must be known for certain.
const CONFIDENTIAL_GRANT_TYPES = [
  'client_credentials',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'urn:ietf:params:oauth:grant-type:saml2-bearer',
  // OpenID Connect CIBA §4
  'urn:openid:params:grant-type:ciba',
];

/** @throws InvalidFieldsError when a public client would do without PKCE (RFC 9700 §2.1.1 MUST) */
export function checkPkce({ requiresPkce }: ClientEdit, type: 'confidential' | 'public'): void {
  if (requiresPkce !== false || type === 'confidential') return;
  throw new InvalidFieldsError([fieldProblem('requiresPkce', 'pkce-needed-by-public-client')]);
}

/** @throws InvalidFieldsError naming a grant that a client of this type cannot use */
export function checkGrantTypes({ grantTypes = [] }: ClientEdit, type: 'confidential' | 'public'): void {
  const impossible =
    type === 'public' ? grantTypes.filter((name) => CONFIDENTIAL_GRANT_TYPES.includes(name)) : [];
  if (impossible.length === 0) return;
  const names = impossible.join(', ');
  throw new InvalidFieldsError([
    fieldProblem('grantTypes', 'grant-types-of-confidential-clients', { names }),
  ]);
}

type BackchannelEdit = Pick<ClientEdit, 'backchannelDeliveryMode' | 'backchannelNotificationEndpoint'> & {
  readonly grantTypes?: readonly string[];
};

/**
 * OpenID Connect CIBA §4: the notification endpoint is "REQUIRED if the token delivery mode is set to ping or push".
 * @param before what is stored, where anything is
 * @throws InvalidFieldsError when the client would be told of answers, and says not where
 */
export function checkNotificationEndpoint(change: BackchannelEdit, before: BackchannelEdit = {}): void {
  const { grantTypes, backchannelDeliveryMode: mode, backchannelNotificationEndpoint: endpoint } = change;
  // Who changes anything else is not asked for it.
  if (grantTypes === undefined && mode === undefined && endpoint === undefined) return;
  const isAsking = (grantTypes ?? before.grantTypes ?? []).includes('urn:openid:params:grant-type:ciba');
  const isPolling = (mode ?? before.backchannelDeliveryMode ?? 'poll') === 'poll';
  const told = endpoint === undefined ? before.backchannelNotificationEndpoint : endpoint;
  if (!isAsking || isPolling || (told ?? '') !== '') return;
  throw new InvalidFieldsError([
    fieldProblem('backchannelNotificationEndpoint', 'notification-endpoint-missing'),
  ]);
}

/** Whether a public client would authenticate, or a confidential one would not. */
export function findAuthenticationProblem(
  { tokenEndpointAuthMethod: method }: ClientEdit,
  type: 'confidential' | 'public',
): 'public-cannot-authenticate' | 'confidential-must-authenticate' | undefined {
  if (method === undefined || (method === 'none') === (type === 'public')) return undefined;
  return type === 'public' ? 'public-cannot-authenticate' : 'confidential-must-authenticate';
}

/** @throws ProblemError 409 */
export function checkAuthenticationMethod(edit: ClientEdit, type: 'confidential' | 'public'): void {
  const problem = findAuthenticationProblem(edit, type);
  if (problem !== undefined) throw new ProblemError(problem);
}

const SIGNING_FIELDS = [
  'accessTokenSigningAlgorithm',
  'idTokenSigningAlgorithm',
  'userinfoSigningAlgorithm',
  'authorizationSigningAlgorithm',
] as const;

/** @throws InvalidFieldsError naming each algorithm that no key signs with */
export function checkSigningAlgorithms(change: ClientEdit, keys: readonly SigningKey[]): void {
  const known: readonly string[] = listSigningAlgorithms(keys);
  const problems = SIGNING_FIELDS.flatMap((field): FieldProblem[] => {
    const algorithm = change[field] ?? null;
    if (algorithm === null || known.includes(algorithm)) return [];
    return [fieldProblem(field, 'no-key-of-algorithm', { algorithm, known: known.join(', ') })];
  });
  if (problems.length > 0) throw new InvalidFieldsError(problems);
}

/** @throws InvalidFieldsError with the reason for each address that browsers could not be sent to after a log-out */
export function checkLogoutUris({ postLogoutRedirectUris = [] }: ClientEdit): void {
  const problems = listRedirectUriProblems('postLogoutRedirectUris', postLogoutRedirectUris, 'public');
  if (problems.length > 0) throw new InvalidFieldsError(problems);
}

/** @throws InvalidFieldsError when a claim would say what a parameter of the protocol says: some are secrets */
export function checkClaimTemplates({ accessTokenClaims = {} }: ClientEdit): void {
  const forbidden = listForbiddenFacts(accessTokenClaims);
  if (forbidden.length === 0) return;
  const names = forbidden.map((name) => `{request.${name}}`).join(', ');
  throw new InvalidFieldsError([
    fieldProblem('accessTokenClaims', 'protocol-parameters-as-claims', { names }),
  ]);
}

/** @throws InvalidFieldsError for an agent, which must not go without consent */
export function checkIsNoAgent(kind: ApplicationKind): void {
  if (kind !== 'agent') return;
  throw new InvalidFieldsError([fieldProblem('isFirstParty', 'agent-without-consent')]);
}

/** @throws InvalidFieldsError naming each type of authorization details that is new and nobody has defined */
export function checkDetailsTypes(
  { authorizationDetailsTypes = [] }: ClientEdit,
  before: readonly string[],
  { detailsTypes }: Pick<Snapshot, 'detailsTypes'>,
): void {
  const unknown = authorizationDetailsTypes.filter(
    (name) => !detailsTypes.has(name) && !before.includes(name),
  );
  if (unknown.length === 0) return;
  const names = unknown.join(', ');
  throw new InvalidFieldsError([
    fieldProblem('authorizationDetailsTypes', 'details-types-to-define-first', { names }),
  ]);
}
