import type { AccessToken } from '../kernel/access-token.js';
import type { Client } from '../kernel/client.js';
import { getParameter, parseForm } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { hashSecret } from '../kernel/secrets.js';
import type { CurrentDirectory } from '../ports/directory.js';
import type { Stores } from '../ports/stores.js';
import type { AccessTokenVerifier } from '../rfc6750-bearer/access-token-verifier.js';
import type { EndpointRequest } from '../kernel/endpoint-request.js';
import type { ClientAuthentication } from '../rfc6749-framework/client-authentication.js';

export interface RevocationOptions {
  readonly currentDirectory: CurrentDirectory;
  readonly verifier: AccessTokenVerifier;
  readonly stores: Stores;
  readonly authenticate: ClientAuthentication;
}

/** RFC 7009 §2.1: only the client that it was issued to; any other "is refused [...] and the client is informed". */
function checkIssuedTo(clientId: string, client: Client): void {
  if (clientId === client.clientId) return;
  throw new OAuthError(
    'unauthorized_client',
    'This was issued to another client, which alone can revoke it.',
  );
}

/**
 * RFC 7009 §2: a client gives up one of its access or refresh tokens. Revoking a refresh token kills its access tokens.
 * Unknown, expired and revoked ones are answered as if they had lived (§2.2).
 */
export function createRevocation(options: RevocationOptions): (request: EndpointRequest) => Promise<void> {
  const { currentDirectory, verifier, stores, authenticate } = options;

  async function findAccessToken(text: string): Promise<AccessToken | undefined> {
    try {
      return await verifier.verify(text);
    } catch (error) {
      if (error instanceof OAuthError && error.code === 'invalid_token') return undefined;
      throw error;
    }
  }

  async function revokeAccessToken(text: string, client: Client): Promise<void> {
    const accessToken = await findAccessToken(text);
    if (accessToken === undefined) return;
    checkIssuedTo(accessToken.clientId, client);
    await stores.revocations.revokeAccessToken(accessToken.tokenId, accessToken.expiresAt, 'client');
  }

  return async (request) => {
    const form = parseForm(request.body);
    const client = await authenticate(currentDirectory(), request, form);
    const text = getParameter(form, 'token');
    // token_type_hint (§2.1) only speeds a look-up; ours is one select.
    const refreshToken = text.includes('.') ? undefined : await stores.refreshTokens.find(hashSecret(text));
    if (refreshToken === undefined) return revokeAccessToken(text, client);
    checkIssuedTo(refreshToken.clientId, client);
    await stores.revocations.revokeGrant(refreshToken.grantId, 'client');
  };
}
