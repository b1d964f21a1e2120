import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

export const CHANGE_OPERATIONS = ['set', 'append', 'remove'] as const;

/** What is done to one header or parameter. */
export class ChangeInput {
  /** `set` leaves one value, `append` adds one, `remove` leaves none. */
  @IsIn(CHANGE_OPERATIONS)
  operation!: (typeof CHANGE_OPERATIONS)[number];

  @IsString()
  @Length(1, 100)
  name!: string;

  /** Template: text with facts of the call, such as `{client.id}`; left out where the operation is `remove`. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  value?: string;
}

/** How calls are changed on their way to the upstream, and answers on their way back. */
export class TransformsInput {
  /** Headers to the upstream. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => ChangeInput)
  request?: ChangeInput[];

  /** Headers to the client. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => ChangeInput)
  response?: ChangeInput[];

  /** Parameters of the query to the upstream. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => ChangeInput)
  query?: ChangeInput[];

  /** The upstream gets the base path too; left out: it does not. */
  @IsOptional()
  @IsBoolean()
  keepsBasePath?: boolean;
}

export interface TransformsDetail {
  readonly request: Required<ChangeInput>[];
  readonly response: Required<ChangeInput>[];
  readonly query: Required<ChangeInput>[];
  readonly keepsBasePath: boolean;
}

/** A header of a fixed response. */
export class FixedHeaderInput {
  @IsString()
  @Length(1, 100)
  name!: string;

  /** Template. */
  @IsString()
  @Length(1, 1000)
  value!: string;
}

/** What a route answers by itself, without an upstream. */
export class FixedResponseInput {
  @IsInt()
  @Min(200)
  @Max(599)
  status!: number;

  /** Media type of the body. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  contentType?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => FixedHeaderInput)
  headers?: FixedHeaderInput[];

  /** Template; in JSON, HTML and XML the facts are escaped. */
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  body?: string;
}

/** Calls are answered 503 for a while. */
export class MaintenanceInput {
  /** For the callers. */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  message?: string;

  /** When to come back, as the answer says. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(604_800)
  retryAfterSeconds?: number;
}

export const UPSTREAM_IDENTITIES = ['jwt', 'passthrough'] as const;

/** How the upstream learns who calls; left out or null: by X-Gatehouse headers. */
export class UpstreamIdentityInput {
  /** `jwt`: by an assertion signed for this upstream alone; `passthrough`: by the caller's own access token. */
  @IsIn(UPSTREAM_IDENTITIES)
  kind!: (typeof UPSTREAM_IDENTITIES)[number];

  /** Where the assertion stands; left out: `X-Gatehouse-Assertion`. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  header?: string;

  /** `aud` of the assertion; left out or null: a name that this API alone has. */
  @IsOptional()
  @Length(1, 500)
  @Matches(/^[\x21-\x7e]+$/, { message: 'audience must be visible ASCII characters without spaces' })
  audience?: string | null;

  /** How long an assertion is valid; left out: 60. */
  @IsOptional()
  @IsInt()
  @Min(10)
  @Max(3600)
  lifetimeSeconds?: number;
}
