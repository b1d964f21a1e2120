import type { Api } from '@gatehouse/gateway-core';
import type { Snapshot, SnapshotSection } from '@gatehouse/persistence';
import type { Platform } from '../platform/platform.tokens.js';
import { UpstreamPools } from './upstream-pools.js';

const buildApi = (changes: Partial<Api> = {}): Api => ({
  id: 'api-1',
  name: 'Flickr photos',
  basePath: '/flickr',
  upstreamUrl: 'http://127.0.0.1:4101/inner/',
  audience: 'http://localhost:4001/flickr',
  isEnabled: true,
  connectTimeoutMs: 5_000,
  responseTimeoutMs: 30_000,
  providerId: null,
  routes: [
    {
      id: 'r1',
      methods: ['GET'],
      path: '/photos',
      access: 'public',
      scopes: [],
      scopeMatch: 'all',
      acr: null,
      maxAgeSeconds: null,
    },
  ],
  ...changes,
});

/** A platform whose APIs can be changed. */
function buildPlatform(apis: readonly Api[]) {
  let listener: (snapshot: Snapshot, changed: ReadonlySet<SnapshotSection>) => void = () => undefined;
  let current = { apis } as Snapshot;
  const platform = {
    env: { upstreamConnections: 4 },
    logger: { warn: () => undefined },
    snapshots: {
      current: () => current,
      onChange: (added: typeof listener) => {
        listener = added;
        return () => undefined;
      },
    },
  } as unknown as Platform;
  const change = (changed: readonly Api[]): void => {
    current = { ...current, apis: changed };
    listener(current, new Set(['apis']));
  };
  return { platform, change };
}

describe('the connections to upstreams', () => {
  it('are kept by address and time-outs: APIs of one upstream share them', () => {
    const pools = new UpstreamPools(buildPlatform([]).platform);
    const one = pools.get(buildApi());
    expect(one).toMatchObject({ host: '127.0.0.1:4101', pathPrefix: '/inner' });
    expect(pools.get(buildApi({ id: 'api-2', upstreamUrl: 'http://127.0.0.1:4101' })).pool).toBe(one.pool);
    expect(pools.get(buildApi({ responseTimeoutMs: 1 })).pool).not.toBe(one.pool);
  });

  it('are closed when no API uses them any more, and opened anew for a request that began before', () => {
    const api = buildApi();
    const { platform, change } = buildPlatform([api]);
    const pools = new UpstreamPools(platform);
    const { pool } = pools.get(api);
    change([buildApi({ name: 'Renamed' })]);
    expect(pool.closed).toBe(false);
    change([buildApi({ upstreamUrl: 'http://127.0.0.1:4102' })]);
    expect(pool.closed).toBe(true);
    expect(pools.get(api).pool.closed).toBe(false);
  });
});
