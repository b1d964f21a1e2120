import { parseScope } from '@gatehouse/scopes';
import { type Form, getParameter } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { hashSecret, openUnderSecret, sealUnderSecret } from '../kernel/secrets.js';
import type { RefreshToken } from '../ports/stores.js';
import type { Grant, TokenResponse } from './grant.js';
import { makeTokens, type TokenPlane } from './issue-tokens.js';

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
    await stores.revocations.revokeGrant(rotated.grantId);
    throw refusal('refresh token used again; its grant is revoked');
  }

  return {
    type: 'refresh_token',
    parameters: ['refresh_token', 'scope'],
    async handle({ client, parameters, directory }) {
      const text = getParameter(parameters, 'refresh_token');
      const tokenHash = hashSecret(text);
      const current = await stores.refreshTokens.find(tokenHash);
      if (current === undefined) throw refusal('unknown refresh token');
      if (current.clientId !== client.clientId) throw refusal('refresh token of another client');
      if (current.revokedAt !== null) throw refusal('refresh token revoked');
      if (Math.min(current.idleExpiresAt, current.expiresAt) <= world.now())
        throw refusal('refresh token expired');
      const scopes = findNarrowedScopes(current, parameters);
      if (current.rotatedAt !== null) return answerAgain(text, current);

      const allowed = scopes.filter((name) => client.allowedScopes.has(name));
      const kept = current.scopes.filter((name) => client.allowedScopes.has(name));
      const user = { ...current, refreshExpiresAt: current.expiresAt };
      const { issued, response } = await makeTokens(plane, directory, client, allowed, user, kept);
      const sealed = sealUnderSecret(text, JSON.stringify(response));
      if (await stores.refreshTokens.claim(current, issued, sealed)) return response;

      // Somebody was first, or it was revoked in between: look again.
      const now = await stores.refreshTokens.find(tokenHash);
      if (now?.rotatedAt == null || now.revokedAt !== null) throw refusal('refresh token revoked');
      return answerAgain(text, now);
    },
  };
}
