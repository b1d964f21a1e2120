import type { AccessToken, AccessTokenDetails } from '../kernel/access-token.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { fillClaimTemplates } from '../openid/claim-templates.js';
import { findSubject } from '../openid/subject.js';
import type { EndUser } from '../ports/users.js';
import { findTarget, narrowResources, type TokenTarget } from '../rfc8707-resource-indicators/resources.js';
import type { AuthorizationDetail } from '../rfc9396-authorization-details/detail.js';
import { keepAllowedDetails } from '../rfc9396-authorization-details/granted.js';
import type { TokenOrder, TokenPlane, UserGrant } from './token-order.js';

/** What of a grant an access token says. */
function describeGrant({ authenticatedAt, details }: UserGrant): AccessTokenDetails {
  const { acr, amr, actor, userinfoClaims } = details;
  return {
    authenticatedAt: Math.floor(authenticatedAt / 1000),
    ...(acr !== undefined && { acr }),
    ...(amr !== undefined && { amr }),
    ...(actor !== undefined && { actor }),
    ...(userinfoClaims !== undefined && userinfoClaims.length > 0 && { userinfoClaims }),
  };
}

function describeDetails(
  { client, user: grant, grantType, confirmation }: TokenOrder,
  user: EndUser | undefined,
  authorizationDetails: readonly AuthorizationDetail[],
): AccessTokenDetails {
  const claims = fillClaimTemplates({ client, user, request: grant?.details.extra });
  return {
    ...(grantType !== undefined && { grantType }),
    ...(confirmation !== undefined && { confirmation }),
    ...(grant !== undefined && describeGrant(grant)),
    // RFC 8693 §4.4
    ...(client.mayAct !== null && { mayAct: { sub: client.mayAct } }),
    ...(authorizationDetails.length > 0 && { authorizationDetails }),
    ...(Object.keys(claims).length > 0 && { claims }),
  };
}

/** RFC 8707: where no authorization request said it, the token request must. */
function checkNamed({ client }: TokenOrder, resources: readonly string[]): void {
  if (client.rules.requiresResource && resources.length === 0)
    throw new OAuthError('invalid_target', 'This client must say what its access token is for, by resource.');
}

/** RFC 8707 §2, RFC 9396 §7.1: an access token that would open nothing at the resources is none. */
function checkTarget(
  { scopes, details }: TokenTarget,
  isAskedForScopes: boolean,
  isAskedForDetails: boolean,
): void {
  if (scopes.length > 0 || details.length > 0) return;
  if (isAskedForScopes)
    throw new OAuthError('invalid_scope', 'None of the granted scopes means anything at this resource.');
  if (isAskedForDetails)
    throw new OAuthError(
      'invalid_target',
      'No granted authorization detail means anything at this resource.',
    );
}

/** RFC 9396 §6: all that was granted in detail and may still be had, unless the order names less. */
const findDetails = ({
  client,
  directory,
  user,
  authorizationDetails,
}: TokenOrder): readonly AuthorizationDetail[] =>
  authorizationDetails ?? keepAllowedDetails(directory, client, user?.details.authorizationDetails ?? []);

/**
 * What an access token of a client says.
 * @param endUser the user's record, where a claim template speaks of it
 * @throws OAuthError invalid_target, invalid_scope
 */
export function makeAccessToken(
  plane: TokenPlane,
  order: TokenOrder,
  endUser: EndUser | undefined,
): AccessToken {
  const { client, directory, user, accessScopes = order.scopes, resources = [] } = order;
  const issuedAt = Math.floor(plane.world.now() / 1000);
  const named = narrowResources(user?.details.resources ?? [], resources);
  checkNamed(order, named);
  const details = findDetails(order);
  const target = findTarget(directory, plane.issuer, accessScopes, named, details);
  checkTarget(target, accessScopes.length > 0, details.length > 0);
  const expiresAt = issuedAt + client.accessTokenLifetimeSeconds;
  return {
    // OpenID Connect Core §8: a JWT would show every pairwise client how the APIs call the user.
    format: client.subjectType === 'pairwise' ? 'opaque' : client.accessTokenFormat,
    tokenId: plane.world.randomId(),
    clientId: client.clientId,
    subject: user === undefined ? client.clientId : findSubject(plane.pairwiseKey, client, user.userId),
    userId: user?.userId ?? null,
    scopes: new Set(target.scopes),
    audience: target.audience,
    issuedAt,
    expiresAt: Math.min(expiresAt, order.notAfter ?? expiresAt),
    authorizationId: user?.authorizationId ?? null,
    grantId: user?.grantId ?? null,
    details: describeDetails(order, endUser, target.details),
  };
}
