import { IsInt, IsOptional, IsString, Length, Matches, MaxLength, Min } from 'class-validator';
import { MAX_LOGO_BYTES } from './brand-limits.js';
import { IsReadableUnderWhite, IsWebUrl } from './validators.js';

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
  /** Where end users' browsers find it. */
  readonly logoUrl: string | null;
  /** As a data URI, for a preview. */
  readonly logo: string | null;
  readonly version: number;
}
