import type { ApiCaller, ApiDetail, Page, RouteInput } from '@gatehouse/dto';
import { insertApplications } from '../../../../tools/test-setup/index.mjs';
import { registerClient } from '../fixtures/stage.js';
import { publishWith } from './credentials.js';
import { closeGatewayStage, type GatewayStage, openGatewayStage } from './gateway-stage.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(closeGatewayStage);

const list = (api: ApiDetail, query: string): Promise<Page<ApiCaller>> =>
  stage.admin.get(`/api/apis/${api.id}/callers?${query}`);

const toRoute = (path: string, scopes: string[]): RouteInput => ({
  methods: [],
  path,
  access: 'scopes',
  scopes,
  scopeMatch: 'all',
});

it('of an API with many scopes, finds who has one of them, and tells the first reasons why others cannot', async () => {
  const scopes = Array.from({ length: 14 }, (_, index) => `many-${index}`);
  for (const name of scopes) await stage.admin.post('/api/scopes', { name, title: name });
  const alone = scopes.map((name) => toRoute(`/${name}`, [name]));
  const both = toRoute('/both', ['photos', 'many-0']);
  const api = await publishWith(stage, { routes: [...alone, both] });
  const client = await registerClient(stage.admin, {
    kind: 'machine',
    name: 'One of many',
    allowedScopes: ['many-3'],
  });
  await registerClient(stage.admin, { kind: 'machine', name: 'Photos alone', allowedScopes: ['photos'] });
  const found = await list(api, 'state=can');
  expect(found.items.map(({ name, openRoutes }) => [name, openRoutes])).toEqual([['One of many', 1]]);
  expect(found.items[0]?.applicationId).toBe(client.applicationId);
  const ways = (await list(api, 'state=cannot&search=Photos alone')).items.flatMap((item) => item.ways);
  // Of photos and many-0 one is missing, which is also what the first route misses.
  expect(ways).toMatchObject([{ openRoutes: 0, furtherReasons: 4 }]);
  expect(ways[0]?.reasons).toHaveLength(10);
  expect(ways[0]?.reasons[0]).toMatchObject({ scopes: ['many-0'], routes: 2 });
});

it('pages through a thousand applications', async () => {
  await insertApplications(stage.gatehouse.databaseUrl, 1_000);
  const { total, items } = await list(stage.api, 'search=Application&state=can&page=40');
  expect([total >= 1_000, items.length]).toEqual([true, 25]);
});
