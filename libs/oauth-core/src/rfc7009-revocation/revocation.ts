import { getParameter, parseForm } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { hashSecret } from '../kernel/secrets.js';
import type { CurrentDirectory } from '../ports/directory.js';
import type { Stores } from '../ports/stores.js';
import type { World } from '../ports/world.js';
import type { AccessTokenVerifier } from '../rfc6750-bearer/access-token-verifier.js';
import { authenticateClient } from '../rfc6749-framework/client-authentication.js';

export interface RevocationOptions {
  readonly currentDirectory: CurrentDirectory;
  readonly verifier: AccessTokenVerifier;
  readonly stores: Stores;
  readonly world: World;
}

/**
 * RFC 7009 §2: a client gives up one of its access or refresh tokens. Revoking a refresh token kills its access tokens.
 * Unknown, expired or foreign ones are answered alike (§2.2), so that nobody learns whether they exist.
 */
export function createRevocation(
  options: RevocationOptions,
): (authorization: string | undefined, body: string) => Promise<void> {
  const { currentDirectory, verifier, stores, world } = options;

  async function revokeAccessToken(text: string, clientId: string): Promise<void> {
    try {
      const token = await verifier.verify(text);
      // RFC 7009 §2.1: only the client that it was issued to.
      if (token.clientId === clientId)
        await stores.revocations.revokeAccessToken(token.tokenId, token.expiresAt);
    } catch (error) {
      if (!(error instanceof OAuthError && error.code === 'invalid_token')) throw error;
    }
  }

  return async (authorization, body) => {
    const form = parseForm(body);
    const client = authenticateClient(currentDirectory(), authorization, form, world.now());
    const text = getParameter(form, 'token');
    // token_type_hint (§2.1) only speeds a look-up; ours is one select.
    const refreshToken = text.includes('.') ? undefined : await stores.refreshTokens.find(hashSecret(text));
    if (refreshToken === undefined) return revokeAccessToken(text, client.clientId);
    if (refreshToken.clientId === client.clientId) await stores.revocations.revokeGrant(refreshToken.grantId);
  };
}
