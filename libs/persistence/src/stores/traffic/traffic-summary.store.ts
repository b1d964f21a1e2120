import type { DataSource } from 'typeorm';
import type { SummedDimension } from '../../traffic-summing.js';
import type { TrafficStep } from './traffic-sums.store.js';

/** From a moment (inclusive) to another one. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** All calls of a step. */
export interface StepRow {
  readonly time: Date;
  readonly calls: number;
  readonly refused: number;
  readonly failed: number;
  readonly cacheAsked: number;
  readonly cacheHits: number;
  readonly buckets: number[];
}

/** Events of one kind in a step: by grant type, error code or outcome. */
export interface EventStepRow {
  readonly time: Date;
  readonly kind: EventDimension;
  readonly label: string;
  readonly events: number;
}

/** Those with the most calls; and the rest as one, whose key is null. */
export interface TopRow {
  /** Empty: of none, as calls that found no API. */
  readonly key: string | null;
  readonly name: string | null;
  readonly calls: number;
  readonly refused: number;
  readonly failed: number;
  /** How many there are in it. */
  readonly members: number;
}

export type TopDimension = Extract<SummedDimension, 'api' | 'application' | 'check'>;
export type EventDimension = Extract<SummedDimension, 'token' | 'token-error' | 'sign-in'>;

const EVENTS: readonly EventDimension[] = ['token', 'token-error', 'sign-in'];
const COUNTED_KEYS: Readonly<Record<TopDimension, string>> = {
  api: "coalesce(api_id::text, '')",
  application: "coalesce(application_id::text, '')",
  check: 'refused_check',
};
const NAMES: Readonly<Record<TopDimension, string>> = { api: 'apis', application: 'applications', check: '' };

const HOUR_MS = 3_600_000;
const floorToHour = (at: number): Date => new Date(Math.floor(at / HOUR_MS) * HOUR_MS);
const sumOfBuckets = Array.from({ length: 12 }, (_, index) => `sum(buckets[${index + 1}])::float8`).join(
  ', ',
);

/**
 * Calls from $1 to $2, of hours before $3 from where they are summed up, and the rest from the minutes.
 * @param key of the minutes; undefined: no key
 */
const callsOf = (dimension: SummedDimension, key = "''"): string => `(
  SELECT hour AS at, key, calls, refused, failed, cache_asked, cache_hits, buckets
  FROM traffic_hours WHERE dimension = '${dimension}' AND hour >= $1 AND hour < least($2::timestamptz, $3::timestamptz)
  UNION ALL
  SELECT minute, ${key}, calls, CASE WHEN refused_check IS NOT NULL AND status < 500 THEN calls ELSE 0 END,
    CASE WHEN status >= 500 THEN calls ELSE 0 END, cache_asked, cache_hits, buckets
  FROM call_counts WHERE minute >= greatest($1::timestamptz, $3::timestamptz) AND minute < $2)`;

const EVENTS_OF = `(
  SELECT hour AS at, dimension AS kind, key AS label, calls AS events FROM traffic_hours
  WHERE dimension = ANY ($4) AND hour >= $1 AND hour < least($2::timestamptz, $3::timestamptz)
  UNION ALL
  SELECT minute, kind, label, events FROM event_counts
  WHERE kind = ANY ($4) AND minute >= greatest($1::timestamptz, $3::timestamptz) AND minute < $2)`;

// Where there is no step, the whole time is one.
const stepOf = (step: TrafficStep | undefined): string =>
  step === undefined ? '$1::timestamptz' : `date_trunc('${step}', at, 'UTC')`;

/** What the overview shows: the same figures from hours that are summed up and from the minutes after them. */
export class TrafficSummaryStore {
  constructor(private readonly dataSource: DataSource) {}

  /** Until when hours are summed up, and since when anything is known. */
  async getState(): Promise<{ readonly summedTo: Date; readonly knownSince: Date }> {
    const [row] = await this.dataSource.query<{ summedTo: Date | null; knownSince: Date }[]>(
      `SELECT summed_to AS "summedTo", least(known_since, (SELECT min(hour) FROM traffic_hours WHERE dimension = 'all'))
         AS "knownSince" FROM traffic_summary`,
    );
    return { summedTo: row?.summedTo ?? new Date(0), knownSince: row?.knownSince ?? new Date() };
  }

  listSteps(period: Period, step: TrafficStep | undefined, summedTo: Date): Promise<StepRow[]> {
    return this.dataSource.query<StepRow[]>(
      `SELECT ${stepOf(step)} AS time, sum(calls)::float8 AS calls, sum(refused)::float8 AS refused,
         sum(failed)::float8 AS failed, sum(cache_asked)::float8 AS "cacheAsked",
         sum(cache_hits)::float8 AS "cacheHits", ARRAY[${sumOfBuckets}] AS buckets
       FROM ${callsOf('all')} AS rows GROUP BY 1 ORDER BY 1`,
      toParameters(period, step, summedTo),
    );
  }

  listEventSteps(period: Period, step: TrafficStep | undefined, summedTo: Date): Promise<EventStepRow[]> {
    return this.dataSource.query<EventStepRow[]>(
      `SELECT ${stepOf(step)} AS time, kind, label, sum(events)::float8 AS events
       FROM ${EVENTS_OF} AS rows GROUP BY 1, 2, 3 ORDER BY 1, events DESC, label`,
      [...toParameters(period, step, summedTo), EVENTS],
    );
  }

  listTop(
    dimension: TopDimension,
    period: Period,
    step: TrafficStep,
    options: { readonly summedTo: Date; readonly top: number },
  ): Promise<TopRow[]> {
    const table = NAMES[dimension];
    const order = dimension === 'check' ? 'refused + failed' : 'calls';
    return this.dataSource.query<TopRow[]>(
      `WITH sums AS (
         SELECT key, sum(calls) AS calls, sum(refused) AS refused, sum(failed) AS failed
         FROM ${callsOf(dimension, COUNTED_KEYS[dimension])} AS rows WHERE key IS NOT NULL GROUP BY key),
       ranked AS (SELECT *, row_number() OVER (ORDER BY ${order} DESC, key) AS rank FROM sums),
       shown AS (
         SELECT CASE WHEN rank <= $4 THEN key END AS key, sum(calls)::float8 AS calls, sum(refused)::float8 AS refused,
           sum(failed)::float8 AS failed, count(*)::int AS members, min(rank) AS rank
         FROM ranked GROUP BY CASE WHEN rank <= $4 THEN key END)
       SELECT shown.key, ${table === '' ? 'NULL' : 'named.name'} AS name, calls, refused, failed, members
       FROM shown ${table === '' ? '' : `LEFT JOIN ${table} AS named ON named.id::text = shown.key`}
       ORDER BY rank`,
      [...toParameters(period, step, options.summedTo), options.top],
    );
  }
}

/** Hours cannot be cut: where a period begins or ends within one, or its steps are shorter, minutes are read. */
function toParameters({ from, to }: Period, step: TrafficStep | undefined, summedTo: Date): Date[] {
  if (step === 'minute') return [from, to, from];
  return [from, to, new Date(Math.min(summedTo.getTime(), floorToHour(to.getTime()).getTime()))];
}
