import { type Api, DEFAULT_POLICIES, EVERY_CALLER } from '@gatehouse/gateway-core';
import type { Snapshot, SnapshotSection } from '@gatehouse/persistence';
import type { Platform } from '../../platform/platform.tokens.js';
import { type Upstream, UpstreamPools } from './upstream-pools.js';

const buildApi = (changes: Partial<Api> = {}): Api => ({
  id: 'api-1',
  name: 'Flickr photos',
  description: '',
  hosts: [],
  basePath: '/flickr',
  targets: [{ url: 'http://127.0.0.1:4101/inner/', weight: 1 }],
  audience: 'http://localhost:4001/flickr',
  isEnabled: true,
  connectTimeoutMs: 5_000,
  responseTimeoutMs: 30_000,
  providerId: null,
  tls: null,
  sealedClientKey: null,
  cacheEpoch: 0,
  policies: DEFAULT_POLICIES,
  callers: EVERY_CALLER,
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
      rewrite: null,
      fixedResponse: null,
      requiredDetail: null,
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

const only = (pools: UpstreamPools, api: Api): Upstream => {
  const [target] = pools.get(api).targets;
  if (target === undefined) throw new Error('no target');
  return target;
};

const at = (...urls: string[]): Pick<Api, 'targets'> => ({
  targets: urls.map((url) => ({ url, weight: 1 })),
});

describe('the connections to upstreams', () => {
  it('are kept by address and time-outs: APIs of one upstream share them', () => {
    const pools = new UpstreamPools(buildPlatform([]).platform);
    const one = only(pools, buildApi());
    expect(one).toMatchObject({ host: '127.0.0.1:4101', pathPrefix: '/inner' });
    const other = only(pools, buildApi({ id: 'api-2', ...at('http://127.0.0.1:4101') }));
    expect(other.pool).toBe(one.pool);
    expect(other.state).not.toBe(one.state);
    expect(only(pools, buildApi({ responseTimeoutMs: 1 })).pool).not.toBe(one.pool);
  });

  it('are closed when no API uses them any more, and opened anew for a request that began before', () => {
    const api = buildApi();
    const { platform, change } = buildPlatform([api]);
    const pools = new UpstreamPools(platform);
    const { pool } = only(pools, api);
    change([buildApi({ name: 'Renamed' })]);
    expect(pool.closed).toBe(false);
    change([buildApi(at('http://127.0.0.1:4102'))]);
    expect(pool.closed).toBe(true);
    expect(only(pools, api).pool.closed).toBe(false);
  });

  it('remember how a target does when something else changes', () => {
    const { platform, change } = buildPlatform([]);
    const pools = new UpstreamPools(platform);
    const { state } = only(pools, buildApi());
    const longer = buildApi({ responseTimeoutMs: 60_000 });
    change([longer]);
    expect(only(pools, longer).state).toBe(state);
    change([buildApi(at('http://127.0.0.1:4102'))]);
    expect(only(pools, longer).state).not.toBe(state);
  });
});
