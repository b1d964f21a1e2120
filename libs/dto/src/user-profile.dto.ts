import { Type } from 'class-transformer';
import { IsBoolean, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';
import { OwnAddress, OwnClaims } from './own-profile.dto.js';
import { IsWebUrl } from './validators.js';

/** Where somebody lives. OpenID Connect Core §5.1.1; names as on the wire. */
export class PostalAddress extends OwnAddress {
  /** The whole address as on an envelope, lines separated by a line feed. */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  formatted?: string;
}

/**
 * What else is known of a user: the standard claims of OpenID Connect Core §5.1, by their names on the wire, those that
 * people say of themselves among them. They reach applications by the scopes profile, phone and address.
 */
export class UserProfile extends OwnClaims {
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

  /** Somebody made sure that the number is this person's. */
  @IsOptional()
  @IsBoolean()
  phone_number_verified?: boolean;

  @IsOptional()
  @ValidateNested()
  @Type(() => PostalAddress)
  declare address?: PostalAddress;
}
