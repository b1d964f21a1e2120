import type { AccessToken } from '../kernel/access-token.js';
import { findTokenType } from '../rfc6749-framework/issue-tokens.js';
import type { World } from '../ports/world.js';

/**
 * What an access token says, for its own holder: for old clients that expect a token information service. Whoever asks
 * must present the access token itself as the credential; resource servers use introspection (RFC 7662).
 */
export function describeOwnToken(token: AccessToken, world: World): Readonly<Record<string, unknown>> {
  return {
    client_id: token.clientId,
    user_id: token.userId === null ? undefined : token.subject,
    audience: token.audience.length === 1 ? token.audience[0] : token.audience,
    scope: [...token.scopes].join(' '),
    token_type: findTokenType(token.details.confirmation),
    expires_in: Math.max(0, token.expiresAt - Math.floor(world.now() / 1000)),
  };
}
