import type { AccessToken, AccessTokenDetails } from '../kernel/access-token.js';
import type { Client } from '../kernel/client.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { hashSecret } from '../kernel/secrets.js';
import { fillClaimTemplates, needsUser } from '../openid/claim-templates.js';
import { findSubject } from '../openid/subject.js';
import type { AccessTokenVerifier } from '../rfc6750-bearer/access-token-verifier.js';
import type { Grant, TokenRequest } from '../rfc6749-framework/grant.js';
import { findTokenType, writeAccessToken } from '../rfc6749-framework/issue-tokens.js';
import type { TokenPlane } from '../rfc6749-framework/token-order.js';
import { findActor } from './actor-chain.js';
import { narrowDetails, narrowScopes, narrowTarget } from './narrowing.js';
import { ACCESS_TOKEN_TYPE, type PresentedTokens, readPresentedTokens } from './presented-tokens.js';

/** RFC 8693 §2.1 */
export const TOKEN_EXCHANGE_GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';

function checkRequest({ client, parameters }: TokenRequest): void {
  // RFC 8693 §2.1: whoever holds a stolen access token must not turn it into more of them.
  if (client.type !== 'confidential') {
    throw new OAuthError('unauthorized_client', 'A public client cannot exchange access tokens.');
  }
  if ((parameters.get('requested_token_type') ?? ACCESS_TOKEN_TYPE) !== ACCESS_TOKEN_TYPE) {
    throw new OAuthError('invalid_request', `requested_token_type must be ${ACCESS_TOKEN_TYPE}.`);
  }
}

/** What of the subject's access token the new one says, and who acts with it. */
async function describe(
  { stores }: TokenPlane,
  client: Client,
  { subjectToken, actorToken }: PresentedTokens,
): Promise<AccessTokenDetails> {
  const { authenticatedAt, acr, amr, origins = [] } = subjectToken.details;
  const actor = findActor(client, subjectToken, actorToken);
  const user =
    subjectToken.userId !== null && needsUser(client)
      ? await stores.users.find(subjectToken.userId)
      : undefined;
  const claims = fillClaimTemplates({ client, user, request: undefined });
  return {
    grantType: TOKEN_EXCHANGE_GRANT_TYPE,
    ...(authenticatedAt !== undefined && { authenticatedAt }),
    ...(acr !== undefined && { acr }),
    ...(amr !== undefined && { amr }),
    ...(actor !== undefined && { actor }),
    ...(client.mayAct !== null && { mayAct: { sub: client.mayAct } }),
    ...(Object.keys(claims).length > 0 && { claims }),
    origins: [...origins, subjectToken.tokenId],
  };
}

/** The new access token: the subject's rights, in this client's hands, no longer than what it was made from. */
async function makeExchangedToken(
  plane: TokenPlane,
  { client, parameters, directory, confirmation }: TokenRequest,
  presented: PresentedTokens,
): Promise<AccessToken> {
  const { subjectToken, actorToken = subjectToken } = presented;
  const issuedAt = Math.floor(plane.world.now() / 1000);
  const named = narrowDetails(directory, client, subjectToken, parameters);
  const scopes = narrowScopes(client, subjectToken, parameters, named.length > 0);
  const target = narrowTarget(directory, subjectToken, { scopes, details: named }, parameters);
  return {
    // OpenID Connect Core §8: a JWT would show a pairwise client how the APIs call the user.
    format: client.subjectType === 'pairwise' ? 'opaque' : client.accessTokenFormat,
    tokenId: plane.world.randomId(),
    clientId: client.clientId,
    subject:
      subjectToken.userId === null
        ? subjectToken.subject
        : findSubject(plane.pairwiseKey, client, subjectToken.userId),
    scopes: new Set(scopes),
    audience: target.audience,
    issuedAt,
    expiresAt: Math.min(
      issuedAt + client.accessTokenLifetimeSeconds,
      subjectToken.expiresAt,
      actorToken.expiresAt,
    ),
    // Whatever ends the subject's access token ends this one.
    userId: subjectToken.userId,
    authorizationId: subjectToken.authorizationId,
    grantId: subjectToken.grantId,
    // Of who has it now: the subject's access token may have been bound to another's key.
    details: {
      ...(await describe(plane, client, presented)),
      ...(confirmation !== undefined && { confirmation }),
      ...(target.details.length > 0 && { authorizationDetails: target.details }),
    },
  };
}

/** RFC 8693 §1.1: what only we can tell of an access token that names no actor. */
export interface Impersonation {
  /** Who has it. */
  readonly clientId: string;
  /** As whom. */
  readonly subject: string;
  readonly tokenId: string;
}

/**
 * RFC 8693 §2: an access token for an access token: another client acts for the same subject, as itself (delegation) or
 * unseen (impersonation), and may never do more, elsewhere, or for longer. No refresh token: it would outlive the subject's.
 * @param tellImpersonation told of each use, for the log: nothing else says who it was
 */
export function createTokenExchangeGrant(
  plane: TokenPlane,
  verifier: AccessTokenVerifier,
  tellImpersonation: (impersonation: Impersonation) => void,
): Grant {
  return {
    type: TOKEN_EXCHANGE_GRANT_TYPE,
    parameters: [
      'subject_token',
      'subject_token_type',
      'actor_token',
      'actor_token_type',
      'requested_token_type',
      'scope',
      'resource',
      'audience',
      'authorization_details',
    ],
    async handle(request) {
      const { client, parameters } = request;
      checkRequest(request);
      const presented = await readPresentedTokens(verifier, client, parameters);
      const accessToken = await makeExchangedToken(plane, request, presented);
      const text = await writeAccessToken(plane, request, accessToken);
      if (presented.actorToken === undefined && client.mayImpersonate) {
        const { tokenId, subject } = accessToken;
        tellImpersonation({ clientId: client.clientId, subject, tokenId });
      }
      if (accessToken.format === 'opaque')
        await plane.stores.accessTokens.insert({ tokenHash: hashSecret(text), accessToken });
      const { authorizationDetails } = accessToken.details;
      return {
        access_token: text,
        // RFC 8693 §2.2.1
        issued_token_type: ACCESS_TOKEN_TYPE,
        token_type: findTokenType(request.confirmation),
        expires_in: accessToken.expiresAt - accessToken.issuedAt,
        scope: [...accessToken.scopes].join(' '),
        // RFC 9396 §7
        ...(authorizationDetails !== undefined && { authorization_details: authorizationDetails }),
      };
    },
  };
}
