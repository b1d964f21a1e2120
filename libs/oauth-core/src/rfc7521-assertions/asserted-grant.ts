import { OAuthError } from '../kernel/oauth-error.js';
import type { ReplayUse } from '../ports/replay.js';
import { findRequestedScopes } from '../rfc6749-framework/grant-scopes.js';
import type { AssertedBounds } from '../identity-assertion-grant/id-jag.js';
import type { TokenRequest, TokenResponse } from '../rfc6749-framework/grant.js';
import { makeTokens } from '../rfc6749-framework/issue-tokens.js';
import type { TokenPlane } from '../rfc6749-framework/token-order.js';
import { checkResources, narrowResources } from '../rfc8707-resource-indicators/resources.js';
import { checkUnaskedDetails, findDetails } from './asserted-details.js';
import type { AssertionIssuer } from './assertion-issuer.js';

/** An assertion that is verified in every way but one: whether it has been used before. Times in epoch milliseconds. */
export interface VerifiedAssertion {
  /** `grant_type` that it came with. */
  readonly grantType: string;
  readonly issuer: AssertionIssuer;
  readonly subject: string;
  /** When the issuer saw the user, as far as it says. */
  readonly authenticatedAt: number;
  /** What it bounds the access token to; left out: it says nothing of that. */
  readonly bounds?: AssertedBounds;
  readonly use: ReplayUse;
  /** Unique within `use`. */
  readonly identifier: string;
  /** Until then it could be accepted again, and is remembered. */
  readonly expiresAt: number;
}

/** RFC 7521 §4.1.1: what is wrong with an assertion as a grant. */
export const refuseGrant = (description: string, reason?: string): OAuthError =>
  new OAuthError('invalid_grant', description, reason);

/** RFC 7521 §4.1, RFC 6749 §3.3: asked ∩ allowed for the client ∩ what the operator trusts the issuer with. */
function findScopes(
  { client, parameters }: TokenRequest,
  { issuer, bounds }: VerifiedAssertion,
  hasDetails: boolean,
): readonly string[] {
  const asserted = bounds?.scopes;
  const named = parameters.get('scope') ?? asserted?.join(' ');
  const requested = findRequestedScopes(client, named, hasDetails);
  const scopes = requested.filter(
    (name) => issuer.isAllowedScope(name) && (asserted === undefined || asserted.includes(name)),
  );
  if (scopes.length === 0 && requested.length > 0)
    throw new OAuthError('invalid_scope', 'None of these scopes may come from an assertion of this issuer.');
  return scopes;
}

/** RFC 8707 §2.2: those asked for, among those that the assertion is for. */
function findResources(
  { client, directory, parameters }: TokenRequest,
  bounds?: AssertedBounds,
): readonly string[] {
  const asked = checkResources(directory, client, parameters.get('resource'));
  const asserted = checkResources(directory, client, bounds?.resources?.join(' '));
  return narrowResources(asserted, asked);
}

/**
 * RFC 7521 §4.1: the tokens of a verified assertion.
 *
 * Consent: the user is not asked. An operator who trusts an issuer (or lets a client assert users) consents in the
 * users' place, to the scopes named there and no more. What comes of it is written into the one stored authorization of
 * application × user, as any consent is: the user sees it, and whoever revokes it (the user, an operator, or the user's
 * being disabled) ends every access token that came from it, JWT or not. The next assertion makes a new one; to stop
 * that, the trust is withdrawn.
 *
 * No refresh token, whatever the client may have otherwise: its holder asks the issuer for a new assertion, which tells
 * whether the user is still there (RFC 7521 §4.1).
 */
export async function issueForAssertion(
  plane: TokenPlane,
  request: TokenRequest,
  assertion: VerifiedAssertion,
): Promise<TokenResponse> {
  const { stores, world } = plane;
  const { client, directory } = request;
  const { issuer } = assertion;
  // RFC 7521 §4.1 leaves it open. Here whoever presents an assertion is known for certain, whatever was registered.
  if (client.type !== 'confidential')
    throw new OAuthError('unauthorized_client', 'A public client cannot present assertions.');
  const details = findDetails(request, assertion.bounds?.details);
  const scopes = findScopes(request, assertion, details.length > 0);
  const resources = findResources(request, assertion.bounds);
  const unknownUser = (reason: string): OAuthError =>
    refuseGrant('The subject of the assertion is nobody who can use this server.', reason);
  const userId = await stores.subjects.find(issuer.subjectMapping, issuer.issuerId, assertion.subject);
  if (userId === undefined) throw unknownUser('unknown or disabled user');
  const allowed =
    details.length > 0 ? await stores.subjects.findDetails(client.applicationId, userId) : undefined;
  checkUnaskedDetails(directory, client, issuer, details, allowed);
  // RFC 7521 §8.2: the last check before anything is issued, so that what is refused otherwise is not used up.
  if (!(await stores.replays.claim(assertion.use, assertion.identifier, assertion.expiresAt)))
    throw refuseGrant('The assertion has been used before: make a new one for each request.', 'replay');
  const authorizationId = await stores.subjects.authorize(
    world.randomId(),
    client,
    userId,
    { scopes, details },
    'assertion',
  );
  if (authorizationId === undefined) throw unknownUser('user disabled meanwhile');
  if (allowed !== undefined && allowed.authorizationId !== authorizationId)
    throw refuseGrant(
      'The end user has just taken back what they allowed: ask them again.',
      'revoked meanwhile',
    );
  const { issued, response } = await makeTokens(plane, {
    grantType: assertion.grantType,
    client,
    directory,
    confirmation: request.confirmation,
    scopes,
    resources,
    withoutRefreshToken: true,
    user: {
      grantId: world.randomId(),
      userId,
      authorizationId,
      authenticatedAt: assertion.authenticatedAt,
      details: details.length > 0 ? { authorizationDetails: details } : {},
      refreshExpiresAt: world.now(),
    },
  });
  if (issued.accessToken !== undefined) await stores.accessTokens.insert(issued.accessToken);
  return response;
}
