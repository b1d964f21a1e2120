import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsFieldName, IsOriginOrStar } from './validators.js';

/** Which pages in browsers may call an API from another origin. */
export class CorsPolicyInput {
  /** For example `https://app.example`; `*` alone: every one. */
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsOriginOrStar()
  origins: string[] = [];

  /** Besides: the origins that are registered with the applications that may call the API. */
  @IsOptional()
  @IsBoolean()
  applicationOrigins?: boolean;

  /** Cookies are sent too; not with `*`. */
  @IsOptional()
  @IsBoolean()
  allowsCredentials?: boolean;

  /** What a page may read besides what it always may and what the gateway itself says. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsFieldName()
  exposedHeaders?: string[];

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(86_400)
  maxAgeSeconds?: number;
}

export interface CorsPolicyDetail {
  readonly origins: readonly string[];
  readonly applicationOrigins: boolean;
  readonly allowsCredentials: boolean;
  readonly exposedHeaders: readonly string[];
  readonly maxAgeSeconds: number;
}
