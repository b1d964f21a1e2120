import {
  type AuthorizationRequest,
  type Client,
  findConsentQuestion,
  type ConsentQuestion,
} from '@gatehouse/oauth-core';
import type { SessionView } from '@gatehouse/persistence';
import { findRoleScopes, isAdminScope } from '@gatehouse/scopes';

/** What happens next with an authorization request. */
export type Decision =
  | { readonly next: 'sign-in' }
  | { readonly next: 'consent'; readonly question: ConsentQuestion }
  | { readonly next: 'grant'; readonly scopes: readonly string[] }
  /** Nothing of what was asked may be given to this user. */
  | { readonly next: 'refuse' };

/** Decides from the request, its client and who is signed in. Pure. */
export function decide(
  request: AuthorizationRequest,
  client: Client,
  session: SessionView | undefined,
): Decision {
  if (session === undefined) return { next: 'sign-in' };
  const roleScopes = findRoleScopes(session.operatorRole);
  const possible = request.scopes.filter((name) => !isAdminScope(name) || roleScopes.includes(name));
  if (possible.length === 0) return { next: 'refuse' };
  if (client.isFirstParty) return { next: 'grant', scopes: possible };
  const question = findConsentQuestion(possible, new Set(session.authorizedScopes));
  return question.newScopes.length === 0
    ? { next: 'grant', scopes: question.allowedScopes }
    : { next: 'consent', question };
}
