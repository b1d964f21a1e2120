import { request } from 'node:http';
import type { ApiDetail, ApiInput } from '@gatehouse/dto';
import {
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
  publish,
} from './gateway-stage.js';

let stage: GatewayStage;
let port: string;

beforeAll(async () => {
  stage = await openGatewayStage({ env: { GATEHOUSE_TRUSTED_PROXIES: '127.0.0.2' } });
  ({ port } = new URL(stage.gatehouse.gatewayUrl));
});
afterAll(closeGatewayStage);

interface Answer {
  readonly status: number;
  readonly challenge: string;
  readonly body: Record<string, unknown>;
}

/** Calls the gateway by a host name of its own. */
function callAt(
  host: string,
  path: string,
  {
    headers = {},
    from = '127.0.0.1',
  }: { readonly headers?: Record<string, string>; readonly from?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path, localAddress: from, headers: { ...headers, host } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            challenge: response.headers['www-authenticate'] ?? '',
            body: JSON.parse(text) as Record<string, unknown>,
          }),
        );
      },
    );
    sent.on('error', reject).end();
  });
}

const at = (name: string, hosts: string[], basePath: string, changes: Partial<ApiInput> = {}) =>
  publish(stage, `${stage.upstream.url}/${name}`, { name, hosts, basePath, ...changes });

describe('an API that is published at hosts', () => {
  let shop: ApiDetail;
  beforeAll(async () => {
    shop = await at('shop', ['Shop.Example', 'shop.example.org'], '/');
    await at('orders', ['shop.example'], '/orders');
    await at('tenants', ['*.tenants.example'], '/t', { audience: 'https://one.tenants.example/t' });
  });

  it.each([
    ['shop.example', '/public/a', '/shop/public/a'],
    ['SHOP.example:8443', '/public/a?b=c', '/shop/public/a?b=c'],
    ['shop.example.org', '/public/%61', '/shop/public/%61'],
    ['shop.example', '/orders/public/a', '/orders/public/a'],
    ['one.tenants.example', '/t/public/a', '/tenants/public/a'],
    ['a.b.tenants.example', '/t/public/a', '/tenants/public/a'],
    ['elsewhere.example', '/flickr/public/a', '/public/a'],
  ])('%s %s goes to its upstream', async (host, path, url) => {
    expect(await callAt(host, path)).toMatchObject({ status: 200, body: { url } });
  });

  it.each([
    ['at a host that others have claimed', 'shop.example', '/flickr/public/a'],
    ['below a wildcard that others have claimed', 'one.tenants.example', '/flickr/public/a'],
    ['at the suffix of a wildcard', 'tenants.example', '/t/public/a'],
    ['at a host of nobody', 'elsewhere.example', '/orders/public/a'],
  ])('is not found %s', async (_, host, path) => {
    expect((await callAt(host, path)).status).toBe(404);
  });

  it('leaves the gateway’s own host to all: APIs without hosts too', async () => {
    const { hostname, host } = new URL(stage.gatehouse.gatewayUrl);
    await at('front', [hostname], '/front');
    expect((await callAt(host, '/front/public/a')).body['url']).toBe('/front/public/a');
    expect((await callAt(host, '/flickr/public/a')).body['url']).toBe('/public/a');
  });

  it('does not open its host to others when it is switched off', async () => {
    const off = await at('off', ['off.example'], '/off', { enabled: false });
    expect(off.enabled).toBe(false);
    expect((await callAt('off.example', '/flickr/public/a')).status).toBe(404);
  });

  it('is found by what a trusted proxy says of the host, and by nobody else’s word', async () => {
    const headers = { 'x-forwarded-host': 'shop.example, inner.example' };
    const believed = await callAt('inner.example', '/public/a', { headers, from: '127.0.0.2' });
    expect(believed.body).toMatchObject({ url: '/shop/public/a' });
    expect((await callAt('inner.example', '/public/a', { headers })).status).toBe(404);
  });

  it('has an audience and metadata of its own (RFC 9728 §3)', async () => {
    const resource = `http://shop.example:${port}`;
    expect(shop.audience).toBe(resource);
    const address = `${resource}/.well-known/oauth-protected-resource`;
    const { status, challenge } = await callAt('shop.example', '/photos');
    expect([status, challenge]).toEqual([401, expect.stringContaining(`resource_metadata="${address}"`)]);
    const metadata = await callAt(`shop.example:${port}`, new URL(address).pathname);
    expect(metadata.body).toMatchObject({ resource, resource_name: 'shop' });
    // §3.3: at another of its hosts it would be about another resource.
    expect((await callAt('shop.example.org', new URL(address).pathname)).status).toBe(404);
    const tenant = await callAt('one.tenants.example', '/.well-known/oauth-protected-resource/t');
    expect(tenant.status).toBe(404);
  });

  it('takes the access tokens that are for its audience', async () => {
    // Both APIs want the scope: the access token is good for both.
    const token = await obtainAccessToken(stage, stage.machine);
    const headers = { authorization: `Bearer ${token}` };
    expect((await callAt('shop.example', '/photos', { headers })).body).toMatchObject({
      url: '/shop/photos',
    });
  });
});

describe('what is wrong with hosts is told', () => {
  it.each<[string, Partial<ApiInput>, string]>([
    ['a scheme', { hosts: ['https://a.example'] }, 'hosts'],
    ['a port', { hosts: ['a.example:80'] }, 'hosts'],
    ['a star in the middle', { hosts: ['a.*.example'] }, 'hosts'],
    ['a star for all', { hosts: ['*'] }, 'hosts'],
    ['a star for a whole top level', { hosts: ['*.com'] }, 'hosts'],
    ['one host twice', { hosts: ['a.example', 'A.example'] }, 'hosts'],
    ['"/" without a host', { basePath: '/' }, 'basePath'],
    ['wildcards alone, and no audience', { hosts: ['*.a.example'] }, 'audience'],
    ['an address that is taken', { basePath: '/orders', hosts: ['new.example', 'shop.example'] }, 'basePath'],
  ])('%s', async (_, changes, field) => {
    const { status, body } = await stage.admin.request<{ errors: { field: string }[] }>('POST', '/api/apis', {
      name: 'Wrong',
      basePath: '/wrong',
      targets: [{ url: 'http://127.0.0.1:9' }],
      routes: [],
      ...changes,
    });
    expect([400, 409]).toContain(status);
    expect(body.errors.map((error) => error.field)).toEqual([field]);
  });

  it('two that want one address at once: one gets it', async () => {
    const publishOnce = (): Promise<number> =>
      stage.admin
        .request('POST', '/api/apis', {
          name: 'Race',
          hosts: ['race.example'],
          basePath: '/race',
          targets: [{ url: 'http://127.0.0.1:9' }],
          routes: [],
        })
        .then(({ status }) => status);
    const statuses = await Promise.all(Array.from({ length: 6 }, publishOnce));
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(new Set(statuses)).not.toContain(500);
  });
});
