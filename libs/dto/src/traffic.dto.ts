import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { IsMoment } from './validators.js';

const toInteger = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;

const toFlag = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

const toNames = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.split(',').filter((name) => name !== '') : value;

/** Which calls are shown. */
export class CallQuery {
  @IsOptional()
  @IsUUID()
  apiId?: string;

  @IsOptional()
  @IsUUID()
  applicationId?: string;

  /** First digit of the status; 0: the client was gone before an answer. */
  @IsOptional()
  @Transform(toInteger)
  @IsInt()
  @Min(0)
  @Max(5)
  statusClass?: number;

  /** Only those that the gateway itself refused. */
  @IsOptional()
  @Transform(toFlag)
  @IsBoolean()
  refusedOnly?: boolean;

  @Transform(toInteger)
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 100;
}

export const TRAFFIC_STEPS = ['minute', 'hour', 'day'] as const;
export const TRAFFIC_GROUP_NAMES = ['api', 'application', 'client', 'scopes', 'status', 'check'] as const;

/** Sums of calls: over which time, and told apart by what. */
export class TrafficQuery {
  @IsMoment()
  from!: string;

  /** Default: now. */
  @IsOptional()
  @IsMoment()
  to?: string;

  /** Default: one sum over the whole time. */
  @IsOptional()
  @IsIn(TRAFFIC_STEPS)
  step?: (typeof TRAFFIC_STEPS)[number];

  /** Separated by commas, of: api, application, client, scopes, status, check. */
  @Transform(toNames)
  @IsIn(TRAFFIC_GROUP_NAMES, { each: true })
  groupBy: (typeof TRAFFIC_GROUP_NAMES)[number][] = [];

  @IsOptional()
  @IsUUID()
  apiId?: string;

  @IsOptional()
  @IsUUID()
  applicationId?: string;

  @Transform(toInteger)
  @IsInt()
  @Min(1)
  @Max(10_000)
  limit: number = 1_000;
}

/** A name for an ID; null where there is none, or it is gone. */
export interface Named {
  readonly id: string;
  readonly name: string | null;
}

/** RFC 8693 §4.1: who acts for somebody with an exchanged access token. */
export interface ActingParty extends Named {
  /** Of the client that `id` is; null: it is gone, or `id` is a user's. */
  readonly applicationId: string | null;
}

/** One call in a list. */
export interface CallSummary {
  /** Of this entry. */
  readonly id: string;
  /** When it ended. */
  readonly at: string;
  readonly requestId: string;
  /** As the nodes are named; its ID where it was forgotten since. */
  readonly node: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** 0: the client was gone before an answer. */
  readonly status: number;
  /** The check that refused it; null: the gateway let it pass. */
  readonly check: string | null;
  readonly api: Named | null;
  readonly application: Named | null;
  readonly clientId: string | null;
  readonly user: Named | null;
  readonly durationMs: number;
}

/** All nodes' calls of one second. */
export interface CallSecondDetail {
  readonly second: string;
  readonly calls: number;
  readonly refused: number;
  readonly failed: number;
}

export interface CallList {
  readonly items: readonly CallSummary[];
  /** Of the last minute. */
  readonly seconds: readonly CallSecondDetail[];
}

/** One row of sums; what they are not told apart by is null. */
export interface TrafficSum {
  /** Beginning of the step. */
  readonly time: string | null;
  readonly api: Named | null;
  readonly application: Named | null;
  readonly clientId: string | null;
  /** That the routes need. */
  readonly scopes: readonly string[] | null;
  readonly status: number | null;
  readonly check: string | null;
  readonly calls: number;
  /** On average. */
  readonly durationMs: number;
  /** On average, of all calls, to the head of the upstream's answer. */
  readonly upstreamMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Calls by latency: one number for each bound, and one for what is slower. */
  readonly latency: readonly number[];
}

export interface TrafficReport {
  readonly from: string;
  readonly to: string;
  /** Upper bounds of the latencies, in milliseconds. */
  readonly latencyBoundsMs: readonly number[];
  readonly items: readonly TrafficSum[];
}
