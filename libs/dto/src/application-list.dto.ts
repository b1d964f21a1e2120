import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Min,
  ValidateNested,
} from 'class-validator';
import { APPLICATION_KINDS, type ApplicationKind } from './application.dto.js';
import { PageQuery } from './page.js';

export const APPLICATION_STATES = ['enabled', 'disabled', 'built-in'] as const;
export type ApplicationState = (typeof APPLICATION_STATES)[number];
export const APPLICATION_SORTS = ['name', 'created', 'lastUsed'] as const;
export type ApplicationSort = (typeof APPLICATION_SORTS)[number];

/** How many applications one operation changes at most. */
export const MAX_BULK_APPLICATIONS = 1000;

/** Which applications, and in which order. */
export class ApplicationQuery extends PageQuery {
  @IsOptional()
  @IsIn(APPLICATION_STATES)
  state?: ApplicationState;

  @IsOptional()
  @IsIn(APPLICATION_KINDS)
  kind?: ApplicationKind;

  /** By name where it is left out. */
  @IsOptional()
  @IsIn(APPLICATION_SORTS)
  sort?: ApplicationSort;

  /** What was never used is the oldest. */
  @IsOptional()
  @IsIn(['ascending', 'descending'])
  direction?: 'ascending' | 'descending';
}

/** An application as whoever changes it has seen it. */
export class SeenApplication {
  @IsUUID()
  id!: string;

  @IsInt()
  @Min(1)
  version!: number;
}

export const BULK_ACTIONS = ['enable', 'disable', 'delete'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

/** The same change of many applications. */
export class ChangeApplications {
  @IsIn(BULK_ACTIONS)
  action!: BulkAction;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_BULK_APPLICATIONS)
  @ArrayUnique(({ id }: SeenApplication) => id)
  @ValidateNested({ each: true })
  @Type(() => SeenApplication)
  applications!: SeenApplication[];
}

/** Of which applications the effects are wanted. */
export class DescribeEffects {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_BULK_APPLICATIONS)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  ids!: string[];
}

/**
 * What has become of one: `done`; `same`: it was so already; `stale`: somebody else has changed it since; `gone`; `built-in`:
 * part of Gatehouse, and never changed.
 */
export type BulkOutcome = 'done' | 'same' | 'stale' | 'gone' | 'built-in';

export interface ChangedApplications {
  /** In the order of the request. */
  readonly results: readonly {
    readonly id: string;
    /** Null where it is gone. */
    readonly name: string | null;
    readonly outcome: BulkOutcome;
  }[];
  /** Whose receipt is the last: when that is acknowledged, so are those of the others. Null: nothing lost its rights. */
  readonly receiptOf: string | null;
}

/** What depends on applications. */
export interface ApplicationEffects {
  readonly applications: number;
  readonly clients: number;
  readonly apiKeys: number;
  /** Of end users, living. */
  readonly authorizations: number;
  /** In the last 24 hours, at the gateway. */
  readonly callsLastDay: number;
}

/** What matches a query, as far as one operation can change it. */
export interface ApplicationSelection {
  readonly items: readonly { readonly id: string; readonly name: string; readonly version: number }[];
  /** All that match, and can be changed. */
  readonly total: number;
}
