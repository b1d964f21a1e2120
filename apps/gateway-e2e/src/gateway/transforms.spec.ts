import type { ApiDetail, TransformsInput } from '@gatehouse/dto';
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

const publishTransforms = (transforms: TransformsInput): Promise<ApiDetail> =>
  publishWith(stage, { policies: { transforms } });

/** Calls an API, and tells what its upstream got and what came back. */
async function arrive({ basePath }: ApiDetail, path = '/photos', headers: Record<string, string> = {}) {
  // An access token is for the APIs that there were when it was issued.
  const accessToken = await obtainAccessToken(stage, stage.machine);
  const response = await call(stage, basePath + path, accessToken, { headers });
  expect(response.status).toBe(200);
  return { ...stage.upstream.seen.at(-1)!, response };
}

describe('headers to the upstream', () => {
  it('are set, appended to and removed', async () => {
    const api = await publishTransforms({
      request: [
        { operation: 'set', name: 'X-Version', value: '2' },
        { operation: 'append', name: 'X-Hops', value: 'gateway' },
        { operation: 'remove', name: 'X-Debug' },
      ],
    });
    const { headers } = await arrive(api, '/photos', {
      'X-Version': '1',
      X_Version: '1',
      'X-Hops': 'client',
      'X-Debug': 'yes',
      X_Debug: 'yes',
    });
    expect([headers['x-version'], headers['x-hops']]).toEqual(['2', 'client, gateway']);
    expect(Object.keys(headers).filter((name) => /x_version|x[-_]debug/.test(name))).toEqual([]);
  });

  it('tell facts of the token, the client, the call and its path', async () => {
    const api = await publishTransforms({
      request: [
        { operation: 'set', name: 'X-Client', value: '{client.id}/{client.application_id}' },
        { operation: 'set', name: 'X-Token', value: '{token.claim.sub}; {scope}' },
        { operation: 'set', name: 'X-Call', value: '{request.method} {request.path} {request.query.size}' },
        { operation: 'set', name: 'X-Id', value: '{request.id}' },
      ],
    });
    const { headers, response } = await arrive(api, '/photos?size=4');
    const { clientId, applicationId } = stage.machine;
    expect(headers).toMatchObject({
      'x-client': `${clientId}/${applicationId}`,
      'x-token': `${clientId}; photos`,
      'x-call': `GET ${api.basePath}/photos 4`,
      'x-id': response.headers.get('x-request-id'),
    });
  });

  it('cannot be spoofed by a client where the fact is missing', async () => {
    const api = await publishTransforms({
      request: [{ operation: 'set', name: 'X-User', value: '{user.id}' }],
    });
    const { headers } = await arrive(api, '/photos', { 'X-User': 'root', X_User: 'root' });
    expect([headers['x-user'], headers['x_user']]).toEqual([undefined, undefined]);
  });

  it("cannot be split by a client's text (RFC 9110 §5.5)", async () => {
    const api = await publishTransforms({
      request: [{ operation: 'set', name: 'X-Name', value: 'a {request.query.name}' }],
      response: [{ operation: 'set', name: 'X-Name', value: 'b {request.query.name}' }],
    });
    const line = `${api.basePath}/public/a?name=x%0d%0aX-Evil:%201%00%c3%ab`;
    const answer = await sendRaw(stage.gatehouse.gatewayUrl, buildRequest(line));
    const { headers } = stage.upstream.seen.at(-1)!;
    expect(headers['x-name']).toBe('a x%0D%0AX-Evil: 1%00%C3%AB');
    expect(answer.headers.get('x-name')).toBe('b x%0D%0AX-Evil: 1%00%C3%AB');
    expect([headers['x-evil'], answer.headers.get('x-evil')]).toEqual([undefined, undefined]);
  });

  it('never carry an API key on', async () => {
    const api = await publishWith(stage, {
      policies: {
        credentials: { apiKeys: { header: 'X-Key' } },
        transforms: { request: [{ operation: 'set', name: 'X-Copy', value: '{request.header.X-Key}' }] },
      },
    });
    await call(stage, `${api.basePath}/public/a`, undefined, { headers: { 'X-Key': 'secret' } });
    expect(JSON.stringify(stage.upstream.seen.at(-1))).not.toContain('secret');
  });
});

