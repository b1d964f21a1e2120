import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { closeGatewayStage, type GatewayStage, openGatewayStage, publish } from './gateway-stage.js';
import { buildRequest, sendRaw } from './raw-http.js';
import { startRawUpstream } from './upstream.js';

let stage: GatewayStage;
let recorded = '';
const expressSaw: string[] = [];
const app = express();
app.use((request, response) => {
  expressSaw.push(request.originalUrl);
  response.end();
});
const expressServer = createServer(app);

beforeAll(async () => {
  stage = await openGatewayStage();
  const rawUrl = await startRawUpstream((socket) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (!text.includes('\r\n\r\n')) return;
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
    expect([stage.upstream.seen[0]?.url, expressSaw[0], line]).toEqual([
      expected,
      expected,
      `GET ${expected} HTTP/1.1`,
    ]);
    // RFC 9112 §2.2: every line ends with CRLF, and there is one Host.
    expect(recorded.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(recorded.match(/\r\nhost:/gi)).toHaveLength(1);
  });
});
