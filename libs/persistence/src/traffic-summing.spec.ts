import type { CallCount } from '@gatehouse/gateway-core';
import type { Database } from './database.js';
import { createEventWriterStore } from './stores/traffic/event-writer.store.js';
import { type Period, TrafficSummaryStore } from './stores/traffic/traffic-summary.store.js';
import { createTrafficWriterStore } from './stores/traffic/traffic-writer.store.js';
import { openTestDatabase } from './testing/index.js';
import { maintainTraffic } from './traffic-partitions.js';
import { sumUpTraffic } from './traffic-summing.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OPTIONS = { trafficDays: 3, summaryDays: 10 };
const NOTHING_SUMMED = new Date(0);
const APIS = ['11', '22', '33'].map((end) => `00000000-0000-4000-8000-0000000000${end}`);

let database: Database;
let store: TrafficSummaryStore;
// The third hour of a day, so that nothing here lies in the day before.
const now = Math.floor(Date.now() / DAY_MS) * DAY_MS + 3 * HOUR_MS + 10 * 60_000;
const hoursAgo = (hours: number): number => Math.floor(now / HOUR_MS) * HOUR_MS - hours * HOUR_MS;
const day: Period = { from: new Date(hoursAgo(3)), to: new Date(now) };

beforeEach(async () => {
  database = await openTestDatabase();
  store = new TrafficSummaryStore(database.dataSource);
  await maintainTraffic(database.pool, { callLogHours: 1, trafficDays: 3 }, now);
});
afterEach(() => database.close());

const buckets = (calls: number): number[] => [calls, ...Array.from({ length: 11 }, () => 0)];
const write = (...counts: readonly (Partial<CallCount> & Pick<CallCount, 'minute' | 'calls'>)[]) =>
  createTrafficWriterStore(database.pool).write({
    node: 'a node',
    calls: [],
    seconds: [],
    uses: [],
    counts: counts.map((count) => ({
      apiId: APIS[0] ?? null,
      applicationId: null,
      clientId: 'a-client',
      scopes: 'photos prints',
      status: 200,
      check: null,
      durationMs: count.calls,
      upstreamMs: 0,
      bytesIn: 0,
      bytesOut: 0,
      cacheAsked: count.calls,
      cacheHits: 1,
      buckets: buckets(count.calls),
      ...count,
    })),
  });

const steps = async (summedTo: Date) =>
  (await store.listSteps(day, 'hour', summedTo)).map(({ time, calls, refused, failed, cacheHits }) => [
    time.getTime(),
    [calls, refused, failed, cacheHits],
  ]);
const keysOf = async (dimension: string): Promise<string[]> =>
  (
    await database.pool.query<{ readonly key: string }>(
      'SELECT DISTINCT key FROM traffic_hours WHERE dimension = $1 ORDER BY key',
      [dimension],
    )
  ).rows.map(({ key }) => key);

