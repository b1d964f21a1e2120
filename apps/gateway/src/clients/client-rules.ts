import { type ApplicationKind, checkRedirectUri } from '@gatehouse/dto';
import type { Snapshot } from '@gatehouse/persistence';
import { isBuiltInScope } from '@gatehouse/scopes';
import { type FieldProblem, InvalidFieldsError } from '../platform/validation.js';

/** @throws InvalidFieldsError with the reason for each redirect URI that cannot be registered */
export function checkRedirectUris(uris: readonly string[], type: 'confidential' | 'public'): void {
  const problems = uris.flatMap((uri, index): FieldProblem[] => {
    const message = checkRedirectUri(uri, type);
    return message === undefined ? [] : [{ field: `redirectUris.${index}`, message }];
  });
  if (problems.length > 0) throw new InvalidFieldsError(problems);
}

/** @throws InvalidFieldsError when a kind that redirects has no redirect URI, or a machine has one */
export function checkRedirectUriCount(uris: readonly string[], kind: ApplicationKind): void {
  if (kind === 'machine' && uris.length > 0) {
    throw new InvalidFieldsError([
      { field: 'redirectUris', message: 'A machine has no redirect URIs: nobody signs in.' },
    ]);
  }
  if (kind !== 'machine' && uris.length === 0) {
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
export const wantsAdminScopes = (names: readonly string[]): boolean => names.some(isBuiltInScope);
