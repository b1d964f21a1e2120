import type { SaidDetail } from './details-type.dto.js';
import { OPERATOR_ROLES, type OperatorRole } from '@gatehouse/scopes';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Min,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import type { ProfileKeeper } from './own-profile.dto.js';
import { UserProfile } from './user-profile.dto.js';

/** A new user. Without a password one is made and shown once. */
export class CreateUser {
  @IsString()
  @Length(1, 100)
  @Matches(/^[^\s\p{C}]+$/u, { message: 'username must not have spaces' })
  username!: string;

  @IsOptional()
  @IsString()
  @MinLength(8, { message: 'password must have at least 8 characters' })
  @MaxLength(1024)
  password?: string;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  displayName?: string;

  @IsOptional()
  @IsEmail()
  email?: string;

  /** Null: an end user, who cannot use the console. */
  @IsOptional()
  @IsIn(OPERATOR_ROLES)
  operatorRole?: OperatorRole | null;
}

/** How a new user gets their first password. */
export class InviteUser extends CreateUser {
  /** true: by a link in a message to their address, instead of one that is shown here. */
  @IsOptional()
  @IsBoolean()
  invite?: boolean;
}

/** What can be changed of a user. */
export class UpdateUser {
  @IsInt()
  @Min(1)
  version!: number;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  displayName?: string;

  @IsOptional()
  @IsEmail()
  email?: string | null;

  @IsOptional()
  @IsIn(OPERATOR_ROLES)
  operatorRole?: OperatorRole | null;

  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  /** In place of the one before. */
  @IsOptional()
  @ValidateNested()
  @Type(() => UserProfile)
  profile?: UserProfile;
}

export interface UserDetail {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
  /** The person has shown that the address is theirs. Another address must be shown anew. */
  readonly emailVerified: boolean;
  /** Whom the account was made for: its name is not changed here. Null: it is. */
  readonly keptBy: ProfileKeeper | null;
  /** The address came from there with the latest sign-in, and is not changed here either. */
  readonly isEmailKept: boolean;
  readonly profile: UserProfile;
  readonly operatorRole: OperatorRole | null;
  readonly enabled: boolean;
  readonly version: number;
  readonly createdAt: string;
}

export interface CreatedUser {
  readonly user: UserDetail;
  /** Shown this once; only when none was given. */
  readonly password?: string;
}

export interface AuthorizationDetail {
  readonly id: string;
  readonly user: { readonly id: string; readonly username: string; readonly displayName: string };
  readonly application: { readonly id: string; readonly name: string };
  readonly scopes: readonly string[];
  /** RFC 9396: the newest that were allowed in detail, the newest first; absent: none were. */
  readonly details?: readonly SaidDetail[];
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Null: it lives. */
  readonly revokedAt: string | null;
  /** Null: it lives, or was revoked before reasons were written down. */
  readonly revokedReason: string | null;
  /** What it was used for at the gateway, for as long as sums are kept; a scope that is not there was not used. */
  readonly uses: readonly AuthorizationUse[];
}

/** The use of an authorization through one scope. A call that needed two scopes is a use of both. */
export interface AuthorizationUse {
  /** Null: routes that ask for an access token alone. */
  readonly scope: string | null;
  readonly calls: number;
  readonly lastAt: string;
}

/** The same on one day. */
export interface DailyAuthorizationUse extends AuthorizationUse {
  /** Its beginning, in UTC. */
  readonly day: string;
}

/** Who asks: the answer of `GET /api/me`. */
export interface Me {
  readonly username: string | null;
  readonly displayName: string | null;
  readonly role: OperatorRole | null;
  readonly clientId: string;
  readonly scopes: readonly string[];
}
