import { isAcrReached, OAuthError } from '@gatehouse/oauth-core';
import { isScopeSatisfied } from '@gatehouse/scopes';
import type { Api, Route } from './api.js';
import type { Caller } from './caller.js';

/** A check of a caller with a living credential against what it is used for. Throws OAuthError. */
export type AccessCheck = (caller: Caller, api: Api, route: Route) => void;

const checkAudience: AccessCheck = ({ accessToken }, api) => {
  // RFC 9068 §4: "The resource server MUST validate that the aud claim contains a resource indicator value" of its own.
  // Tokens of outside issuers were held against theirs where they were read.
  if (accessToken !== null && !accessToken.audience.includes(api.audience)) {
    throw new OAuthError(
      'invalid_token',
      'The access token is for another API.',
      `audience is not ${api.audience}`,
    );
  }
};

const checkScopes: AccessCheck = ({ scopes }, _, route) => {
  if (route.access === 'authenticated' || isScopeSatisfied(scopes, route.scopes, route.scopeMatch)) return;
  // RFC 6750 §3.1
  const wording = route.scopeMatch === 'all' ? 'all of these scopes' : 'one of these scopes';
  throw new OAuthError('insufficient_scope', `This needs ${wording}: ${route.scopes.join(' ')}.`);
};

/**
 * RFC 9470 §3: a sign-in here that is strong and recent enough. A client that acts for itself has none, an API key
 * neither; and how others sign people in is not known in our terms.
 */
const checkSignIn: AccessCheck = ({ accessToken }, _, { acr, maxAgeSeconds }) => {
  const details = accessToken?.details;
  const isStrong = acr === null || (details?.acr !== undefined && isAcrReached(details.acr, acr));
  const authenticatedAt = details?.authenticatedAt;
  const isRecent =
    maxAgeSeconds === null ||
    (authenticatedAt !== undefined && authenticatedAt + maxAgeSeconds >= Math.floor(Date.now() / 1000));
  if (isStrong && isRecent) return;
  throw new OAuthError(
    'insufficient_user_authentication',
    isStrong
      ? 'The end user signed in too long ago: ask them to sign in again, with max_age.'
      : 'The end user must sign in more strongly: ask for it with acr_values.',
  );
};

/** After "credential present, known, unexpired, not revoked, client enabled": in this order. */
export const ACCESS_CHECKS: readonly AccessCheck[] = [checkAudience, checkScopes, checkSignIn];
