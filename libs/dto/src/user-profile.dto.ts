import { Type } from 'class-transformer';
import { IsBoolean, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';
import { IsLanguageTag, IsTimeZone, IsWebUrl } from './validators.js';

/** Where somebody lives. OpenID Connect Core §5.1.1; names as on the wire. */
export class PostalAddress {
  /** The whole address as on an envelope, lines separated by a line feed. */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  formatted?: string;

  @IsOptional()
  @IsString()
  @Length(1, 300)
  street_address?: string;

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
  @Length(1, 20)
  postal_code?: string;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  country?: string;
}

/**
 * What else is known of a user: the standard claims of OpenID Connect Core §5.1, by their names on the wire. They reach
 * applications by the scopes profile, phone and address.
 */
export class UserProfile {
  @IsOptional()
  @IsString()
  @Length(1, 100)
  given_name?: string;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  family_name?: string;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  middle_name?: string;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  nickname?: string;

  @IsOptional()
  @IsWebUrl()
  profile?: string;

  @IsOptional()
  @IsWebUrl()
  picture?: string;

  @IsOptional()
  @IsWebUrl()
  website?: string;

  @IsOptional()
  @IsString()
  @Length(1, 50)
  gender?: string;

  /** The year 0000 stands for one that is not told. */
  @IsOptional()
  @Matches(/^\d{4}(-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?$/, {
    message: 'birthdate must be YYYY-MM-DD, 0000-MM-DD or YYYY',
  })
  birthdate?: string;

  @IsOptional()
  @IsTimeZone()
  zoneinfo?: string;

  @IsOptional()
  @IsLanguageTag()
  locale?: string;

  @IsOptional()
  @Matches(/^\+[1-9]\d{6,14}(;ext=\d{1,10})?$/, {
    message: 'phone_number must be like +15551234567, with ;ext=5678 for an extension',
  })
  phone_number?: string;

  /** Somebody made sure that the number is this person's. */
  @IsOptional()
  @IsBoolean()
  phone_number_verified?: boolean;

  @IsOptional()
  @ValidateNested()
  @Type(() => PostalAddress)
  address?: PostalAddress;
}
