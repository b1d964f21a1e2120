import type { ApiDetail, RouteInput } from '@gatehouse/dto';
import { publishWith } from './credentials.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
} from './gateway-stage.js';
import { buildRequest, sendRaw } from './raw-http.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(closeGatewayStage);

const route = (path: string, changes: Partial<RouteInput>): RouteInput => ({
  methods: [],
  path,
  access: 'scopes',
  scopes: ['photos'],
  scopeMatch: 'all',
  ...changes,
});

const publishRoutes = (...routes: RouteInput[]): Promise<ApiDetail> => publishWith(stage, { routes });

const refusedField = async (bad: RouteInput): Promise<[number, string | undefined]> => {
  const { status, body } = await stage.admin.request<{ errors?: { field: string }[] }>('POST', '/api/apis', {
    name: 'Refused',
    basePath: '/refused',
    targets: [{ url: stage.upstream.url }],
    routes: [bad],
  });
  return [status, body.errors?.[0]?.field];
};

describe('a path at the upstream', () => {
  let api: ApiDetail;
  beforeAll(async () => {
    api = await publishRoutes(
      route('/photos/{id}/image', { rewrite: '/v2/images/{id}' }),
      route('/files/*', { rewrite: '/archive/*' }),
      route('/mine', { rewrite: '/clients/{client.id}/photos' }),
      route('/tenant', { rewrite: '/tenants/{request.header.X-Tenant}/photos' }),
    );
  });

  const send = async (path: string, lines: readonly string[] = []) => {
    const authorization = `Authorization: Bearer ${await obtainAccessToken(stage, stage.machine)}`;
    return sendRaw(stage.gatehouse.gatewayUrl, buildRequest(api.basePath + path, [authorization, ...lines]));
  };

  it.each([
    ['/photos/4%C3%AB/image?size=1&a=%2F', '/v2/images/4%C3%AB?size=1&a=%2F'],
    ['/files/a/b?x', '/archive/a/b?x'],
  ])('has the parameters of the route as they were sent, and the query: %s', async (path, url) => {
    expect((await send(path)).status).toBe(200);
    expect(stage.upstream.seen.at(-1)?.url).toBe(url);
  });

  it('has facts', async () => {
    expect((await send('/mine')).status).toBe(200);
    expect(stage.upstream.seen.at(-1)?.url).toBe(`/clients/${stage.machine.clientId}/photos`);
  });

  it.each(['/photos/%2e%2e/image', '/photos/%2E/image', '/files/a/%2e%2e/b', '/photos/a%2fb/image'])(
    'cannot be left by a parameter: %s',
    async (path) => {
      const before = stage.upstream.seen.length;
      expect((await send(path)).status).toBe(400);
      expect(stage.upstream.seen).toHaveLength(before);
    },
  );

  it.each(['..', '.', 'a/b', 'a\\b', ''])('cannot be left by a fact, nor lack one: "%s"', async (tenant) => {
    const before = stage.upstream.seen.length;
    expect((await send('/tenant', [`X-Tenant: ${tenant}`])).status).toBe(400);
    expect(stage.upstream.seen).toHaveLength(before);
  });

  it.each(['v2', '/v2//a', '/v2/{other}', '/v2/x{id}', '/v2/../a', '/v2/{user.password}', '/*/a'])(
    'that cannot be written is refused: %s',
    async (rewrite) => {
      expect(await refusedField(route('/photos/{id}', { rewrite }))).toEqual([400, 'routes.0.rewrite']);
    },
  );
});

