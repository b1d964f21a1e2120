import { isAcrReached, OAuthError } from '@gatehouse/oauth-core';
import { isScopeSatisfied } from '@gatehouse/scopes';
import type { Api, Route } from './api.js';
import type { Caller } from './caller.js';

/** What of a route says who may use it. */
export type WantedAccess = Pick<Route, 'access' | 'scopes' | 'scopeMatch' | 'acr' | 'maxAgeSeconds'>;

/** Why a caller with a living credential is not let in. */
export type AccessProblem = 'audience' | 'scopes' | 'weak-sign-in' | 'old-sign-in';

// RFC 9068 §4: "The resource server MUST validate that the aud claim contains a resource indicator value" of its own.
// Tokens of outside issuers were held against theirs where they were read.
const isForApi = ({ accessToken }: Caller, api: Api): boolean =>
  accessToken === null || accessToken.audience.includes(api.audience);

// RFC 6750 §3.1
const hasScopes = ({ scopes }: Caller, route: WantedAccess): boolean =>
  route.access === 'authenticated' || isScopeSatisfied(scopes, route.scopes, route.scopeMatch);

/**
 * RFC 9470 §3: a sign-in here that is strong and recent enough. A client that acts for itself has none, an API key
 * neither; and how others sign people in is not known in our terms.
 */
function findSignInProblem(
  { accessToken }: Caller,
  { acr, maxAgeSeconds }: WantedAccess,
): 'weak-sign-in' | 'old-sign-in' | undefined {
  const details = accessToken?.details;
  if (acr !== null && (details?.acr === undefined || !isAcrReached(details.acr, acr))) return 'weak-sign-in';
  const authenticatedAt = details?.authenticatedAt;
  const isRecent =
    maxAgeSeconds === null ||
    (authenticatedAt !== undefined && authenticatedAt + maxAgeSeconds >= Math.floor(Date.now() / 1000));
  return isRecent ? undefined : 'old-sign-in';
}

/** After "credential present, known, unexpired, not revoked, client enabled": the first, in this order. */
export function findAccessProblem(caller: Caller, api: Api, route: WantedAccess): AccessProblem | undefined {
  if (!isForApi(caller, api)) return 'audience';
  if (!hasScopes(caller, route)) return 'scopes';
  return findSignInProblem(caller, route);
}

function toError(problem: AccessProblem, api: Api, { scopes, scopeMatch }: Route): OAuthError {
  switch (problem) {
    case 'audience':
      return new OAuthError(
        'invalid_token',
        'The access token is for another API.',
        `audience is not ${api.audience}`,
      );
    case 'scopes': {
      const wording = scopeMatch === 'all' ? 'all of these scopes' : 'one of these scopes';
      return new OAuthError('insufficient_scope', `This needs ${wording}: ${scopes.join(' ')}.`);
    }
    case 'weak-sign-in':
      return new OAuthError(
        'insufficient_user_authentication',
        'The end user must sign in more strongly: ask for it with acr_values.',
      );
    case 'old-sign-in':
      return new OAuthError(
        'insufficient_user_authentication',
        'The end user signed in too long ago: ask them to sign in again, with max_age.',
      );
  }
}

/** Holds a caller with a living credential against what it is used for. @throws OAuthError */
export function checkAccess(caller: Caller, api: Api, route: Route): void {
  const problem = findAccessProblem(caller, api, route);
  if (problem !== undefined) throw toError(problem, api, route);
}
