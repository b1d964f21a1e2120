import type { AccessTokenFormat } from './client.js';

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
}
