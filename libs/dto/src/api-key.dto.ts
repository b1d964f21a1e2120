import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  Min,
} from 'class-validator';
import { IsScopeName, IsWebOrigin } from './validators.js';

/** An API key as an operator writes it. */
export class ApiKeyInput {
  @IsString()
  @Length(1, 100)
  name!: string;

  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  /** When it ends; left out or null: never. */
  @IsOptional()
  @IsISO8601({ strict: true })
  expiresAt?: string | null;

  /** Only requests with one of these origins; none: it need not come from a page in a browser. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsWebOrigin()
  origins?: string[];

  /** What it may do, of what APIs ask for. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsScopeName()
  scopes?: string[];
}

/** A change of an API key, made from `version`; what is left out stays. */
export class UpdateApiKey {
  @IsInt()
  @Min(1)
  version!: number;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  name?: string;

  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  @IsOptional()
  @IsISO8601({ strict: true })
  expiresAt?: string | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsWebOrigin()
  origins?: string[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsScopeName()
  scopes?: string[];
}

export interface ApiKeyDetail {
  readonly id: string;
  readonly applicationId: string;
  readonly name: string;
  /** The beginning of the key, by which people know it. */
  readonly hint: string;
  readonly enabled: boolean;
  readonly expiresAt: string | null;
  readonly origins: readonly string[];
  readonly scopes: readonly string[];
  readonly createdBy: string;
  /** To about ten seconds; null: never. */
  readonly lastUsedAt: string | null;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A new API key; `key` is answered this once. */
export interface CreatedApiKey {
  readonly apiKey: ApiKeyDetail;
  readonly key: string;
}
