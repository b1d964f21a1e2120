import type { EventStepRow, StepRow } from '@gatehouse/persistence';
import { findPeriods, toPoints, toTopList, toTotals } from './summarize.js';

const NOW = Date.parse('2026-11-26T03:17:20Z');

const buckets = (calls: number): number[] => [calls, ...Array.from({ length: 11 }, () => 0)];
const calls = (time: string, count: number): StepRow => ({
  time: new Date(time),
  calls: count,
  refused: 1,
  failed: 0,
  cacheAsked: 0,
  cacheHits: 0,
  buckets: buckets(count),
});
const tokens = (time: string, label: string, events: number): EventStepRow => ({
  time: new Date(time),
  kind: 'token',
  label,
  events,
});

describe('a summary of traffic', () => {
  it.each([
    ['1h', '2026-11-26T02:18:00Z', '2026-11-26T02:17:20Z', 60],
    ['24h', '2026-11-25T04:00:00Z', '2026-11-25T03:17:20Z', 24],
    ['7d', '2026-11-19T04:00:00Z', '2026-11-19T03:17:20Z', 168],
    ['30d', '2026-10-28T00:00:00Z', '2026-10-27T03:17:20Z', 30],
  ] as const)(
    'of %s begins with a whole step, and compares with as much time before',
    (range, from, to, steps) => {
      const periods = findPeriods(range, NOW);
      expect(periods.now).toEqual({ from: new Date(from), to: new Date(NOW) });
      expect(periods.before.to).toEqual(new Date(to));
      expect(periods.now.to.getTime() - periods.before.to.getTime()).toBe(
        periods.now.from.getTime() - periods.before.from.getTime(),
      );
      expect(toPoints(range, periods.now, [], [])).toHaveLength(steps);
    },
  );

  it('has a point for each step, also where nothing happened', () => {
    const { now } = findPeriods('24h', NOW);
    const points = toPoints(
      '24h',
      now,
      [calls('2026-11-26T03:00:00Z', 4)],
      [tokens('2026-11-26T02:00:00Z', 'client_credentials', 3)],
    );
    expect(points.at(-1)).toMatchObject({ calls: 4, refused: 1, p50: 2.5, tokens: {} });
    expect(points.at(-2)).toMatchObject({ calls: 0, p50: null, tokens: { client_credentials: 3 } });
  });

  it('sums up what the points have', () => {
    const totals = toTotals(
      [calls('2026-11-26T02:00:00Z', 4), calls('2026-11-26T03:00:00Z', 6)],
      [
        tokens('2026-11-26T02:00:00Z', 'client_credentials', 3),
        tokens('2026-11-26T03:00:00Z', 'refresh_token', 2),
        { time: new Date(NOW), kind: 'sign-in', label: 'refused', events: 5 },
        { time: new Date(NOW), kind: 'sign-in', label: 'signed-in', events: 7 },
      ],
    );
    expect(totals).toMatchObject({
      calls: 10,
      refused: 2,
      p50: 2.5,
      tokens: 5,
      signIns: 7,
      refusedSignIns: 5,
    });
  });

  it('tells the others as one', () => {
    const sums = { calls: 3, refused: 1, failed: 0 };
    expect(
      toTopList([
        { key: 'an-id', name: 'Photos', ...sums, members: 1 },
        { key: '', name: null, ...sums, members: 1 },
        { key: null, name: null, calls: 90, refused: 4, failed: 2, members: 12 },
      ]),
    ).toEqual({
      items: [
        { id: 'an-id', name: 'Photos', ...sums },
        { id: null, name: null, ...sums },
      ],
      others: { calls: 90, refused: 4, failed: 2, members: 12 },
    });
  });
});
