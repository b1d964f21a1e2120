import type { ApiDetail, CorsPolicyInput } from '@gatehouse/dto';
import { get, publishWith } from './credentials.js';
import { closeGatewayStage, type GatewayStage, openGatewayStage } from './gateway-stage.js';

const APP = 'https://app.example';

let stage: GatewayStage;
let api: ApiDetail;

beforeAll(async () => {
  stage = await openGatewayStage();
  api = await publishWith(stage, { policies: { cors: { origins: [APP] } } });
});
afterAll(closeGatewayStage);

const ask = (
  path: string,
  method: string,
  { origin = APP, headers }: { readonly origin?: string; readonly headers?: string } = {},
): Promise<Response> =>
  get(
    stage,
    path,
    {
      origin,
      'access-control-request-method': method,
      ...(headers && { 'access-control-request-headers': headers }),
    },
    'OPTIONS',
  );

const list = (response: Response, name: string): string[] =>
  (response.headers.get(name) ?? '').split(/, */).filter((item) => item !== '');

describe('a preflight (Fetch §4.8)', () => {
  it('is answered without credentials, and does not reach the upstream', async () => {
    const before = stage.upstream.seen.length;
    const response = await ask(`${api.basePath}/photos`, 'POST', { headers: 'authorization,content-type' });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe(APP);
    expect(list(response, 'access-control-allow-methods')).toEqual(['GET', 'HEAD', 'POST']);
    expect(list(response, 'access-control-allow-headers')).toEqual(['authorization', 'content-type']);
    expect(response.headers.get('access-control-max-age')).toBe('600');
    expect(list(response, 'vary')).toContain('Origin');
    expect(response.headers.has('access-control-allow-credentials')).toBe(false);
    expect(stage.upstream.seen).toHaveLength(before);
  });

  it.each([
    ['/photos', 'DELETE', ['GET', 'HEAD', 'POST']],
    ['/both', 'PUT', ['PUT']],
    ['/nothing-here', 'PATCH', ['PATCH']],
  ])('names the methods of the routes: %s %s', async (path, method, methods) => {
    const response = await ask(api.basePath + path, method);
    expect([response.status, list(response, 'access-control-allow-methods')]).toEqual([204, methods]);
  });

  it.each(['https://app.example.evil', 'http://app.example', 'https://APP.example', 'null'])(
    'of another origin is refused: %s',
    async (origin) => {
      const response = await ask(`${api.basePath}/photos`, 'GET', { origin });
      expect(response.status).toBe(403);
      expect(response.headers.has('access-control-allow-origin')).toBe(false);
      expect(list(response, 'vary')).toContain('Origin');
    },
  );

  it('of an API without the policy is an ordinary call', async () => {
    expect((await ask('/flickr/photos', 'POST')).status).toBe(405);
    expect((await ask('/flickr/public/a', 'POST')).status).toBe(200);
  });
});

