import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { closeGatewayStage, type GatewayStage, openGatewayStage, publish } from './gateway-stage.js';
import { buildRequest, sendRaw } from './raw-http.js';
import { startRawUpstream } from './upstream.js';

let stage: GatewayStage;
let recorded = '';
const expressSaw: { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: unknown }[] =
  [];
const app = express();
app.use(express.text({ type: () => true }), (request, response) => {
  const { originalUrl: url, headers, body } = request;
  expressSaw.push({ url, headers, body: typeof body === 'string' ? body : '' });
  response.end();
});
const expressServer = createServer(app);

/** Read as strictly as can be: by its own framing, to the byte. */
function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return false;
  const length = /\r\ncontent-length: (\d+)\r\n/i.exec(text)?.[1];
  if (length !== undefined) return text.length >= end + 4 + Number(length);
  return !/\r\ntransfer-encoding: chunked\r\n/i.test(text) || text.endsWith('\r\n0\r\n\r\n');
}

beforeAll(async () => {
  stage = await openGatewayStage();
  const rawUrl = await startRawUpstream((socket) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (!isWhole(text)) return;
      recorded = text;
      socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
    });
  });
  await new Promise<void>((resolve) => expressServer.listen(0, '127.0.0.1', resolve));
  const expressUrl = `http://127.0.0.1:${(expressServer.address() as AddressInfo).port}`;
  await publish(stage, rawUrl, { name: 'Recorder', basePath: '/recorder' });
  await publish(stage, expressUrl, { name: 'Express', basePath: '/express' });
});
afterAll(async () => {
  expressServer.close();
  expressServer.closeAllConnections();
  await closeGatewayStage();
});
beforeEach(() => {
  stage.upstream.seen.length = 0;
  expressSaw.length = 0;
  recorded = '';
});

const send = (request: string) => sendRaw(stage.gatehouse.gatewayUrl, request);
const chunked = (body: string): string =>
  `${buildRequest('/flickr/public/a', ['Transfer-Encoding: chunked'], 'POST')}${body}`;

describe('refused before an upstream hears of it (RFC 9112 §6.1, §7.1)', () => {
  it.each([
    ['a chunk size beyond 64 bits', chunked('10000000000000005\r\nhello\r\n0\r\n\r\n')],
    ['a signed chunk size', chunked('+5\r\nhello\r\n0\r\n\r\n')],
    ['a chunk size with a prefix', chunked('0x5\r\nhello\r\n0\r\n\r\n')],
    ['a bare LF after a chunk size', chunked('5\nhello\r\n0\r\n\r\n')],
    [
      'chunked before identity',
      buildRequest('/flickr/public/a', ['Transfer-Encoding: chunked, identity'], 'POST'),
    ],
    [
      'a bare LF after a header',
      'GET /flickr/public/a HTTP/1.1\r\nHost: localhost\nX-A: b\r\nConnection: close\r\n\r\n',
    ],
  ])('%s', async (_, request) => {
    expect((await send(request)).status).toBe(400);
    expect(stage.upstream.seen).toEqual([]);
  });

  it('two Authorizations, of which two readers could believe two', async () => {
    const bearer = `Authorization: Bearer ${stage.accessToken}`;
    const { status } = await send(buildRequest('/flickr/photos', [bearer, 'Authorization: Bearer other']));
    expect(status).toBe(400);
    expect(stage.upstream.seen).toEqual([]);
  });
});

it('chunk extensions end at the gateway (RFC 9112 §7.1.1)', async () => {
  expect((await send(chunked('5;a=b\r\nhello\r\n0\r\n\r\n'))).status).toBe(200);
  expect(stage.upstream.seen.at(-1)?.body).toBe('hello');
});

describe('what passes is read alike by node:http, Express and a strict recorder', () => {
  it.each([
    ['/public/a%20b', '/public/a%20b'],
    ['/public/caf%C3%A9', '/public/caf%C3%A9'],
    ['/public/a/', '/public/a/'],
    ['/public/a?x=/../%2e%2e//;&y=%00', '/public/a?x=/../%2e%2e//;&y=%00'],
  ])('%s', async (path, expected) => {
    for (const base of ['/flickr', '/express', '/recorder']) {
      expect(Math.floor((await send(buildRequest(base + path))).status / 100)).toBe(2);
    }
    const line = recorded.slice(0, recorded.indexOf('\r\n'));
    expect([stage.upstream.seen[0]?.url, expressSaw[0]?.url, line]).toEqual([
      expected,
      expected,
      `GET ${expected} HTTP/1.1`,
    ]);
    // RFC 9112 §2.2: every line ends with CRLF, and there is one Host.
    expect(recorded.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(recorded.match(/\r\nhost:/gi)).toHaveLength(1);
  });

  const LINES = [
    'X-Gatehouse-User: root',
    'x_gatehouse_user: root',
    'X-GATEHOUSE-SCOPE: everything',
    'X-Forwarded-For: 1.2.3.4',
    'Connection: X-Hop, X-Gatehouse-Client, Content-Length, Transfer-Encoding',
    'X-Hop: 1',
    'X-Kept: 2',
    'TE: trailers, gzip',
  ];

  it.each([
    ['a length', ['Content-Length: 5'], 'hello', 'content-length: 5'],
    [
      'chunks',
      ['Transfer-Encoding: chunked'],
      '2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n',
      'transfer-encoding: chunked',
    ],
    [
      'chunks in another case',
      ['Transfer-Encoding: Chunked'],
      '5\r\nhello\r\n0\r\n\r\n',
      'transfer-encoding: chunked',
    ],
    // RFC 9112 §6.3: what has no framing has no content.
    ['no content', [], '', undefined],
  ])('content and headers of a request with %s', async (_, framing, body, sent) => {
    for (const base of ['/flickr', '/express', '/recorder']) {
      const head = buildRequest(`${base}/public/a`, [...LINES, ...framing], 'POST');
      expect(Math.floor((await send(head + body)).status / 100)).toBe(2);
    }
    const content = body === '' ? '' : 'hello';
    expect([stage.upstream.seen[0]?.body, expressSaw[0]?.body]).toEqual([content, content]);
    const lines = recorded.slice(0, recorded.indexOf('\r\n\r\n')).toLowerCase().split('\r\n');
    const ofFraming = lines.filter((line) => /^(content-length|transfer-encoding):/.test(line));
    expect(ofFraming.filter((line) => line !== 'content-length: 0')).toEqual(
      sent === undefined ? [] : [sent],
    );
    expect(
      recorded
        .split('\r\n')
        .filter((line) => line === 'hello' || line === 'he' || line === 'llo')
        .join(''),
    ).toBe(content);
    const names = lines.slice(1).map((line) => line.slice(0, line.indexOf(':')));
    for (const seen of [
      Object.keys(stage.upstream.seen[0]?.headers ?? {}),
      Object.keys(expressSaw[0]?.headers ?? {}),
      names,
    ]) {
      expect(seen.filter((name) => /gatehouse|x-hop|^te$/.test(name))).toEqual([]);
      expect(seen).toContain('x-kept');
    }
    expect(recorded).not.toContain('1.2.3.4');
  });
});