describe('hours of traffic', () => {
  it('say the same as the minutes that they sum up, with those after them', async () => {
    await write(
      { minute: hoursAgo(2), calls: 5 },
      { minute: hoursAgo(2) + 60_000, calls: 3, check: 'limits', status: 429 },
      { minute: hoursAgo(1), calls: 2, status: 502, check: 'upstream', apiId: APIS[1] ?? null },
      { minute: hoursAgo(0), calls: 1 },
    );
    const fromMinutes = await steps(NOTHING_SUMMED);
    expect(fromMinutes).toEqual([
      [hoursAgo(2), [8, 3, 0, 2]],
      [hoursAgo(1), [2, 0, 2, 1]],
      [hoursAgo(0), [1, 0, 0, 1]],
    ]);
    await sumUpTraffic(database.pool, OPTIONS, now);
    const { summedTo } = await store.getState();
    expect(summedTo.getTime()).toBe(hoursAgo(0));
    // What is in the hours is not read from the minutes any more.
    await database.pool.query('DELETE FROM call_counts WHERE minute < $1', [summedTo]);
    expect(await steps(summedTo)).toEqual(fromMinutes);
    expect(await keysOf('client')).toEqual(['a-client']);
    // Of calls that were let pass.
    expect(await keysOf('scope')).toEqual(['photos', 'prints']);
    expect(await keysOf('check')).toEqual(['limits', 'upstream']);
  });

  it('are summed up again when something comes late, and a second time when nothing does', async () => {
    await write({ minute: hoursAgo(1), calls: 5 });
    await sumUpTraffic(database.pool, OPTIONS, now);
    await write({ minute: hoursAgo(1) + 60_000, calls: 2 });
    await sumUpTraffic(database.pool, OPTIONS, now);
    await sumUpTraffic(database.pool, OPTIONS, now);
    expect(await steps((await store.getState()).summedTo)).toEqual([[hoursAgo(1), [7, 0, 0, 2]]]);
  });

  it('are forgotten once they were kept for long enough', async () => {
    await write({ minute: hoursAgo(1), calls: 5 });
    await sumUpTraffic(database.pool, OPTIONS, now);
    await sumUpTraffic(database.pool, OPTIONS, now + 9 * DAY_MS);
    expect(await keysOf('all')).toEqual(['']);
    await sumUpTraffic(database.pool, OPTIONS, now + 11 * DAY_MS);
    expect(await keysOf('all')).toEqual([]);
  });

  it('have access tokens by grant type, application and client, and sign-ins by how they ended', async () => {
    const token = {
      minute: hoursAgo(1),
      kind: 'token',
      applicationId: APIS[2] ?? null,
      clientId: 'a-client',
    } as const;
    const events = createEventWriterStore(database.pool);
    await events.write([
      { ...token, label: 'client_credentials', events: 4 },
      { ...token, label: 'refresh_token', events: 1 },
      { ...token, kind: 'sign-in', label: 'refused', applicationId: null, clientId: null, events: 2 },
    ]);
    await events.write([{ ...token, label: 'client_credentials', events: 3 }]);
    const told = async (summedTo: Date) =>
      (await store.listEventSteps(day, undefined, summedTo)).map((row) => [row.kind, row.label, row.events]);
    const expected = [
      ['token', 'client_credentials', 7],
      ['sign-in', 'refused', 2],
      ['token', 'refresh_token', 1],
    ];
    expect(await told(NOTHING_SUMMED)).toEqual(expected);
    await sumUpTraffic(database.pool, OPTIONS, now);
    await database.pool.query('DELETE FROM event_counts');
    expect(await told((await store.getState()).summedTo)).toEqual(expected);
    expect(await keysOf('token-client')).toEqual(['a-client']);
    expect(await keysOf('token-application')).toEqual([APIS[2]]);
  });

  it('name those with the most calls, and leave none of the others out', async () => {
    await write(
      { minute: hoursAgo(1), calls: 9 },
      { minute: hoursAgo(1), calls: 4, apiId: APIS[1] ?? null },
      { minute: hoursAgo(1), calls: 2, apiId: APIS[2] ?? null },
      { minute: hoursAgo(1), calls: 3, apiId: null, check: 'api', status: 404 },
    );
    const list = async (summedTo: Date) =>
      (await store.listTop('api', day, 'hour', { summedTo, top: 2 })).map((row) => [
        row.key,
        row.calls,
        row.members,
      ]);
    const expected = [
      [APIS[0], 9, 1],
      [APIS[1], 4, 1],
      [null, 5, 2],
    ];
    expect(await list(NOTHING_SUMMED)).toEqual(expected);
    await sumUpTraffic(database.pool, OPTIONS, now);
    expect(await list((await store.getState()).summedTo)).toEqual(expected);
    const refusals = await store.listTop('check', day, 'hour', { summedTo: NOTHING_SUMMED, top: 2 });
    expect(refusals.map(({ key, refused }) => [key, refused])).toEqual([['api', 3]]);
  });
});
