import { CallCounts, type CountKey, findBucket, LATENCY_BOUNDS_MS } from './call-counts.js';

const KEY: CountKey = {
  apiId: 'api-1',
  applicationId: 'application-1',
  clientId: 'client-1',
  scopes: 'photos',
  status: 200,
  check: null,
};
const MEASURES = { durationMs: 7, upstreamMs: 5, bytesIn: 10, bytesOut: 100, tries: 1, cache: null };
const NOON = Date.UTC(2026, 10, 25, 12);

describe('calls with a key in common', () => {
  it('are one count a minute, with sums and a histogram', () => {
    const counts = new CallCounts();
    counts.count(NOON, KEY, MEASURES);
    counts.count(NOON + 59_999, KEY, { ...MEASURES, durationMs: 70_000 });
    counts.count(NOON + 60_000, KEY, MEASURES);
    const [first, second, ...rest] = counts.take().counts;
    expect(first).toMatchObject({
      ...KEY,
      minute: NOON,
      calls: 2,
      durationMs: 70_007,
      upstreamMs: 10,
      bytesIn: 20,
      bytesOut: 200,
      buckets: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    });
    expect([second?.minute, second?.calls, rest]).toEqual([NOON + 60_000, 1, []]);
  });

  it.each([
    ['API', { apiId: 'api-2' }],
    ['client', { clientId: 'client-2' }],
    ['scopes', { scopes: 'albums' }],
    ['status', { status: 403 }],
    ['check', { check: 'access-token' as const }],
  ])('are not those of another %s', (_, other) => {
    const counts = new CallCounts();
    counts.count(NOON, KEY, MEASURES);
    counts.count(NOON, { ...KEY, ...other }, MEASURES);
    expect(counts.take().counts).toHaveLength(2);
  });

  it('are taken once', () => {
    const counts = new CallCounts();
    counts.count(NOON, KEY, MEASURES);
    counts.use(NOON, 'authorization-1', 'photos');
    expect(counts.take()).toMatchObject({ counts: [{ calls: 1 }], uses: [{ calls: 1 }] });
    expect(counts.take()).toEqual({ counts: [], uses: [] });
  });
});

describe('what could not be stored', () => {
  it('is added to what came meanwhile', () => {
    const counts = new CallCounts();
    counts.count(NOON, KEY, MEASURES);
    counts.use(NOON + 1, 'authorization-1', 'photos');
    const taken = counts.take();
    counts.count(NOON, KEY, MEASURES);
    counts.use(NOON, 'authorization-1', 'photos');
    counts.use(NOON, 'authorization-1', 'photos', 'tool agent');
    counts.giveBack(taken.counts, taken.uses);
    const all = counts.take();
    expect(all.counts).toMatchObject([
      { calls: 2, bytesOut: 200, buckets: [0, 2, ...Array<number>(10).fill(0)] },
    ]);
    expect(all.uses).toEqual([
      { authorizationId: 'authorization-1', scopes: 'photos', passedTo: '', calls: 2, lastAt: NOON + 1 },
      {
        authorizationId: 'authorization-1',
        scopes: 'photos',
        passedTo: 'tool agent',
        calls: 1,
        lastAt: NOON,
      },
    ]);
  });

  it('goes when there is too much of it, the oldest first, and is counted as dropped', () => {
    const counts = new CallCounts(2);
    for (const minute of [0, 1, 2, 2]) counts.count(NOON + minute * 60_000, KEY, MEASURES);
    expect(counts.droppedCalls).toBe(1);
    expect(counts.take().counts.map(({ minute }) => minute)).toEqual([NOON + 60_000, NOON + 120_000]);
  });
});

it('the histogram has a bucket for every latency', () => {
  expect([0, 5, 5.1, 10_000, 10_001].map(findBucket)).toEqual([0, 0, 1, 10, LATENCY_BOUNDS_MS.length]);
});