describe('an answer', () => {
  it('can be read by a page of an allowed origin, and says what it depends on', async () => {
    const headers = { authorization: `Bearer ${stage.accessToken}`, origin: APP };
    const response = await get(stage, `${api.basePath}/public/a`, headers);
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(APP);
    expect(list(response, 'access-control-expose-headers')).toContain('X-Request-Id');
    expect(list(response, 'vary')).toContain('Origin');
  });

  it.each([
    ['401', '/photos', 401],
    ['404', '/nothing-here', 404],
    ['405', '/photos/1/image', 405],
  ])('that refuses can be read too: %s', async (_, path, status) => {
    const response = await get(stage, api.basePath + path, { origin: APP }, status === 405 ? 'PUT' : 'GET');
    expect(response.status).toBe(status);
    expect(response.headers.get('access-control-allow-origin')).toBe(APP);
    expect(list(response, 'access-control-expose-headers')).toContain('WWW-Authenticate');
    // RFC 9449 §8.2: without it no page could make the proof that is wanted.
    expect(list(response, 'access-control-expose-headers')).toContain('DPoP-Nonce');
  });

  it('of another origin, or none, passes without a word, but not without Vary', async () => {
    for (const headers of [{}, { origin: 'https://other.example' }]) {
      const response = await get(stage, `${api.basePath}/public/a`, headers);
      expect(response.status).toBe(200);
      expect(response.headers.has('access-control-allow-origin')).toBe(false);
      expect(list(response, 'vary')).toContain('Origin');
    }
  });

  it("does not carry the upstream's own words about origins, and keeps its Vary", async () => {
    const { behaviour } = stage.upstream;
    stage.upstream.behaviour = (_, response) => {
      response.writeHead(200, {
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Methods': 'TRACE',
        'Access-Control-Allow-Credentials': 'true',
        Vary: 'Accept-Encoding',
      });
      response.end();
    };
    const ours = await get(stage, `${api.basePath}/public/a`, { origin: APP });
    const others = await get(stage, `${api.basePath}/public/a`, { origin: 'https://other.example' });
    const unmanaged = await get(stage, '/flickr/public/a', { origin: APP });
    stage.upstream.behaviour = behaviour;
    expect(ours.headers.get('access-control-allow-origin')).toBe(APP);
    expect(ours.headers.has('access-control-allow-credentials')).toBe(false);
    expect(ours.headers.has('access-control-allow-methods')).toBe(false);
    expect(list(ours, 'vary').toSorted()).toEqual(['Accept-Encoding', 'Origin']);
    expect(others.headers.has('access-control-allow-origin')).toBe(false);
    // Off by default: the upstream speaks for itself.
    expect(unmanaged.headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('a policy', () => {
  it('lets every origin in, without credentials (Fetch §3.2.5)', async () => {
    const open = await publishWith(stage, { policies: { cors: { origins: ['*'] } } });
    const response = await get(stage, `${open.basePath}/public/a`, { origin: 'https://any.example' });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(list(response, 'vary')).toEqual([]);
  });

  it('lets cookies be sent where it says so, and names the origin', async () => {
    const cors = { origins: [APP], allowsCredentials: true, exposedHeaders: ['ETag'], maxAgeSeconds: 5 };
    const { basePath } = await publishWith(stage, { policies: { cors } });
    const response = await get(stage, `${basePath}/public/a`, { origin: APP });
    expect(response.headers.get('access-control-allow-credentials')).toBe('true');
    expect(list(response, 'access-control-expose-headers')).toContain('ETag');
    expect((await ask(`${basePath}/photos`, 'GET')).headers.get('access-control-max-age')).toBe('5');
  });

  it('lets in the origins of applications that may call, at once when they change', async () => {
    const { applicationId } = stage.machine;
    const { basePath } = await publishWith(stage, {
      policies: { cors: { origins: [], applicationOrigins: true } },
      callers: { access: 'listed', applicationIds: [applicationId] },
    });
    const isAllowed = async (origin: string): Promise<boolean> =>
      (await ask(`${basePath}/photos`, 'GET', { origin })).status === 204;
    const setOrigins = async (id: string, origins: string[]): Promise<void> => {
      const { version } = await stage.admin.get<{ version: number }>(`/api/applications/${id}`);
      await stage.admin.patch(`/api/applications/${id}`, { version, origins });
    };
    expect(await isAllowed('https://night.example')).toBe(false);
    await setOrigins(applicationId, ['https://night.example']);
    await setOrigins(stage.printShop.applicationId, ['https://shop.example']);
    expect(await isAllowed('https://night.example')).toBe(true);
    expect(await isAllowed('https://shop.example')).toBe(false);
  });

  it.each<[string, CorsPolicyInput, string]>([
    ['credentials for every origin', { origins: ['*'], allowsCredentials: true }, 'allowsCredentials'],
    ['every origin and another', { origins: ['*', APP] }, 'origins'],
    ['no origin', { origins: [] }, 'origins'],
    ['an origin with a path', { origins: [`${APP}/`] }, 'origins'],
    ['an origin in capitals', { origins: ['https://APP.example'] }, 'origins'],
    ['the origin null', { origins: ['null'] }, 'origins'],
    ['a header that is none', { origins: [APP], exposedHeaders: ['a b'] }, 'exposedHeaders'],
  ])('is refused with %s, and the field is named', async (_, cors, field) => {
    const answer = await stage.admin.request<{ errors?: { field: string }[] }>('POST', '/api/apis', {
      name: 'Wrong',
      basePath: '/wrong',
      targets: [{ url: stage.upstream.url }],
      routes: [],
      policies: { cors },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map((error) => error.field)).toContain(`policies.cors.${field}`);
  });
});
