import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { PageQuery } from './page.js';

/** What a limit counts over. Up to an hour the window slides; days and months are the calendar's, in UTC. */
export const LIMIT_PERIODS = ['second', 'minute', 'hour', 'day', 'month'] as const;

/** How many calls are let through in a period. */
export class LimitInput {
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  requests!: number;

  @IsIn(LIMIT_PERIODS)
  per!: (typeof LIMIT_PERIODS)[number];
}

export const ONE_PER_PERIOD = { message: 'each period can have one limit' };
/** Of what a list may hold once; it has not been looked at yet. */
export const periodOf = (limit: LimitInput | null): unknown => limit?.per;

/** Limits that all hold at once; a list that is left out is empty. */
export class LimitsInput {
  /** Of all callers together. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(5)
  @ArrayUnique(periodOf, ONE_PER_PERIOD)
  @ValidateNested({ each: true })
  @Type(() => LimitInput)
  total?: LimitInput[];

  /** Of each application. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(5)
  @ArrayUnique(periodOf, ONE_PER_PERIOD)
  @ValidateNested({ each: true })
  @Type(() => LimitInput)
  perApplication?: LimitInput[];

  /** Of each end user, through whichever application. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(5)
  @ArrayUnique(periodOf, ONE_PER_PERIOD)
  @ValidateNested({ each: true })
  @Type(() => LimitInput)
  perUser?: LimitInput[];

  /** Of each client address, on calls that no application answers for. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(5)
  @ArrayUnique(periodOf, ONE_PER_PERIOD)
  @ValidateNested({ each: true })
  @Type(() => LimitInput)
  perAddress?: LimitInput[];
}

/** The limits of the whole gateway: all of them, made from `version`. */
export class UpdateSystemLimits extends LimitsInput {
  @IsInt()
  @Min(1)
  version!: number;
}

/** In place of what an API lets each application do. */
export class ApiLimitInput {
  @IsUUID()
  apiId!: string;

  /** Empty: none. */
  @IsArray()
  @ArrayMaxSize(5)
  @ArrayUnique(periodOf, ONE_PER_PERIOD)
  @ValidateNested({ each: true })
  @Type(() => LimitInput)
  limits!: LimitInput[];
}

/** The limits of one application: all of them, made from `version`. */
export class UpdateApplicationLimits {
  /** Of its calls to all APIs; null: what every application may. Empty: no limit. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(5)
  @ArrayUnique(periodOf, ONE_PER_PERIOD)
  @ValidateNested({ each: true })
  @Type(() => LimitInput)
  everywhere?: LimitInput[] | null;

  /** APIs with limits of its own. */
  @IsArray()
  @ArrayMaxSize(1000)
  @ArrayUnique(({ apiId }: ApiLimitInput) => apiId, { message: 'each API can be named once' })
  @ValidateNested({ each: true })
  @Type(() => ApiLimitInput)
  apis: ApiLimitInput[] = [];

  /** 0 where nothing was ever said. */
  @IsInt()
  @Min(0)
  version!: number;
}

/** Whose use of quotas. */
export class QuotaUseQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  applicationId?: string;

  @IsOptional()
  @IsUUID()
  apiId?: string;
}

/** Which count to set back, as the list of uses names it. */
export class ResetQuota {
  @IsString()
  @MaxLength(100)
  key!: string;

  @IsString()
  @MaxLength(200)
  subject!: string;
}

export interface LimitDetail {
  readonly requests: number;
  readonly per: (typeof LIMIT_PERIODS)[number];
}

export interface LimitsDetail {
  readonly total: readonly LimitDetail[];
  readonly perApplication: readonly LimitDetail[];
  readonly perUser: readonly LimitDetail[];
  readonly perAddress: readonly LimitDetail[];
}

/** How nodes share what they count: alone, through Redis, or alone because Redis cannot be reached. */
export const LIMIT_SHARING = ['alone', 'shared', 'lost'] as const;

export interface SystemLimitsDetail extends LimitsDetail {
  readonly sharing: (typeof LIMIT_SHARING)[number];
  readonly version: number;
}

export interface ApplicationLimitsDetail {
  readonly everywhere: readonly LimitDetail[] | null;
  readonly apis: readonly {
    readonly apiId: string;
    readonly apiName: string;
    readonly limits: readonly LimitDetail[];
  }[];
  readonly version: number;
}

/** How far a quota is used up in the day or month under way. */
export interface QuotaUseDetail {
  readonly key: string;
  readonly subject: string;
  /** Whose calls are counted together. */
  readonly party: 'all' | 'application' | 'user' | 'address';
  /** Name of the application, user name, or address; null: all callers, or somebody who is gone. */
  readonly subjectName: string | null;
  /** Null: calls to all APIs. */
  readonly apiId: string | null;
  readonly apiName: string | null;
  readonly per: 'day' | 'month';
  readonly used: number;
  /** Null: there is no such limit any more. */
  readonly requests: number | null;
  readonly resetsAt: string;
  /** The share in percent at which operators were last told: 0, 80 or 100. */
  readonly alert: number;
  readonly alertedAt: string | null;
}
