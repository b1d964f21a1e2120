import { IsString, Length } from 'class-validator';
import type { TokenLineage } from './call-explanation.dto.js';
import type { SaidDetail } from './details-type.dto.js';
import type { ActingParty } from './traffic.dto.js';
import type { AuthorizationDetail } from './user.dto.js';

/** What to look for: an access or refresh token, or an ID. In a body, since the address of a request is written down. */
export class FindToken {
  @IsString()
  @Length(1, 20_000)
  text!: string;
}

/** What was found, by its IDs alone. */
export interface FoundToken {
  readonly kind: 'access-token' | 'refresh-token' | 'authorization' | 'grant' | 'call' | 'error-answer';
  /** Null where nobody allowed anything: the client acts for itself. */
  readonly authorizationId: string | null;
  readonly grantId: string | null;
  /** `jti` of an access token. */
  readonly tokenId: string | null;
  readonly requestId: string | null;
}

export type TokenState = 'active' | 'expired' | 'revoked';

/** What took the rights, and why. */
export interface RevocationDetail {
  readonly kind: 'access-token' | 'grant' | 'authorization' | 'user';
  readonly id: string;
  readonly revokedAt: string;
  /** Null: from before reasons were written down. */
  readonly reason: string | null;
}

/** An access token, as far as it is stored or was seen at the gateway. */
export interface AccessTokenDetail {
  readonly tokenId: string;
  readonly format: 'jwt' | 'opaque';
  readonly clientId: string;
  readonly grantId: string | null;
  /** What it was fetched with; null: it is older than this was written down. */
  readonly grantType: string | null;
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
  readonly issuedAt: string;
  readonly expiresAt: string;
  readonly state: TokenState;
  readonly revocation: RevocationDetail | null;
  /** Of calls that are still kept; null: none. */
  readonly lastUse: {
    readonly at: string;
    readonly calls: number;
    /** Null: who asks may not see single calls. */
    readonly requestId: string | null;
  } | null;
  /** RFC 8693 §4.1: who acts, the last first. */
  readonly actors: readonly ActingParty[];
  /** IDs of the access tokens that it was exchanged from. */
  readonly origins: readonly string[];
}

/** Where one access token comes from, and what became of it. */
export interface AccessTokenLineage extends TokenLineage, Pick<AccessTokenDetail, 'lastUse' | 'state'> {}

/** What one redemption began: its refresh tokens, and the access tokens that came from it. */
export interface GrantDetail {
  readonly id: string;
  readonly clientId: string;
  /** Null: there is none, or they are gone. */
  readonly refreshTokens: {
    readonly count: number;
    readonly scopes: readonly string[];
    readonly firstAt: string;
    readonly lastAt: string;
    readonly idleExpiresAt: string;
    readonly expiresAt: string;
  } | null;
  readonly state: TokenState;
  readonly revocation: RevocationDetail | null;
  /** The newest first. */
  readonly accessTokens: readonly AccessTokenDetail[];
}

/** One act of allowing. */
export interface ConsentDetail {
  readonly at: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** RFC 9396; absent: none. */
  readonly details?: readonly SaidDetail[];
  /**
   * On the page, on the page for a device, or unasked: to an application of the operator's own, to one that had the
   * user's password, or to one that had a trusted issuer's assertion. Of the last two, only what was new is told.
   */
  readonly way: 'page' | 'device' | 'backchannel' | 'first-party' | 'password' | 'assertion';
  readonly address: string | null;
  readonly browser: string | null;
  readonly system: string | null;
}

/** How often somebody used what was passed on to them, for as long as sums are kept. */
export interface ExchangedUse {
  /** Through whose hands it went, the one that called first. */
  readonly clients: readonly ActingParty[];
  readonly calls: number;
  readonly lastAt: string;
}

/** An authorization, and all that came from it as far as that is known. */
export interface AuthorizationLineage extends AuthorizationDetail {
  /** Who used it through the gateway after an exchange (RFC 8693), the latest first. */
  readonly exchangedUses: readonly ExchangedUse[];
  /** Without those from before they were written down. */
  readonly consents: readonly ConsentDetail[];
  readonly grants: readonly GrantDetail[];
}

/** What was revoked, in the order in which it was. */
export interface RevokedAuthorizations {
  readonly ids: readonly string[];
}
