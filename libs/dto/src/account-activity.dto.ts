/** Something that has happened with somebody's account. */
export interface AccountActivity {
  readonly kind:
    | 'signed-in'
    | 'sign-in-failed'
    | 'code-failed'
    | 'account-made'
    | 'password-changed'
    | 'address-changed'
    | 'profile-changed'
    | 'app-added'
    | 'app-removed'
    | 'passkey-added'
    | 'passkey-removed'
    | 'codes-made'
    | 'code-used'
    | 'factors-removed'
    | 'provider-linked'
    | 'provider-unlinked'
    | 'sessions-ended'
    | 'allowed'
    | 'permission-removed'
    | 'removed';
  /** Of what is counted: the last time. */
  readonly at: string;
  /** Of the application, the passkey or the provider. */
  readonly name: string | null;
  /** The permission, as people read it. */
  readonly permission: string | null;
  readonly browser: string | null;
  readonly system: string | null;
  readonly address: string | null;
  readonly isByOperator: boolean;
  /** How often, where it is counted by browser and hour; otherwise 1. */
  readonly count: number;
}

/** A page of it, the newest first. */
export interface AccountActivities {
  readonly items: readonly AccountActivity[];
  readonly hasMore: boolean;
}
