import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

const toInteger = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;

/** How far back it is told. */
export class ActivityQuery {
  /** `next` of the page before. */
  @IsOptional()
  @Matches(/^\d{1,17}_[a-z][\da-f-]{1,36}$/)
  after?: string;

  @Transform(toInteger)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 25;
}

/** Something that has happened with somebody's account. */
export interface AccountActivity {
  /** Of this entry, the same whenever it is read. */
  readonly id: string;
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
    | 'application-blocked'
    | 'application-unblocked'
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
  /** The `after` of the next page; null: this is the last. */
  readonly next: string | null;
}
