import { IsIn, IsObject, IsString, Length, MaxLength, MinLength } from 'class-validator';

/** A code that a person types after their password. */
export class SecondFactorCode {
  @IsIn(['totp', 'recovery-code'])
  kind!: 'totp' | 'recovery-code';

  @IsString()
  @Length(1, 40)
  code!: string;
}

/** What the browser's authenticator answered (WebAuthn §5.8); judged by the WebAuthn library. */
export class PasskeyAnswer {
  @IsObject()
  response!: Record<string, unknown>;
}

/** A new passkey. */
export class NewPasskeyAnswer extends PasskeyAnswer {
  @IsString()
  @Length(1, 60)
  name!: string;
}

export class PasskeyName {
  @IsString()
  @Length(1, 60)
  name!: string;
}

/** The first code of a new authenticator app. */
export class TotpConfirmation {
  /** As the set-up was answered. */
  @IsString()
  @Length(1, 200)
  setup!: string;

  @IsString()
  @Length(6, 6)
  code!: string;
}

/** A new password of the person's own. */
export class NewPassword {
  @IsString()
  @MinLength(8, { message: 'password must have at least 8 characters' })
  @MaxLength(1024)
  password!: string;
}

export interface PasskeyDetail {
  readonly id: string;
  readonly name: string;
  /** It may live on several devices of the person's. */
  readonly isSynced: boolean;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

export interface OwnSession {
  readonly id: string;
  readonly isCurrent: boolean;
  /** Such as "Firefox 145"; null: nobody can tell. */
  readonly browser: string | null;
  /** Such as "macOS"; null: nobody can tell. */
  readonly system: string | null;
  /** Where it was seen last; null: of a session from before this was written down. */
  readonly address: string | null;
  readonly signedInAt: string;
  /** To the minute or so. */
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  /** RFC 8176. */
  readonly amr: readonly string[];
}

/** An identity provider that somebody can sign in with. */
export interface LinkedProvider {
  readonly slug: string;
  readonly name: string;
  /** False: the account was made for it. */
  readonly canUnlink: boolean;
}

/** What a person sees of the security of their account. */
export interface SecurityOverview {
  readonly csrfToken: string;
  readonly user: { readonly username: string; readonly displayName: string };
  /** The sign-in is recent and strong enough to change factors. */
  readonly isFresh: boolean;
  readonly hasPassword: boolean;
  /** Their password, if any, is at the directory or provider that the account was made for. */
  readonly isPasswordElsewhere: boolean;
  readonly providers: readonly LinkedProvider[];
  readonly hasTotp: boolean;
  readonly recoveryCodesLeft: number;
  /** Passkeys need a host name: the issuer may have none. */
  readonly takesPasskeys: boolean;
  readonly passkeys: readonly PasskeyDetail[];
  readonly sessions: readonly OwnSession[];
}

/** A TOTP secret for an authenticator app. */
export interface TotpSetupAnswer {
  readonly text: string;
  readonly uri: string;
  readonly setup: string;
}

/** Shown this once; none where the person has some already. */
export interface FactorAdded {
  readonly recoveryCodes?: readonly string[];
}

/** Which factors a user has: the answer of `GET /api/users/{id}/factors`. */
export interface UserFactors {
  readonly hasPassword: boolean;
  readonly hasTotp: boolean;
  readonly passkeyCount: number;
  readonly recoveryCodesLeft: number;
  readonly passkeys: readonly {
    readonly name: string;
    /** It may live on several devices. */
    readonly isSynced: boolean;
    readonly createdAt: string;
    readonly lastUsedAt: string | null;
  }[];
  /** Directories and identity providers that sign them in, by name. */
  readonly providers: readonly string[];
}
