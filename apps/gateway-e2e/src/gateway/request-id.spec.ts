import { call, closeGatewayStage, type GatewayStage, openGatewayStage } from './gateway-stage.js';
import { buildRequest, parseAnswer, sendRaw } from './raw-http.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage({ env: { GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1' } });
});
afterAll(closeGatewayStage);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const TOO_LONG = buildRequest('/', [`X-Long: ${'x'.repeat(20_000)}`]);

describe('every answer has a request ID', () => {
  it.each([
    ['gatewayUrl', 200, buildRequest('/health')],
    ['gatewayUrl', 200, buildRequest('/flickr/public/a')],
    ['gatewayUrl', 401, buildRequest('/flickr/photos')],
    ['gatewayUrl', 404, buildRequest('/nowhere')],
    ['gatewayUrl', 405, buildRequest('/flickr/photos', [], 'DELETE')],
    ['gatewayUrl', 404, buildRequest('/.well-known/oauth-protected-resource/nothing')],
    ['gatewayUrl', 501, buildRequest('upstream:443', [], 'CONNECT')],
    ['gatewayUrl', 400, 'not HTTP\r\n\r\n'],
    ['gatewayUrl', 431, TOO_LONG],
    ['authUrl', 200, buildRequest('/health')],
    ['authUrl', 200, buildRequest('/oauth2/jwks')],
    ['authUrl', 200, buildRequest('/.well-known/oauth-authorization-server')],
    ['authUrl', 400, buildRequest('/oauth2/token', ['Content-Length: 0'], 'POST')],
    ['authUrl', 405, buildRequest('/oauth2/token')],
    ['authUrl', 204, buildRequest('/oauth2/token', [], 'OPTIONS')],
    ['authUrl', 401, buildRequest('/oauth2/userinfo')],
    ['authUrl', 400, buildRequest('/oauth2/authorize')],
    ['authUrl', 410, buildRequest('/interaction/nothing')],
    ['authUrl', 431, TOO_LONG],
    ['adminUrl', 200, buildRequest('/health')],
    ['adminUrl', 200, buildRequest('/', ['Accept: text/html'])],
    ['adminUrl', 401, buildRequest('/api/apis')],
    ['adminUrl', 404, buildRequest('/api/nothing')],
    ['adminUrl', 400, 'GET / HTTP/9.9\r\n\r\n'],
  ] as const)('%s: %i', async (listener, status, bytes) => {
    const answer = await sendRaw(stage.gatehouse[listener], bytes);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-request-id')).toMatch(UUID);
    const inBody = /"requestId":"([^"]+)"/.exec(answer.body)?.[1];
    expect(inBody ?? answer.headers.get('x-request-id')).toBe(answer.headers.get('x-request-id'));
  });
});

describe('the ID that a trusted proxy has given', () => {
  const given = { 'x-request-id': 'edge-7f:42' };

  it('is kept, told to the upstream, and answered', async () => {
    const answer = await call(stage, '/flickr/photos', stage.accessToken, { headers: given });
    expect(answer.headers.get('x-request-id')).toBe('edge-7f:42');
    expect(((await answer.json()) as { headers: object }).headers).toMatchObject(given);
    for (const url of [`${stage.gatehouse.adminUrl}/api/apis`, `${stage.gatehouse.authUrl}/oauth2/jwks`])
      expect((await fetch(url, { headers: given })).headers.get('x-request-id')).toBe('edge-7f:42');
  });

  it('is not, where it is not well-formed or comes twice', async () => {
    for (const lines of [['X-Request-Id: a b"c'], ['X-Request-Id: edge-7f:42', 'X-Request-Id: edge-7f:43']]) {
      const answer = parseAnswer(
        (await sendRaw(stage.gatehouse.gatewayUrl, buildRequest('/nowhere', lines))).text,
      );
      expect(answer.headers.get('x-request-id')).toMatch(UUID);
    }
  });
});
