import type { ApiSummary, Page } from '@gatehouse/dto';
import {
  closeGatewayStage,
  type GatewayStage,
  openGatewayStage,
  publish,
  ROUTES,
} from '../gateway/gateway-stage.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
  await publish(stage, stage.upstream.url, { name: 'Bare', basePath: '/bare', routes: [] });
});
afterAll(closeGatewayStage);

describe('the list of APIs', () => {
  it('counts the routes of each, and has neither them nor what else only its page shows', async () => {
    const { items } = await stage.admin.get<Page<ApiSummary>>('/api/apis');
    expect(items.map(({ name, routeCount }) => [name, routeCount])).toEqual([
      ['Bare', 0],
      ['Flickr photos', ROUTES.length],
    ]);
    const { components } = await stage.admin.get<{
      components: { schemas: { ApiSummary: { properties: object } } };
    }>('/api/openapi.json');
    const described = Object.keys(components.schemas.ApiSummary.properties).sort();
    for (const item of items) expect(Object.keys(item).sort()).toEqual(described);
    expect(described).not.toContain('routes');
  });

  it('says of an API what the API itself says', async () => {
    const { items } = await stage.admin.get<Page<ApiSummary>>('/api/apis?search=flickr');
    const { routeCount: _, ...summary } = items[0] ?? ({} as ApiSummary);
    expect(await stage.admin.get(`/api/apis/${stage.api.id}`)).toMatchObject(summary);
  });
});
