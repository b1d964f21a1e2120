import { Type } from 'class-transformer';
import {
  IsEmail,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsLanguageTag, IsTimeZone } from './validators.js';

/** Where somebody lives, as they say it themselves. OpenID Connect Core §5.1.1; names as on the wire. */
export class OwnAddress {
  @IsOptional()
  @IsString()
  @Length(1, 300)
  street_address?: string;

  @IsOptional()
  @IsString()
  @Length(1, 20)
  postal_code?: string;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  locality?: string;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  region?: string;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  country?: string;
}

/** What people say of themselves. OpenID Connect Core §5.1; names as on the wire; what is absent is not said. */
export class OwnClaims {
  @IsOptional()
  @IsString()
  @Length(1, 100)
  given_name?: string;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  family_name?: string;

  @IsOptional()
  @Matches(/^\+[1-9]\d{6,14}(;ext=\d{1,10})?$/, {
    message: 'phone_number must be like +15551234567, with ;ext=5678 for an extension',
  })
  phone_number?: string;

  @IsOptional()
  @IsLanguageTag()
  locale?: string;

  @IsOptional()
  @IsTimeZone()
  zoneinfo?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => OwnAddress)
  address?: OwnAddress;
}

/** Somebody's own profile, in place of the one before. */
export class UpdateOwnProfile {
  /** As it was read. */
  @IsInt()
  @Min(1)
  version!: number;

  @IsString()
  @Length(1, 100)
  @Matches(/\S/)
  displayName!: string;

  @ValidateNested()
  @Type(() => OwnClaims)
  profile!: OwnClaims;
}

/** Another address for the account: it counts once it is shown to be theirs. */
export class ChangeAddress {
  @IsEmail()
  @MaxLength(254)
  email!: string;
}

/** Where the name and address of an account come from, at each sign-in; they are changed there. */
export type ProfileKeeper =
  { readonly kind: 'directory' } | { readonly kind: 'provider'; readonly name: string };

/** What a person sees of their own profile. */
export interface OwnProfile {
  readonly csrfToken: string;
  readonly version: number;
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly isEmailVerified: boolean;
  /** An address that waits for its link to be opened. */
  readonly waitingEmail: { readonly email: string; readonly expiresAt: string } | null;
  readonly profile: OwnClaims;
  /** Whom the account was made for: the user name, name and address come from there, and are changed there. */
  readonly keptBy: ProfileKeeper | null;
  /** The sign-in is recent and strong enough to change the address. */
  readonly isFresh: boolean;
}
