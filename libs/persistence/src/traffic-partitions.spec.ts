import type { Database } from './database.js';
import { createErrorAnswerWriterStore } from './stores/traffic/error-answer-writer.store.js';
import { createTrafficWriterStore } from './stores/traffic/traffic-writer.store.js';
import { openTestDatabase } from './testing/index.js';
import { maintainTraffic } from './traffic-partitions.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RETENTION = { callLogHours: 6, trafficDays: 3 };

let database: Database;
beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(() => database.close());

async function writeCalls(at: number): Promise<void> {
  await createTrafficWriterStore(database.pool).write({
    node: 'a node',
    calls: [],
    seconds: [{ second: at, calls: 1, refused: 0, failed: 0 }],
    counts: [
      {
        minute: Math.floor(at / 60_000) * 60_000,
        apiId: null,
        applicationId: null,
        clientId: null,
        scopes: '',
        status: 404,
        check: 'api',
        calls: 1,
        durationMs: 1,
        upstreamMs: 0,
        bytesIn: 0,
        bytesOut: 0,
        cacheAsked: 0,
        cacheHits: 0,
        buckets: Array.from({ length: 12 }, () => 0),
      },
    ],
    uses: [],
  });
}

const count = async (table: string): Promise<number> =>
  (await database.pool.query<{ readonly rows: number }>(`SELECT count(*)::int AS rows FROM ${table}`)).rows[0]
    ?.rows ?? 0;

describe('partitions of traffic', () => {
  it('are dropped once they were kept for long enough, with all that is in them, and no sooner', async () => {
    const now = Date.now();
    await maintainTraffic(database.pool, RETENTION, now);
    await writeCalls(now);
    await maintainTraffic(database.pool, RETENTION, now + 5 * HOUR_MS);
    expect([await count('call_seconds'), await count('call_counts')]).toEqual([1, 1]);
    // An hour's partition is kept until its last call is old enough.
    await maintainTraffic(database.pool, RETENTION, now + 8 * HOUR_MS);
    expect([await count('call_seconds'), await count('call_counts')]).toEqual([0, 1]);
    await maintainTraffic(database.pool, RETENTION, now + 5 * DAY_MS);
    expect(await count('call_counts')).toBe(0);
  });

  it('hold error answers for as long as single calls', async () => {
    const now = Date.now();
    await maintainTraffic(database.pool, RETENTION, now);
    await createErrorAnswerWriterStore(database.pool).write('a node', [
      {
        at: now,
        requestId: 'a request',
        endpoint: '/oauth2/token',
        status: 401,
        error: 'invalid_client',
        description: 'Check the secret.',
        reason: 'the secret is wrong',
        clientId: 'nobody',
        isClientKnown: false,
        sessionHash: null,
        interactionHash: null,
      },
    ]);
    await maintainTraffic(database.pool, RETENTION, now + 5 * HOUR_MS);
    expect(await count('error_answers')).toBe(1);
    await maintainTraffic(database.pool, RETENTION, now + 8 * HOUR_MS);
    expect(await count('error_answers')).toBe(0);
  });

  it('reach far enough back for what could not be stored at once', async () => {
    const now = Date.now();
    await maintainTraffic(database.pool, RETENTION, now);
    await writeCalls(now - HOUR_MS);
    expect(await count('call_seconds')).toBe(1);
  });
});
