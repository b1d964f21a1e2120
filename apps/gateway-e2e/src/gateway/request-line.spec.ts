import { call, closeGatewayStage, type GatewayStage, openGatewayStage, publish } from './gateway-stage.js';
import { buildRequest, sendRaw } from './raw-http.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(closeGatewayStage);
beforeEach(() => {
  stage.upstream.seen.length = 0;
});

const send = (target: string, lines: readonly string[] = [], method = 'GET') =>
  sendRaw(stage.gatehouse.gatewayUrl, buildRequest(target, lines, method));

describe('a path that readers could understand in two ways is answered 400 and reaches nobody', () => {
  it.each([
    '/flickr/public/../private/a',
    '/flickr/public/..',
    '/flickr/public/./a',
    '/flickr/public/%2e%2e/private/a',
    '/flickr/public/.%2E/private/a',
    '/flickr/public/..%2fprivate/a',
    '/flickr/public/a%2f..%2f..%2fprivate',
    '/flickr/public/a%5c..%5cprivate',
    '/flickr/public/a\\..\\private',
    '/flickr/public/..;/private/a',
    '/flickr/public/a;x=1',
    '/flickr/public/a%3bx',
    '/flickr/public/a%00',
    '/flickr/public/%252e%252e/private/a',
    '/flickr/public//a',
    '//flickr/private/a',
    '/flickr/public/%c0%ae%c0%ae/a',
    '/flickr/public/%u002e%u002e/a',
    '/flickr/public/%',
    '/flickr/public/a|b',
  ])('%s', async (target) => {
    expect(await send(target)).toMatchObject({ status: 400 });
    expect(stage.upstream.seen).toEqual([]);
  });

  it.each([
    '/flickr/public/caf\u00e9',
    '/flickr/public/a\u0000b',
    '/flickr/public/a\tb',
    '/flickr/public/a b',
  ])('bytes that are not of a path: %j', async (target) => {
    expect((await send(target)).status).toBe(400);
    expect(stage.upstream.seen).toEqual([]);
  });
});

describe('a request target in another form (RFC 9112 §3.2)', () => {
  it('absolute for this host is taken as its path', async () => {
    expect((await send('http://localhost/flickr/public/a?b=c')).status).toBe(200);
    expect(stage.upstream.seen[0]?.url).toBe('/public/a?b=c');
  });

  it.each(['http://other.example/flickr/public/a', '*', 'flickr/public/a', 'other.example:80'])(
    '%s is answered 400',
    async (target) => {
      expect((await send(target, [], target === '*' ? 'OPTIONS' : 'GET')).status).toBe(400);
      expect(stage.upstream.seen).toEqual([]);
    },
  );

  it('CONNECT and TRACE are answered 501', async () => {
    expect((await send('localhost:80', [], 'CONNECT')).status).toBe(501);
    expect((await send('/flickr/public/a', [], 'TRACE')).status).toBe(501);
    expect(stage.upstream.seen).toEqual([]);
  });
});

describe('what reaches the upstream', () => {
  it.each([
    ['/flickr/public/a%20b/caf%C3%A9', '/public/a%20b/caf%C3%A9'],
    ['/%66lickr/public/%7Ea', '/public/%7Ea'],
    ['/flickr/public/a?x=/../%2e%2e//;&y=%00', '/public/a?x=/../%2e%2e//;&y=%00'],
    ['/flickr/public/a?', '/public/a'],
    ['/flickr/public/a/', '/public/a/'],
  ])('%s arrives as %s', async (target, url) => {
    expect((await send(target)).status).toBe(200);
    expect(stage.upstream.seen[0]?.url).toBe(url);
  });

  it('has the path of the upstream in front', async () => {
    await publish(stage, `${stage.upstream.url}/inner/v2`, { name: 'Deep', basePath: '/deep' });
    await send('/deep/public/a');
    expect(stage.upstream.seen[0]?.url).toBe('/inner/v2/public/a');
  });

  it('is routed by the longest base path', async () => {
    await publish(stage, `${stage.upstream.url}/special`, { name: 'Special', basePath: '/flickr/special' });
    await send('/flickr/special/public/a');
    expect(stage.upstream.seen[0]?.url).toBe('/special/public/a');
  });
});

describe('what is not published', () => {
  it.each([
    ['/', 'No API'],
    ['/nowhere', 'No API'],
    ['/flickrs/photos', 'No API'],
    ['/flickr', '"Flickr photos"'],
    ['/flickr/albums', '"Flickr photos"'],
    ['/flickr/Photos', '"Flickr photos"'],
  ])('%s is answered 404, whoever asks', async (path, detail) => {
    const response = await call(stage, path, stage.accessToken);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      title: 'Not Found',
      detail: expect.stringContaining(detail),
    });
  });

  it('another method is answered 405 with those that there are (RFC 9110 §15.5.6)', async () => {
    const response = await call(stage, '/flickr/photos', stage.accessToken, { method: 'DELETE' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST');
  });
});

it('the gateway is healthy, for GET and HEAD', async () => {
  const response = await call(stage, '/health');
  expect({ status: response.status, body: await response.json() }).toEqual({
    status: 200,
    body: { status: 'ok' },
  });
  expect((await call(stage, '/health', undefined, { method: 'HEAD' })).status).toBe(200);
  expect((await call(stage, '/health', undefined, { method: 'POST' })).status).toBe(404);
});
