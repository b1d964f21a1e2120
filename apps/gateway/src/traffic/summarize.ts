import type { Latencies, SummaryRange, TopList, TrafficPoint, TrafficTotals } from '@gatehouse/dto';
import { findQuantile } from '@gatehouse/gateway-core';
import type { EventStepRow, Period, StepRow, TopRow, TrafficStep } from '@gatehouse/persistence';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const RANGES: Readonly<Record<SummaryRange, { readonly step: TrafficStep; readonly steps: number }>> =
  {
    '1h': { step: 'minute', steps: 60 },
    '24h': { step: 'hour', steps: 24 },
    '7d': { step: 'hour', steps: 168 },
    '30d': { step: 'day', steps: 30 },
  };

const STEP_MS: Readonly<Record<TrafficStep, number>> = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS };

/** So many steps up to now, the last of which is not over yet; and as much time before them. */
export function findPeriods(
  range: SummaryRange,
  now: number,
): { readonly now: Period; readonly before: Period } {
  const { step, steps } = RANGES[range];
  const width = STEP_MS[step];
  const from = (Math.floor(now / width) - steps + 1) * width;
  return {
    now: { from: new Date(from), to: new Date(now) },
    before: { from: new Date(from - steps * width), to: new Date(now - steps * width) },
  };
}

const round = (milliseconds: number | undefined): number | null =>
  milliseconds === undefined ? null : Math.round(milliseconds * 10) / 10;

const toLatencies = (buckets: readonly number[]): Latencies => ({
  p50: round(findQuantile(buckets, 0.5)),
  p95: round(findQuantile(buckets, 0.95)),
  p99: round(findQuantile(buckets, 0.99)),
});

const NOTHING = { calls: 0, refused: 0, failed: 0, cacheAsked: 0, cacheHits: 0 };

/** A point for each step of the time. */
export function toPoints(
  range: SummaryRange,
  { from, to }: Period,
  calls: readonly StepRow[],
  events: readonly EventStepRow[],
): TrafficPoint[] {
  const width = STEP_MS[RANGES[range].step];
  const callsAt = new Map(calls.map((row) => [row.time.getTime(), row]));
  const tokensAt = new Map<number, Record<string, number>>();
  for (const { kind, time, label, events: count } of events) {
    if (kind !== 'token') continue;
    const tokens = tokensAt.get(time.getTime()) ?? {};
    tokens[label] = count;
    tokensAt.set(time.getTime(), tokens);
  }
  const points: TrafficPoint[] = [];
  for (let time = from.getTime(); time < to.getTime(); time += width) {
    const { buckets, time: _, ...sums } = callsAt.get(time) ?? { ...NOTHING, buckets: [], time };
    const tokens = tokensAt.get(time) ?? {};
    points.push({ time: new Date(time).toISOString(), ...sums, ...toLatencies(buckets), tokens });
  }
  return points;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

export function toTotals(calls: readonly StepRow[], events: readonly EventStepRow[]): TrafficTotals {
  const add = (key: keyof typeof NOTHING): number => sum(calls.map((row) => row[key]));
  const buckets = calls.reduce<readonly number[]>(
    (all, row) => row.buckets.map((count, index) => count + (all[index] ?? 0)),
    [],
  );
  const count = (isMeant: (event: EventStepRow) => boolean): number =>
    sum(events.filter(isMeant).map((event) => event.events));
  return {
    calls: add('calls'),
    refused: add('refused'),
    failed: add('failed'),
    cacheAsked: add('cacheAsked'),
    cacheHits: add('cacheHits'),
    ...toLatencies(buckets),
    tokens: count(({ kind }) => kind === 'token'),
    tokenErrors: count(({ kind }) => kind === 'token-error'),
    signIns: count(({ kind, label }) => kind === 'sign-in' && label === 'signed-in'),
    refusedSignIns: count(({ kind, label }) => kind === 'sign-in' && label === 'refused'),
  };
}

export function toTopList(rows: readonly TopRow[]): TopList {
  const rest = rows.find(({ key }) => key === null);
  return {
    items: rows.flatMap(({ key, name, calls, refused, failed }) =>
      key === null ? [] : [{ id: key === '' ? null : key, name, calls, refused, failed }],
    ),
    others:
      rest === undefined
        ? null
        : { calls: rest.calls, refused: rest.refused, failed: rest.failed, members: rest.members },
  };
}
