import { IsIn } from 'class-validator';

export const SUMMARY_RANGES = ['1h', '24h', '7d', '30d'] as const;
export type SummaryRange = (typeof SUMMARY_RANGES)[number];

/** Over which time traffic is summed up. */
export class TrafficSummaryQuery {
  @IsIn(SUMMARY_RANGES)
  range: SummaryRange = '24h';
}

/** Latencies in milliseconds that so much of the calls stay below; null: there was no call. */
export interface Latencies {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** All calls of one step of time; there is a point for each, also where nothing happened. */
export interface TrafficPoint extends Latencies {
  /** Its beginning. */
  readonly time: string;
  readonly calls: number;
  /** By the gateway, for what the caller did. */
  readonly refused: number;
  /** Answered with 5xx, by the upstream or for it. */
  readonly failed: number;
  /** Calls in which the cache had a part, and those of them that it answered. */
  readonly cacheAsked: number;
  readonly cacheHits: number;
  /** Access tokens that were issued, by grant type; a grant type that issued none is missing. */
  readonly tokens: Readonly<Record<string, number>>;
}

/** Everything of some time. */
export interface TrafficTotals extends Latencies {
  readonly calls: number;
  readonly refused: number;
  readonly failed: number;
  readonly cacheAsked: number;
  readonly cacheHits: number;
  readonly tokens: number;
  /** Answers of the token endpoint without tokens. */
  readonly tokenErrors: number;
  readonly signIns: number;
  readonly refusedSignIns: number;
}

/** One of those with the most calls. */
export interface TopEntry {
  /** ID of the API or application, or name of the check; null: calls of none. */
  readonly id: string | null;
  /** Null where there is none, or it is gone. */
  readonly name: string | null;
  readonly calls: number;
  readonly refused: number;
  readonly failed: number;
}

/** The first ones, and all the others as one: nothing is left out of the sums. */
export interface TopList {
  readonly items: readonly TopEntry[];
  /** Null: there are no others. */
  readonly others: (Omit<TopEntry, 'id' | 'name'> & { readonly members: number }) | null;
}

export interface TrafficSummary {
  readonly range: SummaryRange;
  readonly from: string;
  readonly to: string;
  readonly step: 'minute' | 'hour' | 'day';
  readonly points: readonly TrafficPoint[];
  readonly totals: TrafficTotals;
  /** Of as much time before; null: Gatehouse was not there yet, or what it knew is forgotten. */
  readonly before: TrafficTotals | null;
  readonly topApis: TopList;
  readonly topApplications: TopList;
  /** By the check that refused. */
  readonly topRefusals: TopList;
}
