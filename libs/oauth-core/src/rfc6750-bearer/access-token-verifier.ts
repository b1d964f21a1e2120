import type { AccessToken } from '../kernel/access-token.js';

/**
 * Turns the text of an access token into what it says. The one judge of access tokens: the data plane, introspection
 * and the admin REST API all ask it.
 */
export interface AccessTokenVerifier {
  /**
   * The remembered answer, re-checked against expiry, revocation and the client's state now. Undefined: not remembered
   * (or no longer valid): ask `verify`.
   */
  findRemembered(text: string): AccessToken | undefined;
  /**
   * Checks known → unexpired → not revoked → client exists and is enabled. Not: audience, scopes.
   * @throws OAuthError `invalid_token` (RFC 6750 §3.1), `temporarily_unavailable` when the database is needed and gone
   */
  verify(text: string): Promise<AccessToken>;
}
