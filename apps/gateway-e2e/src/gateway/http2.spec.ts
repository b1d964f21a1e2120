import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClientHttp2Session } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import { Agent, fetch as undiciFetch } from 'undici';
import { waitUntil } from '../fixtures/wait-until.js';
import { publishWith } from './credentials.js';
import { closeGatewayStage } from './gateway-stage.js';
import { ask, closeAllHttp2, openHttp2 } from './http2-client.js';
import { encodeFields, encodeFrame, END_HEADERS, END_STREAM, FRAME, openRawHttp2 } from './http2-frames.js';
import { openTlsStage, type TlsStage } from './tls-stage.js';
import { echo, type Seen } from './upstream.js';

let stage: TlsStage;
let session: ClientHttp2Session;

beforeAll(async () => {
  stage = await openTlsStage({ GATEHOUSE_HTTP2_STREAMS: '20' });
  session = await openHttp2(stage);
});
afterAll(async () => {
  closeAllHttp2();
  await closeGatewayStage();
  await stage.tls.remove();
});
beforeEach(() => {
  stage.upstream.seen.length = 0;
  stage.upstream.behaviour = (request, response) => echo.call(stage.upstream, request, response);
});

const PATH = '/flickr/public/a';
const GET = [
  [':method', 'GET'],
  [':scheme', 'https'],
  [':path', PATH],
  [':authority', 'localhost'],
] as const;
const bearer = (): { authorization: string } => ({ authorization: `Bearer ${stage.accessToken}` });
const seen = (): Seen => stage.upstream.seen.at(-1)!;

describe('over TLS the gateway speaks', () => {
  it('HTTP/2 with a client that chooses it (RFC 7301, RFC 9113 §3.2)', async () => {
    expect(session.alpnProtocol).toBe('h2');
    const { status, headers } = await ask(session, PATH);
    expect([status, typeof headers['x-request-id']]).toEqual([200, 'string']);
    const { host } = new URL(stage.gatehouse.gatewayUrl);
    expect(seen().headers).toMatchObject({
      host: new URL(stage.upstream.url).host,
      'x-request-id': headers['x-request-id'],
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': host,
      'x-forwarded-proto': 'https',
    });
    expect(JSON.stringify(seen().rawHeaders)).not.toContain('":');
  });

  it('HTTP/2 with undici, too', async () => {
    const dispatcher = new Agent({ allowH2: true, connect: { ca: stage.tls.authority.pem } });
    const url = `${stage.gatehouse.gatewayUrl}/flickr/photos`;
    const answers = await Promise.all(
      ['a', 'b', 'c'].map(async (body) => {
        const answer = await undiciFetch(url, { method: 'POST', body, headers: bearer(), dispatcher });
        return ((await answer.json()) as Seen).body;
      }),
    );
    expect(answers).toEqual(['a', 'b', 'c']);
    await dispatcher.close();
  });

  it('HTTP/1.1 with all others', async () => {
    const url = `${stage.gatehouse.gatewayUrl}/flickr/photos`;
    const request = httpsRequest(url, { ca: stage.tls.authority.pem, headers: bearer(), agent: false });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    expect([response.statusCode, response.httpVersion]).toEqual([200, '1.1']);
    expect(seen().headers['x-forwarded-proto']).toBe('https');
  });
});

