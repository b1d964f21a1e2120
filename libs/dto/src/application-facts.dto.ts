import { IsBoolean, IsEmail, IsInt, IsOptional, IsString, Length, MaxLength, Min } from 'class-validator';
import { MAX_LOGO_BYTES } from './brand-limits.js';
import { IsPhoneNumber, IsWebUrl } from './validators.js';

/** What operators say of an application for the people who use it. Null: nothing. */
export class ApplicationFacts {
  /** Who runs it: a company, a team, a person. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  publisher?: string | null;

  /** Admins alone say so: the publisher is who it says. */
  @IsOptional()
  @IsBoolean()
  isVerified?: boolean;

  @IsOptional()
  @IsEmail({}, { message: 'contactEmail must be an e-mail address such as help@shop.example' })
  @MaxLength(254)
  contactEmail?: string | null;

  @IsOptional()
  @IsPhoneNumber()
  contactPhone?: string | null;

  @IsOptional()
  @IsWebUrl()
  homepageUrl?: string | null;

  @IsOptional()
  @IsWebUrl()
  privacyUrl?: string | null;

  @IsOptional()
  @IsWebUrl()
  termsUrl?: string | null;
}

/** A logo, put on an application as it was at `version`. */
export class ReplaceLogo {
  @IsInt()
  @Min(1)
  version!: number;

  /** A PNG, JPEG or WebP as a data URI. */
  @IsString()
  @MaxLength(MAX_LOGO_BYTES * 1.4, { message: 'logo must have at most 48 kB' })
  logo!: string;
}

/** The same as people see it, on the consent page and among the applications that they have allowed. */
export interface PresentedApplication {
  /** A path: the same at the authorization server and at the console. */
  readonly logoUrl: string | null;
  readonly publisher: string | null;
  readonly isVerified: boolean;
  readonly homepageUrl: string | null;
  readonly privacyUrl: string | null;
  readonly termsUrl: string | null;
}
