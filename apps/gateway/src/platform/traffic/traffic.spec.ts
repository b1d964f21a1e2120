import type { CallFacts } from '@gatehouse/gateway-core';
import type { TrafficBatch } from '@gatehouse/persistence';
import { Traffic } from './traffic.js';

const MEASURES = { durationMs: 1, upstreamMs: 1, bytesIn: 0, bytesOut: 0, tries: 1, cache: null };

const factsOf = (path: string): CallFacts => ({
  at: Date.now(),
  requestId: path,
  method: 'GET',
  path,
  status: 200,
  check: null,
  apiId: null,
  applicationId: null,
  clientId: null,
  userId: null,
  durationMs: 1,
  details: {
    apiName: null,
    audience: null,
    route: null,
    refusal: null,
    credential: null,
    credentialId: null,
    outside: null,
    scopes: [],
    token: null,
    upstream: null,
    bytesIn: 0,
    bytesOut: 0,
    isComplete: true,
  },
});

/** Takes batches whole or not at all, and none with a record that it cannot have. */
function openStore() {
  const store = {
    paths: [] as string[],
    calls: 0,
    inSeconds: 0,
    statements: 0,
    isFull: false,
    findTokens: () => Promise.resolve([]),
    write({ calls, counts, seconds }: TrafficBatch) {
      store.statements += 1;
      if (store.isFull) return Promise.reject(new Error('no partition of relation "calls" found for row'));
      if (calls.some(({ path }) => path.startsWith('/bad')))
        return Promise.reject(new Error('unsupported Unicode escape sequence'));
      store.paths.push(...calls.map(({ path }) => path));
      for (const count of counts) store.calls += count.calls;
      for (const second of seconds) store.inSeconds += second.calls;
      return Promise.resolve();
    },
  };
  return store;
}

const LOGGER = { debug: () => undefined, info: () => undefined, warn: () => undefined };

async function storeCalls(store: ReturnType<typeof openStore>, paths: readonly string[]) {
  const errors: Readonly<Record<string, unknown>>[] = [];
  const logger = { ...LOGGER, error: (_: string, facts = {}) => void errors.push(facts) };
  const traffic = new Traffic({ store, logger, node: 'a node', callLogPerSecond: 100 });
  for (const path of paths) {
    const key = { apiId: null, applicationId: null, clientId: null, scopes: '', status: 200, check: null };
    traffic.count(Date.now(), key, MEASURES);
    traffic.keep(factsOf(path), undefined);
  }
  await traffic.stop();
  return { dropped: traffic.dropped, errors };
}

describe('traffic that the database refuses', () => {
  it('is lost alone: the other calls of its batch are stored, and all sums', async () => {
    const store = openStore();
    const good = Array.from({ length: 300 }, (_, index) => `/good/${index}`);
    const { dropped, errors } = await storeCalls(store, [
      ...good.slice(0, 7),
      '/bad/1',
      ...good.slice(7, 200),
      '/bad/2',
      ...good.slice(200),
    ]);
    expect(store.paths).toEqual(good);
    expect([store.calls, store.inSeconds]).toEqual([302, 302]);
    expect(dropped).toEqual({ counted: 0, kept: 2 });
    expect(errors).toMatchObject([{ calls: 2, sums: 0 }]);
  });

  it('is given up after a while where all is refused, and is counted', async () => {
    const store = openStore();
    store.isFull = true;
    const { dropped, errors } = await storeCalls(
      store,
      Array.from({ length: 1_000 }, (_, index) => `/${index}`),
    );
    expect(dropped).toEqual({ counted: 1_000, kept: 1_000 });
    expect(errors).toHaveLength(1);
    expect(store.statements).toBeLessThan(100);
  });
});
