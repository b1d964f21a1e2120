import type { AccessToken, Actor } from '../kernel/access-token.js';
import type { Confirmation } from '../kernel/confirmation.js';
import type { AuthorizationDetail } from '../rfc9396-authorization-details/detail.js';
import type { BackchannelRequestStore } from './backchannel-requests.js';
import type { DeviceCodeStore } from './device-codes.js';
import type { PushedRequestStore } from './pushed-requests.js';
import type { ReplayStore } from './replay.js';
import type { SubjectStore } from './subjects.js';
import type { UserStore } from './users.js';

/** What a grant carries from the authorization request into every token made from it. Absent members say nothing. */
export interface GrantDetails {
  /** The session that it was allowed in (`sid`); a uuid. */
  readonly sessionId?: string;
  /** OpenID Connect Core §3.1.2.1; goes into the ID token of the code alone. */
  readonly nonce?: string;
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** OpenID Connect Core §5.5: claims asked for by name. */
  readonly idTokenClaims?: readonly string[];
  readonly userinfoClaims?: readonly string[];
  /** RFC 8707 §2: the resources that the request named. */
  readonly resources?: readonly string[];
  /** RFC 9396 §6: what was allowed in detail. */
  readonly authorizationDetails?: readonly AuthorizationDetail[];
  /** RFC 6749 §8.2: parameters of the application's own, for the client's claim templates. */
  readonly extra?: Readonly<Record<string, string>>;
  /** RFC 8693 §4.1: where the grant comes from an exchange. */
  readonly actor?: Actor;
  /**
   * The key that whoever redeems it must prove to have: of an authorization code, the one that the request named (RFC 9449
   * §10 `dpop_jkt`); of a public client's refresh token, the one that fetched it (RFC 9449 §5, RFC 8705 §4).
   */
  readonly confirmation?: Confirmation;
}

/** An authorization code as stored: its hash and what was allowed (RFC 6749 §4.1.2). Times in epoch milliseconds. */
export interface AuthorizationCode {
  readonly codeHash: Buffer;
  readonly grantId: string;
  readonly clientId: string;
  readonly userId: string;
  readonly authorizationId: string;
  /** As the authorization request gave it; empty when it gave none (RFC 6749 §4.1.3). */
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** S256 challenge, base64url (RFC 7636 §4.2); empty where the client may do without (RFC 9700 §2.1.1). */
  readonly codeChallenge: string;
  readonly authenticatedAt: number;
  readonly details: GrantDetails;
  readonly expiresAt: number;
  readonly claimedAt: number | null;
}

/** A refresh token as stored. Times in epoch milliseconds. */
export interface RefreshToken {
  readonly tokenHash: Buffer;
  readonly grantId: string;
  readonly clientId: string;
  readonly userId: string;
  readonly authorizationId: string;
  readonly scopes: readonly string[];
  readonly authenticatedAt: number;
  readonly details: GrantDetails;
  readonly issuedAt: number;
  /** Unused until then, it expires. */
  readonly idleExpiresAt: number;
  /** The whole family ends then. */
  readonly expiresAt: number;
  readonly rotatedAt: number | null;
  /** The answer of the rotation, sealed under a key that only the holder of this refresh token can derive. */
  readonly sealedSuccessor: Buffer | null;
  readonly revokedAt: number | null;
}

/** An opaque access token as stored. */
export interface StoredAccessToken {
  readonly tokenHash: Buffer;
  readonly accessToken: AccessToken;
}

/** What one redemption puts into the store, all of it or nothing. */
export interface IssuedTokens {
  /** Undefined when the access token is a JWT: nothing to store. */
  readonly accessToken: StoredAccessToken | undefined;
  readonly refreshToken: RefreshToken | undefined;
}

export interface CodeStore {
  insert(code: AuthorizationCode): Promise<void>;
  find(codeHash: Buffer): Promise<AuthorizationCode | undefined>;
  /**
   * Claims the code and stores what it was exchanged for, atomically, and only while the authorization lives.
   * False: somebody was first, or the authorization has been revoked; then nothing was stored.
   */
  claim(code: AuthorizationCode, issued: IssuedTokens): Promise<boolean>;
}

export interface RefreshTokenStore {
  /**
   * Stores the first tokens of a grant that no code led to, only while its authorization lives. False: it was revoked, and
   * nothing was stored.
   */
  begin(authorizationId: string, issued: IssuedTokens): Promise<boolean>;
  find(tokenHash: Buffer): Promise<RefreshToken | undefined>;
  /**
   * Claims the refresh token and stores its successor, atomically, and only while family and authorization live.
   * False: somebody was first, or it has been revoked; then nothing was stored.
   */
  claim(current: RefreshToken, issued: IssuedTokens, sealedSuccessor: Buffer): Promise<boolean>;
  /**
   * Stores what a refresh token led to and moves its idle end, for clients that keep theirs. False: it is revoked.
   * @param idleExpiresAt epoch milliseconds
   */
  extend(current: RefreshToken, issued: IssuedTokens, idleExpiresAt: number): Promise<boolean>;
}

export interface AccessTokenStore {
  insert(token: StoredAccessToken): Promise<void>;
  find(tokenHash: Buffer): Promise<StoredAccessToken | undefined>;
}

/**
 * Why something was revoked, for whoever looks at it later: a code or refresh token that came twice, its client (RFC
 * 7009), the end of the session, an operator, the end user, a permission that was taken back, or a user who was disabled
 * or whose role changed.
 */
export const REVOCATION_REASONS = [
  'code-reused',
  'refresh-token-reused',
  'client',
  'session-ended',
  'operator',
  'end-user',
  'permission-removed',
  'user-changed',
] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];

/** Revoking is idempotent, and has taken effect on this node when the promise resolves. */
export interface RevocationStore {
  /** Every access and refresh token of one redemption. */
  revokeGrant(grantId: string, reason: RevocationReason): Promise<void>;
  /** One access token, until `expiresAt` (epoch seconds). */
  revokeAccessToken(tokenId: string, expiresAt: number, reason: RevocationReason): Promise<void>;
}

/** The token plane's stores. Every method rejects when the database is out of reach. */
export interface Stores {
  readonly users: UserStore;
  readonly replays: ReplayStore;
  readonly subjects: SubjectStore;
  readonly codes: CodeStore;
  readonly deviceCodes: DeviceCodeStore;
  readonly backchannelRequests: BackchannelRequestStore;
  readonly pushedRequests: PushedRequestStore;
  readonly refreshTokens: RefreshTokenStore;
  readonly accessTokens: AccessTokenStore;
  readonly revocations: RevocationStore;
}
