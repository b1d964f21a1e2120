import { type ApplicationKind, checkRedirectUri, LEGACY_GRANT_TYPES, type ClientEdit } from '@gatehouse/dto';
import { listForbiddenFacts, listSigningAlgorithms, type SigningKey } from '@gatehouse/oauth-core';
import type { Snapshot } from '@gatehouse/persistence';
import { isAdminScope } from '@gatehouse/scopes';
import { ProblemError } from '../problem.filter.js';
import { type FieldProblem, InvalidFieldsError } from '../validation.js';
import { isKindRedirected } from './kinds.js';

/** @throws InvalidFieldsError with the reason for each redirect URI that cannot be registered */
export function checkRedirectUris(uris: readonly string[], type: 'confidential' | 'public'): void {
  const problems = uris.flatMap((uri, index): FieldProblem[] => {
    const message = checkRedirectUri(uri, type);
    return message === undefined ? [] : [{ field: `redirectUris.${index}`, message }];
  });
  if (problems.length > 0) throw new InvalidFieldsError(problems);
}

/** @throws InvalidFieldsError when a kind that redirects has no redirect URI, or another has one */
export function checkRedirectUriCount(uris: readonly string[], kind: ApplicationKind): void {
  if (!isKindRedirected(kind) && uris.length > 0) {
    const message = `A ${kind} has no redirect URIs: no browser is sent back to it.`;
    throw new InvalidFieldsError([{ field: 'redirectUris', message }]);
  }
  if (isKindRedirected(kind) && uris.length === 0) {
    throw new InvalidFieldsError([
      { field: 'redirectUris', message: 'Name at least one address that users are sent back to.' },
    ]);
  }
}

/** @throws InvalidFieldsError naming each scope that nobody has defined */
export function checkKnownScopes(names: readonly string[], scopes: Snapshot['scopes'], field: string): void {
  const unknown = names.filter((name) => !scopes.has(name));
  if (unknown.length === 0) return;
  const message = `Not defined: ${unknown.join(', ')}. Define scopes first, under Scopes.`;
  throw new InvalidFieldsError([{ field, message }]);
}

/** @throws InvalidFieldsError naming each default that is not allowed */
export function checkDefaultsAllowed(defaults: readonly string[], allowed: readonly string[]): void {
  const foreign = defaults.filter((name) => !allowed.includes(name));
  if (foreign.length === 0) return;
  const message = `Not among the allowed scopes: ${foreign.join(', ')}.`;
  throw new InvalidFieldsError([{ field: 'defaultScopes', message }]);
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
];

/** @throws InvalidFieldsError when a public client would do without PKCE (RFC 9700 §2.1.1 MUST) */
export function checkPkce({ requiresPkce }: ClientEdit, type: 'confidential' | 'public'): void {
  if (requiresPkce !== false || type === 'confidential') return;
  const message = 'A public client must use PKCE: nothing else binds a code to it.';
  throw new InvalidFieldsError([{ field: 'requiresPkce', message }]);
}

/** @throws InvalidFieldsError naming a grant that a client of this type cannot use */
export function checkGrantTypes({ grantTypes = [] }: ClientEdit, type: 'confidential' | 'public'): void {
  const impossible =
    type === 'public' ? grantTypes.filter((name) => CONFIDENTIAL_GRANT_TYPES.includes(name)) : [];
  if (impossible.length === 0) return;
  const message = `Only a client that can keep a secret may use ${impossible.join(', ')}.`;
  throw new InvalidFieldsError([{ field: 'grantTypes', message }]);
}

/** @throws ProblemError 409 when a public client would authenticate, or a confidential one would not */
export function checkAuthenticationMethod(
  { tokenEndpointAuthMethod: method }: ClientEdit,
  type: 'confidential' | 'public',
): void {
  if (method === undefined || (method === 'none') === (type === 'public')) return;
  throw type === 'public'
    ? new ProblemError('public-cannot-authenticate')
    : new ProblemError('confidential-must-authenticate');
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
    return [{ field, message: `No key signs with ${algorithm}; there are ${known.join(', ')}.` }];
  });
  if (problems.length > 0) throw new InvalidFieldsError(problems);
}

/** @throws InvalidFieldsError with the reason for each address that browsers could not be sent to after a log-out */
export function checkLogoutUris({ postLogoutRedirectUris = [] }: ClientEdit): void {
  const problems = postLogoutRedirectUris.flatMap((uri, index): FieldProblem[] => {
    const message = checkRedirectUri(uri, 'public');
    return message === undefined ? [] : [{ field: `postLogoutRedirectUris.${index}`, message }];
  });
  if (problems.length > 0) throw new InvalidFieldsError(problems);
}

/** @throws InvalidFieldsError when a claim would say what a parameter of the protocol says: some are secrets */
export function checkClaimTemplates({ accessTokenClaims = {} }: ClientEdit): void {
  const forbidden = listForbiddenFacts(accessTokenClaims);
  if (forbidden.length === 0) return;
  const names = forbidden.map((name) => `{request.${name}}`).join(', ');
  const message = `${names}: a parameter of OAuth itself cannot be a claim. Use one of your own.`;
  throw new InvalidFieldsError([{ field: 'accessTokenClaims', message }]);
}

/** @throws InvalidFieldsError for an agent, which must not go without consent */
export function checkIsNoAgent(kind: ApplicationKind): void {
  if (kind !== 'agent') return;
  const message = 'An agent acts by itself: its users are always asked.';
  throw new InvalidFieldsError([{ field: 'isFirstParty', message }]);
}