describe('headers to the client', () => {
  it('are set, appended to and removed', async () => {
    const api = await publishTransforms({
      response: [
        { operation: 'set', name: 'Content-Type', value: 'application/vnd.photos+json' },
        { operation: 'append', name: 'Vary', value: 'X-Version' },
        { operation: 'remove', name: 'Server' },
        { operation: 'set', name: 'X-For', value: '{client.id}' },
      ],
    });
    const { behaviour } = stage.upstream;
    stage.upstream.behaviour = (request, response) => {
      response.setHeader('Server', 'secret/1.0').setHeader('Vary', 'Accept');
      behaviour(request, response);
    };
    const { headers } = (await arrive(api)).response;
    stage.upstream.behaviour = behaviour;
    expect(headers.get('content-type')).toBe('application/vnd.photos+json');
    expect([headers.get('vary'), headers.get('server')]).toEqual(['Accept, X-Version', null]);
    expect(headers.get('x-for')).toBe(stage.machine.clientId);
  });
});

describe('the query to the upstream', () => {
  it('is changed where it is named, and stays as it was sent elsewhere', async () => {
    const api = await publishTransforms({
      query: [
        { operation: 'set', name: 'tenant', value: '{client.application_id}&x' },
        { operation: 'remove', name: 'debug' },
        { operation: 'append', name: 'tag', value: 'b c' },
      ],
    });
    const { url } = await arrive(api, '/photos?tenant=other&%64ebug=1&tag=a%2Fb&te%6Eant=third');
    expect(url).toBe(`/photos?tag=a%2Fb&tenant=${stage.machine.applicationId}%26x&tag=b%20c`);
  });

  it('the base path goes along where it is kept', async () => {
    const api = await publishTransforms({ keepsBasePath: true });
    expect((await arrive(api, '/photos?a=1')).url).toBe(`${api.basePath}/photos?a=1`);
  });
});

describe('a rule that could do harm is refused, with its field', () => {
  it.each<[string, TransformsInput]>([
    ['request.0.name', { request: [{ operation: 'set', name: 'Host', value: 'evil' }] }],
    ['request.0.name', { request: [{ operation: 'set', name: 'X_Gatehouse_User', value: 'root' }] }],
    ['request.0.name', { request: [{ operation: 'set', name: 'Transfer-Encoding', value: 'chunked' }] }],
    ['request.0.name', { request: [{ operation: 'remove', name: 'X-Forwarded-For' }] }],
    ['request.0.name', { request: [{ operation: 'set', name: 'Sec-WebSocket-Key', value: 'x' }] }],
    ['request.0.name', { request: [{ operation: 'set', name: 'X Y', value: 'x' }] }],
    ['request.0.value', { request: [{ operation: 'set', name: 'X-A', value: 'a\r\nX-Evil: 1' }] }],
    [
      'request.0.value',
      { request: [{ operation: 'set', name: 'X-A', value: '{request.header.Authorization}' }] },
    ],
    ['request.0.value', { request: [{ operation: 'set', name: 'X-A', value: '{user.password}' }] }],
    ['request.0.value', { request: [{ operation: 'set', name: 'X-A' }] }],
    ['response.0.name', { response: [{ operation: 'set', name: 'Content-Length', value: '0' }] }],
    ['response.0.operation', { response: [{ operation: 'set', name: 'Set-Cookie', value: 'a=1' }] }],
    ['query.0.value', { query: [{ operation: 'remove', name: 'a', value: 'b' }] }],
  ])('%s', async (field, transforms) => {
    const { status, body } = await stage.admin.request<{ errors?: { field: string }[] }>(
      'POST',
      '/api/apis',
      {
        name: 'Refused',
        basePath: '/refused',
        targets: [{ url: stage.upstream.url }],
        routes: [],
        policies: { transforms },
      },
    );
    expect([status, body.errors?.[0]?.field]).toEqual([400, `policies.transforms.${field}`]);
  });
});
