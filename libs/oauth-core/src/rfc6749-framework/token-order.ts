import type { Client } from '../kernel/client.js';
import type { Confirmation } from '../kernel/confirmation.js';
import type { Directory } from '../ports/directory.js';
import type { GrantDetails, RefreshToken, Stores } from '../ports/stores.js';
import type { World } from '../ports/world.js';
import type { AuthorizationDetail } from '../rfc9396-authorization-details/detail.js';

/** What every grant works with. Lifetimes in seconds. */
export interface TokenPlane {
  readonly issuer: string;
  readonly codeSeconds: number;
  readonly refreshGraceSeconds: number;
  /** 32 random bytes that never change for a deployment: pairwise subjects come from them. */
  readonly pairwiseKey: Buffer;
  readonly world: World;
  readonly stores: Stores;
}

/** The end user's part in a grant; absent for client credentials. Times in epoch milliseconds. */
export interface UserGrant {
  readonly grantId: string;
  readonly userId: string;
  readonly authorizationId: string;
  readonly authenticatedAt: number;
  readonly details: GrantDetails;
  /** When the refresh token family ends; the moment of the first redemption plus the client's setting. */
  readonly refreshExpiresAt: number;
}

/** The tokens that a grant wants made. */
export interface TokenOrder {
  /** `grant_type`; undefined: the tokens come from the authorization endpoint. */
  readonly grantType?: string;
  readonly client: Client;
  readonly directory: Directory;
  /** What the access token is bound to; undefined: to nothing. */
  readonly confirmation: Confirmation | undefined;
  /** All that was granted: what a refresh token keeps (RFC 6749 §6). */
  readonly scopes: readonly string[];
  /** Those of the access token, where it gets fewer. */
  readonly accessScopes?: readonly string[];
  /** RFC 8707 §2.2: what this request names of the grant's resources. */
  readonly resources?: readonly string[];
  /** RFC 9396 §6: what the access token is for in detail, where that is not all of the grant's. */
  readonly authorizationDetails?: readonly AuthorizationDetail[];
  readonly user?: UserGrant;
  /** RFC 7521 §4.1: some grants lead to no refresh token, whatever the client may have otherwise. */
  readonly withoutRefreshToken?: boolean;
  /** The refresh token that the client keeps: answered again instead of a new one. */
  readonly kept?: { readonly text: string; readonly token: RefreshToken };
  /** Epoch seconds; the access token ends no later. */
  readonly notAfter?: number;
  /** OpenID Connect Core §3.3.2.11: what an ID token beside a code is bound to. */
  readonly beside?: {
    readonly code?: string;
    readonly state?: string;
    /** OpenID Connect CIBA §10.3.1: what the tokens are sent for, which nobody has fetched. */
    readonly authRequestId?: string;
    readonly refreshToken?: string;
  };
}