describe('a call over HTTP/2', () => {
  it('is admitted by its access token, and says who calls', async () => {
    expect((await ask(session, '/flickr/photos', bearer())).status).toBe(200);
    expect(seen().headers).toMatchObject({
      'x-gatehouse-client': stage.machine.clientId,
      'x-gatehouse-scope': 'photos',
    });
    expect(seen().headers).not.toHaveProperty('authorization');
  });

  it('is refused as any other, with a challenge that names https', async () => {
    const { status, headers, body } = await ask(session, '/flickr/photos');
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toContain(`resource_metadata="${stage.gatehouse.gatewayUrl}/`);
    expect(JSON.parse(body)).toMatchObject({ status: 401, requestId: headers['x-request-id'] });
    const statuses = ['/nowhere', '/flickr/albums', '/flickr/a%2fb'].map(
      async (path) => (await ask(session, path)).status,
    );
    expect(await Promise.all(statuses)).toEqual([404, 404, 400]);
    expect((await ask(session, '/flickr/photos', { method: 'DELETE' })).headers['allow']).toBe(
      'GET, HEAD, POST',
    );
  });

  it('is counted and can be asked about, with its ID', async () => {
    const { headers } = await ask(session, '/flickr/photos');
    const id = String(headers['x-request-id']);
    await waitUntil(
      'the call to be kept',
      async () => (await stage.admin.request('GET', `/api/calls/${id}`)).status === 200,
    );
  });

  it('finds health, metadata and readiness where they are', async () => {
    const paths = ['/health', '/health/ready', '/.well-known/oauth-protected-resource/flickr'];
    const answers = await Promise.all(paths.map((path) => ask(session, path)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(JSON.parse(answers[2]?.body ?? '').resource).toBe(`${stage.gatehouse.gatewayUrl}/flickr`);
  });

  it('has one Cookie line at the upstream (RFC 9113 §8.2.3)', async () => {
    await ask(session, PATH, { cookie: ['a=1', 'gatehouse-session=s', 'b=2'] });
    expect(seen().rawHeaders.filter((text) => text.toLowerCase() === 'cookie')).toHaveLength(1);
    expect(seen().headers['cookie']).toBe('a=1; b=2');
  });

  it('is answered for pages of other origins', async () => {
    const api = await publishWith(stage, {
      policies: { cors: { origins: ['https://page.example'] } },
    });
    const { status, headers } = await ask(session, `${api.basePath}/photos`, {
      method: 'OPTIONS',
      origin: 'https://page.example',
      'access-control-request-method': 'POST',
    });
    expect([status, headers['access-control-allow-origin']]).toEqual([204, 'https://page.example']);
    const refused = await ask(session, `${api.basePath}/photos`, { origin: 'https://page.example' });
    expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([
      401,
      'https://page.example',
    ]);
  });
});

describe('one connection', () => {
  it('has many calls under way, as many as it may, and the others wait', async () => {
    const waiting: ServerResponse[] = [];
    stage.upstream.behaviour = (_, response) => waiting.push(response);
    const other = await openHttp2(stage);
    await ask(other, '/health');
    expect(other.remoteSettings.maxConcurrentStreams).toBe(20);
    const answers = Array.from({ length: 30 }, () => ask(other, PATH));
    await waitUntil('the first to arrive', () => waiting.length === 20);
    expect((await ask(session, '/health')).status).toBe(200);
    expect(waiting).toHaveLength(20);
    stage.upstream.behaviour = (_, response) => response.end();
    for (const response of waiting) response.end();
    expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('of a client that does nothing but reset is ended (RFC 9113 §10.5, CVE-2023-44487)', async () => {
    const reset = (stream: number): readonly Buffer[] => [
      encodeFrame(FRAME.headers, END_HEADERS | END_STREAM, stream, encodeFields(GET)),
      encodeFrame(FRAME.reset, 0, stream, Buffer.from([0, 0, 0, 8])),
    ];
    const list = (count: number): Buffer[] =>
      Array.from({ length: count }, (_, index) => reset(2 * index + 1)).flat();
    // A client that gives up now and then is none of those.
    const patient = await openRawHttp2(stage);
    patient.send(...list(50));
    patient.request(999, GET);
    expect(await patient.endOf(999)).toMatchObject({ isAnswered: true });
    const other = await openRawHttp2(stage);
    other.send(...list(400));
    // RFC 9113 §7: ENHANCE_YOUR_CALM
    expect(await other.ending()).toBe(11);
    expect((await ask(session, '/health')).status).toBe(200);
  });
});
