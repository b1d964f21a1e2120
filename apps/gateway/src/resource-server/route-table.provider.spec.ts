import { type Api, DEFAULT_POLICIES, EVERY_CALLER } from '@gatehouse/gateway-core';
import type { Platform } from '../platform/platform.tokens.js';
import { RouteTableProvider } from './route-table.provider.js';

const buildApi = (basePath: string, path = '/photos'): Api => ({
  id: basePath,
  name: basePath,
  description: '',
  hosts: [],
  basePath,
  targets: [{ url: 'http://127.0.0.1:4101', weight: 1 }],
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
      path,
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
});

/** A platform whose APIs can be changed. */
function openStage(apis: readonly Api[]) {
  const snapshot = { apis };
  const errors: string[] = [];
  const platform = {
    env: { gatewayUrl: 'http://localhost:4001' },
    logger: { error: (message: string) => errors.push(message) },
    snapshots: { current: () => snapshot },
  } as unknown as Platform;
  return { routes: new RouteTableProvider(platform), snapshot, errors };
}

it('is compiled anew when the APIs change, and only then', () => {
  const { routes, snapshot } = openStage([buildApi('/flickr')]);
  const before = routes.current();
  expect(routes.current()).toBe(before);
  snapshot.apis = [buildApi('/moved')];
  expect(routes.current().match('GET', '/moved/photos').found).toBe('route');
  // Whoever holds the old one goes on with it.
  expect(before.match('GET', '/flickr/photos').found).toBe('route');
});

it('does not serve an API that cannot be read, and says so in the log, once', () => {
  const { routes, errors } = openStage([buildApi('/sound'), buildApi('/broken', '/%')]);
  expect(routes.current().match('GET', '/broken/photos').found).toBe('nothing');
  expect(routes.current().match('GET', '/sound/photos').found).toBe('route');
  expect(errors).toHaveLength(1);
});