describe('a fixed response', () => {
  let api: ApiDetail;
  beforeAll(async () => {
    api = await publishRoutes(
      route('/hello', {
        fixedResponse: {
          status: 203,
          contentType: 'application/json',
          headers: [{ name: 'X-Client', value: '{client.id}' }],
          body: '{"hello": "{request.query.name}", "by": {"client": "{client.id}"}}',
        },
      }),
      route('/gone', { access: 'public', scopes: [], fixedResponse: { status: 410 } }),
      route('/nothing', { access: 'public', scopes: [], fixedResponse: { status: 204 } }),
    );
  });

  it('comes after the access checks', async () => {
    const response = await call(stage, `${api.basePath}/hello`);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('Bearer');
    expect(await response.text()).not.toContain('hello');
  });

  it('has status, headers and facts, escaped as its media type wants; no upstream is called', async () => {
    const before = stage.upstream.seen.length;
    const name = encodeURIComponent('", "admin": "\r\n');
    const accessToken = await obtainAccessToken(stage, stage.machine);
    const response = await call(stage, `${api.basePath}/hello?name=${name}`, accessToken);
    expect([response.status, response.headers.get('x-client')]).toEqual([203, stage.machine.clientId]);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    expect(await response.json()).toEqual({
      hello: '", "admin": "\r\n',
      by: { client: stage.machine.clientId },
    });
    expect(stage.upstream.seen).toHaveLength(before);
  });

  it.each([
    ['/gone', 410],
    ['/nothing', 204],
  ])('may have no body: %s', async (path, status) => {
    const response = await call(stage, api.basePath + path, undefined, { method: 'POST', body: 'ignored' });
    expect([response.status, await response.text()]).toEqual([status, '']);
  });

  it('is an ordinary answer to a WebSocket handshake too (RFC 6455 §4.2.2)', async () => {
    const webSockets = await publishWith(stage, {
      routes: [route('/gone', { access: 'public', scopes: [], fixedResponse: { status: 410 } })],
      policies: { webSockets: {} },
    });
    const { status, body } = await sendRaw(
      stage.gatehouse.gatewayUrl,
      [
        `GET ${webSockets.basePath}/gone HTTP/1.1`,
        'Host: localhost',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
        '',
        '',
      ].join('\r\n'),
    );
    expect([status, body]).toEqual([410, '']);
  });

  it.each<[string, RouteInput['fixedResponse']]>([
    ['body', { status: 204, body: 'x', contentType: 'text/plain' }],
    ['contentType', { status: 200, body: 'x' }],
    ['body', { status: 200, body: '{"a": {request.query.a}}', contentType: 'application/json' }],
    ['body', { status: 200, body: 'a = {request.query.a}', contentType: 'text/css' }],
    ['headers.0.name', { status: 200, headers: [{ name: 'Set-Cookie', value: 'a=1' }] }],
    ['headers.0.value', { status: 200, headers: [{ name: 'X-A', value: 'a\nb' }] }],
  ])('that could say more than it should is refused: %s', async (field, fixedResponse) => {
    const bad = route('/a', { fixedResponse: fixedResponse ?? null });
    expect(await refusedField(bad)).toEqual([400, `routes.0.fixedResponse.${field}`]);
  });
});

describe('maintenance', () => {
  it('answers 503 to those who may call, and 401 to others', async () => {
    const api = await publishWith(stage, {
      policies: { maintenance: { message: 'Back at noon.', retryAfterSeconds: 90 } },
    });
    const accessToken = await obtainAccessToken(stage, stage.machine);
    const before = stage.upstream.seen.length;
    expect((await call(stage, `${api.basePath}/photos`)).status).toBe(401);
    const response = await call(stage, `${api.basePath}/photos`, accessToken);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '90']);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('Back at noon.') });
    expect(stage.upstream.seen).toHaveLength(before);
    const { id, version } = api;
    const input = { name: api.name, basePath: api.basePath, targets: api.targets, routes: api.routes };
    const routes = input.routes.map(({ id: _, ...rest }) => rest);
    const policies = { maintenance: null };
    await stage.admin.request('PUT', `/api/apis/${id}`, { ...input, routes, policies, version });
    expect((await call(stage, `${api.basePath}/photos`, accessToken)).status).toBe(200);
  });
});
