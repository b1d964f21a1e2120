import { Type } from 'class-transformer';
import {
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { MAX_LOGO_BYTES } from './brand-limits.js';
import { IsReadableUnderWhite, IsWebUrl } from './validators.js';

/** What can be said of a brand in one language. Empty: as in every other. */
export class BrandTextInput {
  @IsOptional()
  @IsString()
  @MaxLength(50)
  name?: string;

  @ValidateIf((_, url) => url !== '')
  @IsOptional()
  @IsWebUrl()
  supportUrl?: string;

  @ValidateIf((_, url) => url !== '')
  @IsOptional()
  @IsWebUrl()
  termsUrl?: string;

  @ValidateIf((_, url) => url !== '')
  @IsOptional()
  @IsWebUrl()
  privacyUrl?: string;
}

/** In the languages of the end users' pages. */
export class BrandTextsInput {
  @IsOptional()
  @ValidateNested()
  @Type(() => BrandTextInput)
  en?: BrandTextInput;

  @IsOptional()
  @ValidateNested()
  @Type(() => BrandTextInput)
  de?: BrandTextInput;

  @IsOptional()
  @ValidateNested()
  @Type(() => BrandTextInput)
  fr?: BrandTextInput;
}

/** A change of what end users' pages look like: all of it, made from `version`. Null: as Gatehouse itself. */
export class UpdateBrand {
  @IsOptional()
  @IsString()
  @Length(1, 50)
  name?: string | null;

  /** `#rrggbb`. White must be readable on it (WCAG 2.2 §1.4.3). */
  @IsOptional()
  @Matches(/^#[0-9a-f]{6}$/i, { message: 'accent must be a colour such as #13674f' })
  @IsReadableUnderWhite()
  accent?: string | null;

  @IsOptional()
  @IsWebUrl()
  supportUrl?: string | null;

  @IsOptional()
  @IsWebUrl()
  termsUrl?: string | null;

  @IsOptional()
  @IsWebUrl()
  privacyUrl?: string | null;

  /** Where a language has a name or addresses of its own. Left out: none has. */
  @IsOptional()
  @ValidateNested()
  @Type(() => BrandTextsInput)
  texts?: BrandTextsInput;

  /** A PNG, JPEG or WebP as a data URI. Left out: the one that there is stays; null: none. */
  @IsOptional()
  @IsString()
  @MaxLength(MAX_LOGO_BYTES * 1.4, { message: 'logo must have at most 48 kB' })
  logo?: string | null;

  @IsInt()
  @Min(1)
  version!: number;
}

export interface BrandDetail {
  readonly name: string | null;
  readonly accent: string | null;
  readonly supportUrl: string | null;
  readonly termsUrl: string | null;
  readonly privacyUrl: string | null;
  /** By language; what is left out is as above. */
  readonly texts: Readonly<
    Partial<Record<string, Partial<Record<'name' | 'supportUrl' | 'termsUrl' | 'privacyUrl', string>>>>
  >;
  /** Where end users' browsers find it. */
  readonly logoUrl: string | null;
  /** As a data URI, for a preview. */
  readonly logo: string | null;
  readonly version: number;
}
