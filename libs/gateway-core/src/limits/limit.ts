/** What a limit counts over. Up to an hour the window slides; days and months are the calendar's, in UTC. */
export const LIMIT_PERIODS = ['second', 'minute', 'hour', 'day', 'month'] as const;
export type LimitPeriod = (typeof LIMIT_PERIODS)[number];

/** How many calls are let through in a period. A burst may use all of them at once: a shorter period smooths. */
export interface Limit {
  /** At least 1. */
  readonly requests: number;
  readonly per: LimitPeriod;
}

/** Whose calls are counted together. `address` is for calls that no application answers for. */
export type LimitedParty = 'all' | 'application' | 'user' | 'address';

/** At most one limit per period in each list; all of them hold at once. */
export interface Limits {
  /** Of all callers together. */
  readonly total: readonly Limit[];
  readonly perApplication: readonly Limit[];
  /** Of an end user, through whichever application. */
  readonly perUser: readonly Limit[];
  /** Of a client address, an IPv6 one by its /64, on calls that no application answers for. */
  readonly perAddress: readonly Limit[];
}

/** What operators have said of one application. */
export interface ApplicationLimits {
  /** Of its calls to all APIs, in place of the system's `perApplication`; null: those. Empty: none. */
  readonly everywhere: readonly Limit[] | null;
  /** By API ID: in place of the API's `perApplication`. Empty: none. */
  readonly byApi: ReadonlyMap<string, readonly Limit[]>;
}

/** All limits but those of the APIs, which are policies of theirs. Part of the snapshot, immutable. */
export interface LimitBook {
  /** For everything that passes the gateway. */
  readonly system: Limits;
  /** By application ID; those that operators have said nothing of are not in it. */
  readonly applications: ReadonlyMap<string, ApplicationLimits>;
}

export const NO_LIMITS: Limits = { total: [], perApplication: [], perUser: [], perAddress: [] };

/** Limits as stored: a list that is missing is empty. */
export const completeLimits = (said: Partial<Limits>): Limits => ({ ...NO_LIMITS, ...said });

/** A rate is kept in memory and slides; a quota lasts, is stored, and begins anew with each day or month. */
export const isQuota = (period: LimitPeriod): period is 'day' | 'month' =>
  period === 'day' || period === 'month';

const SECONDS: Readonly<Record<Exclude<LimitPeriod, 'month'>, number>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
};

/** Length of a period; of the month that it is. */
export function findPeriodSeconds(period: LimitPeriod, now: number): number {
  if (period !== 'month') return SECONDS[period];
  const { start, end } = findCalendarPeriod('month', now);
  return (end - start) / 1_000;
}

/** The day or month in UTC that a moment is in; epoch milliseconds, `end` is the next one's start. */
export function findCalendarPeriod(
  period: 'day' | 'month',
  now: number,
): { readonly start: number; readonly end: number } {
  const date = new Date(now);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (period === 'month') return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) };
  const day = date.getUTCDate();
  return { start: Date.UTC(year, month, day), end: Date.UTC(year, month, day + 1) };
}
