/** An end user as claims describe them. */
export interface EndUser {
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly isEmailVerified: boolean;
  /** OpenID Connect Core §5.1: further standard claims, in wire names. */
  readonly profile: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds. */
  readonly updatedAt: number;
}

export interface UserStore {
  /** Undefined when there is no such user, or the user is disabled. */
  find(userId: string): Promise<EndUser | undefined>;
}
