import type { AuthorizationDetail } from '../rfc9396-authorization-details/detail.js';
import type { AccessTokenFormat } from './client.js';
import type { Confirmation } from './confirmation.js';

/** RFC 8693 §4.1: who acts, and for whom they act in turn; the innermost acted first. */
export interface Actor {
  readonly sub: string;
  readonly client_id?: string;
  readonly act?: Actor;
}

/** What an access token says beyond what every one says. Absent members are not written. */
export interface AccessTokenDetails {
  /** What it was fetched with, as the token endpoint calls it. */
  readonly grantType?: string;
  /** RFC 9068 §2.2.1; epoch seconds. */
  readonly authenticatedAt?: number;
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** RFC 8693 §4.1. */
  readonly actor?: Actor;
  /** RFC 8693 §4.4: who may act for the subject. */
  readonly mayAct?: Actor;
  /** IDs of the access tokens that it was exchanged from, one after the other: revoking one of them revokes it too. */
  readonly origins?: readonly string[];
  /** OpenID Connect Core §5.5: claims that UserInfo was asked for by name. */
  readonly userinfoClaims?: readonly string[];
  /** RFC 9396 §9.1: what it is for, as far as that means something at its audience. */
  readonly authorizationDetails?: readonly AuthorizationDetail[];
  /** Whose key it is bound to; absent: whoever has it may use it (RFC 6750). */
  readonly confirmation?: Confirmation;
  /** The extra claims of the client's templates. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** What a valid access token says, whatever its format. Verified: signature or row, and expiry at `verifiedAt`. */
export interface AccessToken {
  readonly format: AccessTokenFormat;
  /** `jti` (RFC 9068 §2.2): names the access token in revocations and logs; not a secret. */
  readonly tokenId: string;
  readonly clientId: string;
  /** `sub`: the end user's ID, or the client ID where no end user is involved (RFC 9068 §2.2). */
  readonly subject: string;
  /** Null for client credentials. */
  readonly userId: string | null;
  readonly scopes: ReadonlySet<string>;
  readonly audience: readonly string[];
  /** Epoch seconds. */
  readonly issuedAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
  /** The stored authorization that it comes from (end user × application); null for client credentials. */
  readonly authorizationId: string | null;
  /** The redemption that it comes from: all access and refresh tokens of one code share it. Null for client credentials. */
  readonly grantId: string | null;
  readonly details: AccessTokenDetails;
}
