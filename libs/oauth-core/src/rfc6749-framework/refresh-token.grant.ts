import { parseScope } from '@gatehouse/scopes';
import { isProven } from '../kernel/confirmation.js';
import { type Form, getParameter } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { hashSecret, openUnderSecret, sealUnderSecret } from '../kernel/secrets.js';
import type { RefreshToken } from '../ports/stores.js';
import type { Grant, TokenRequest, TokenResponse } from './grant.js';
import { checkResources } from '../rfc8707-resource-indicators/resources.js';
import { narrowAuthorizationDetails } from '../rfc9396-authorization-details/granted.js';
import { makeTokens } from './issue-tokens.js';
import type { TokenOrder, TokenPlane } from './token-order.js';

const refusal = (reason: string): OAuthError =>
  new OAuthError(
    'invalid_grant',
    'The refresh token is unknown, expired, revoked, or was issued to another client.',
    reason,
  );

/** RFC 6749 §6: the same scopes or fewer. */
function findNarrowedScopes(current: RefreshToken, parameters: Form): readonly string[] {
  const parameter = parameters.get('scope');
  if (parameter === undefined) return current.scopes;
  const asked = parseScope(parameter);
  if (asked === undefined || asked.length === 0 || !asked.every((name) => current.scopes.includes(name))) {
    throw new OAuthError(
      'invalid_scope',
      'scope must be among the scopes that were granted with this refresh token.',
    );
  }
  return asked;
}

type RefreshRequest = Pick<TokenRequest, 'client' | 'parameters' | 'directory' | 'confirmation'>;

/** What is made of a refresh token: never more than its client may have by now. */
function toOrder(
  { client, parameters, directory, confirmation }: RefreshRequest,
  current: RefreshToken,
  accessScopes: readonly string[],
): TokenOrder {
  const isAllowed = (name: string): boolean => client.allowedScopes.has(name);
  return {
    grantType: 'refresh_token',
    client,
    directory,
    confirmation,
    scopes: current.scopes.filter(isAllowed),
    accessScopes: accessScopes.filter(isAllowed),
    resources: checkResources(directory, client, parameters.get('resource')),
    // RFC 9396 §6
    authorizationDetails: narrowAuthorizationDetails(
      directory,
      client,
      current.details.authorizationDetails ?? [],
      parameters.get('authorization_details'),
    ),
    user: { ...current, refreshExpiresAt: current.expiresAt },
  };
}

/** @throws OAuthError unless it lives, and is this client's */
function check(
  current: RefreshToken | undefined,
  { client: { clientId }, confirmation }: Pick<TokenRequest, 'client' | 'confirmation'>,
  now: number,
): asserts current is RefreshToken {
  if (current === undefined) throw refusal('unknown refresh token');
  if (current.clientId !== clientId) throw refusal('refresh token of another client');
  // RFC 9449 §5, RFC 8705 §4: before anything is judged that a thief could cause.
  if (!isProven(current.details.confirmation, confirmation))
    throw new OAuthError('invalid_grant', 'Prove to have the key that this refresh token was fetched with.');
  if (current.revokedAt !== null) throw refusal('refresh token revoked');
  if (Math.min(current.idleExpiresAt, current.expiresAt) <= now) throw refusal('refresh token expired');
}

/** For clients that keep theirs: the same refresh token lives on, with a new idle end. */
async function answerKept(
  plane: TokenPlane,
  text: string,
  current: RefreshToken,
  order: TokenOrder,
): Promise<TokenResponse | undefined> {
  const { issued, response } = await makeTokens(plane, { ...order, kept: { text, token: current } });
  const { stores, world } = plane;
  const idleEnd = world.now() + order.client.refreshTokenIdleSeconds * 1000;
  const isKept = await stores.refreshTokens.extend(current, issued, Math.min(idleEnd, current.expiresAt));
  return isKept ? response : undefined;
}

/**
 * RFC 6749 §6 with rotation (RFC 9700 §4.14.2): each refresh token is used once. A second use revokes the whole grant,
 * except within the grace window, where the same answer is given again: an answer lost on the way, or two tabs at once.
 */
export function createRefreshTokenGrant(plane: TokenPlane): Grant {
  const { stores, world } = plane;

  async function answerAgain(text: string, rotated: RefreshToken): Promise<TokenResponse> {
    const age = world.now() - (rotated.rotatedAt ?? 0);
    if (
      rotated.rotatedAt !== null &&
      rotated.sealedSuccessor !== null &&
      age <= plane.refreshGraceSeconds * 1000
    ) {
      return JSON.parse(openUnderSecret(text, rotated.sealedSuccessor)) as TokenResponse;
    }
    await stores.revocations.revokeGrant(rotated.grantId, 'refresh-token-reused');
    throw refusal('refresh token used again; its grant is revoked');
  }

  /** Resolves to undefined when the token is not any more as it was found. */
  async function answer(
    request: RefreshRequest,
    text: string,
    current: RefreshToken,
  ): Promise<TokenResponse | undefined> {
    const scopes = findNarrowedScopes(current, request.parameters);
    if (current.rotatedAt !== null) return answerAgain(text, current);
    const order = toOrder(request, current, scopes);
    if (request.client.refreshTokenMode === 'keep') return answerKept(plane, text, current, order);
    const { issued, response } = await makeTokens(plane, order);
    const sealed = sealUnderSecret(text, JSON.stringify(response));
    return (await stores.refreshTokens.claim(current, issued, sealed)) ? response : undefined;
  }

  return {
    type: 'refresh_token',
    parameters: ['refresh_token', 'scope', 'resource', 'authorization_details'],
    async handle(request) {
      const text = getParameter(request.parameters, 'refresh_token');
      const tokenHash = hashSecret(text);
      let current = await stores.refreshTokens.find(tokenHash);
      for (;;) {
        check(current, request, world.now());
        const response = await answer(request, text, current);
        if (response !== undefined) return response;
        // Somebody was first, it was revoked in between, or its end user took back a part of what they had allowed:
        // then what is left of it is under another authorization.
        const now = await stores.refreshTokens.find(tokenHash);
        if (now?.rotatedAt == null && now?.authorizationId === current.authorizationId)
          throw refusal('refresh token revoked');
        current = now;
      }
    },
  };
}
