/** A browser in which a user is signed in. */
export interface UserSession {
  readonly id: string;
  readonly startedAt: string;
  /** The last sign-in; a session goes on when the same person signs in again. */
  readonly signedInAt: string;
  /** To the minute or so. */
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  /** Where it was seen last; null: not known. */
  readonly address: string | null;
  /** Such as "Firefox 145"; null: not known. */
  readonly browser: string | null;
  /** Such as "macOS"; null: not known. */
  readonly system: string | null;
  /** As the browser says it. */
  readonly userAgent: string | null;
  /** RFC 8176: what they signed in with. */
  readonly amr: readonly string[];
  readonly acr: string;
}
