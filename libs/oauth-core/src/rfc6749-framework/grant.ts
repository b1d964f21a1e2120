import type { Client } from '../kernel/client.js';
import type { Confirmation } from '../kernel/confirmation.js';
import type { Form } from '../kernel/form.js';
import type { Directory } from '../ports/directory.js';
import type { AuthorizationDetail } from '../rfc9396-authorization-details/detail.js';

/** A token request whose client has proved who it is. */
export interface TokenRequest {
  readonly client: Client;
  /** Only what the grant declared; the rest was dropped. */
  readonly parameters: Form;
  /** The snapshot that this request began with. */
  readonly directory: Directory;
  /** IP address of whoever sends it. */
  readonly address: string;
  /** The key that the request proves to have, which its access token is bound to (RFC 9449 §5, RFC 8705 §3). */
  readonly confirmation: Confirmation | undefined;
}

/** RFC 6749 §5.1, in wire names. `scope` is always said. */
export interface TokenResponse {
  readonly access_token: string;
  readonly token_type: 'Bearer' | 'DPoP';
  /** Seconds. */
  readonly expires_in: number;
  readonly scope: string;
  /** RFC 9396 §7. */
  readonly authorization_details?: readonly AuthorizationDetail[];
  readonly refresh_token?: string;
  /** Seconds until the refresh token's family ends. */
  readonly refresh_token_expires_in?: number;
  /** OpenID Connect Core §3.1.3.3. */
  readonly id_token?: string;
  /** RFC 8693 §2.2.1. */
  readonly issued_token_type?: string;
}

/** All that a grant has to be. */
export interface Grant {
  /** `grant_type`. */
  readonly type: string;
  /** What it reads; the token endpoint drops the rest. */
  readonly parameters: readonly string[];
  /** @throws OAuthError */
  handle(request: TokenRequest): Promise<TokenResponse>;
}
