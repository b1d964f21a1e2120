import { call, closeGatewayStage, type GatewayStage, openGatewayStage } from './gateway-stage.js';
import { buildRequest, sendRaw } from './raw-http.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(closeGatewayStage);
beforeEach(() => {
  stage.upstream.seen.length = 0;
});

const SMUGGLED = 'GET /flickr/public/smuggled HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
const post = (...lines: string[]): string => ['POST /flickr/public/a HTTP/1.1', ...lines, ''].join('\r\n');

describe('a message whose end readers could see in two places is refused (RFC 9112 §6.3, §11.2)', () => {
  it.each([
    [
      'Content-Length beside Transfer-Encoding',
      ['Content-Length: 5', 'Transfer-Encoding: chunked'],
      '0\r\n\r\n',
    ],
    [
      'Transfer-Encoding beside Content-Length',
      ['Transfer-Encoding: chunked', 'Content-Length: 5'],
      '0\r\n\r\n',
    ],
    ['two Content-Lengths', ['Content-Length: 5', 'Content-Length: 6'], 'hello'],
    ['two equal Content-Lengths', ['Content-Length: 5', 'Content-Length: 5'], 'hello'],
    ['a list of lengths', ['Content-Length: 5, 5'], 'hello'],
    ['a signed length', ['Content-Length: +5'], 'hello'],
    ['a negative length', ['Content-Length: -5'], 'hello'],
    ['a hexadecimal length', ['Content-Length: 0x5'], 'hello'],
    ['an empty length', ['Content-Length: '], 'hello'],
    ['a space before the colon', ['Content-Length : 5'], 'hello'],
    ['a space before the colon of Transfer-Encoding', ['Transfer-Encoding : chunked'], '0\r\n\r\n'],
    ['a folded line', ['X-A: 1', ' Content-Length: 5'], 'hello'],
    ['a folded Transfer-Encoding', ['Transfer-Encoding:', ' chunked'], '0\r\n\r\n'],
    ['a transfer coding that is not known', ['Transfer-Encoding: gzip, chunked'], '0\r\n\r\n'],
    ['chunked twice', ['Transfer-Encoding: chunked, chunked'], '0\r\n\r\n'],
    [
      'two lines of transfer codings',
      ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'],
      '0\r\n\r\n',
    ],
    ['identity', ['Transfer-Encoding: identity'], 'hello'],
    ['a misspelt transfer coding', ['Transfer-Encoding: xchunked'], '0\r\n\r\n'],
    ['a control in front of a transfer coding', ['Transfer-Encoding: \u000bchunked'], '0\r\n\r\n'],
    ['a NUL in a header', ['X-A: a\u0000b'], ''],
    ['a bare CR in a header', ['X-A: a\rContent-Length: 5'], 'hello'],
    ['a line without a colon', ['Content-Length 5'], 'hello'],
    ['an empty name', [': 5'], ''],
    ['two Hosts', ['Host: localhost'], ''],
    ['two Hosts that differ', ['Host: other.example'], ''],
  ])('%s', async (_, lines, body) => {
    const request = `${post('Host: localhost', ...lines)}\r\n${body}${SMUGGLED}`;
    const answer = await sendRaw(stage.gatehouse.gatewayUrl, request);
    expect(Math.floor(answer.status / 100)).toBeGreaterThanOrEqual(4);
    expect(answer.text).not.toContain('200 OK');
    expect(stage.upstream.seen).toEqual([]);
  });

  it.each([
    ['no Host', post('Content-Length: 0')],
    ['a Host that is none', post('Host: a b', 'Content-Length: 0')],
    ['a Host with a path', post('Host: localhost/flickr', 'Content-Length: 0')],
    ['another protocol', 'GET /flickr/public/a SPDY/9\r\nHost: localhost\r\n'],
    ['no HTTP at all', '\u0016\u0003\u0001\u0002'],
  ])('%s is answered 400', async (_, request) => {
    expect((await sendRaw(stage.gatehouse.gatewayUrl, `${request}\r\n`)).status).toBe(400);
    expect(stage.upstream.seen).toEqual([]);
  });

  it('chunks that lie about their size end the connection, and the upstream sees no whole request', async () => {
    const request = `${post('Host: localhost', 'Transfer-Encoding: chunked')}\r\n5\r\nhello6\r\n${SMUGGLED}`;
    const answer = await sendRaw(stage.gatehouse.gatewayUrl, request);
    expect(answer.text).not.toContain('200 OK');
    expect(stage.upstream.seen).toEqual([]);
  });

  it('headers beyond 16 kB are answered 431', async () => {
    const lines = [`X-Long: ${'a'.repeat(20_000)}`];
    const answer = await sendRaw(stage.gatehouse.gatewayUrl, buildRequest('/flickr/public/a', lines));
    expect(answer.status).toBe(431);
  });
});

it('requests that follow each other on one connection are answered one by one', async () => {
  const request = `${post('Host: localhost', 'Content-Length: 5')}\r\nhello${SMUGGLED}`;
  const { text } = await sendRaw(stage.gatehouse.gatewayUrl, request);
  expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  expect(stage.upstream.seen.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['POST', '/public/a', 'hello'],
    ['GET', '/public/smuggled', ''],
  ]);
});

it('a refused request with a body does not make its body the next request', async () => {
  const refused = post('Host: localhost', `Content-Length: ${SMUGGLED.length}`).replace('public/a', 'photos');
  const request = `${refused}\r\n${SMUGGLED}${buildRequest('/health')}`;
  const { text } = await sendRaw(stage.gatehouse.gatewayUrl, request);
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 401', 'HTTP/1.1 200']);
  expect(text).toContain('{"status":"ok"}');
  expect(stage.upstream.seen).toEqual([]);
});

it('HTTP/1.0 is answered, and the connection closed', async () => {
  const answer = await sendRaw(stage.gatehouse.gatewayUrl, 'GET /flickr/public/a HTTP/1.0\r\n\r\n');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('connection')).toBe('close');
});

it('an Upgrade is not taken up: the request is an ordinary one (RFC 9110 §7.8)', async () => {
  const lines = ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13'];
  const answer = await sendRaw(stage.gatehouse.gatewayUrl, buildRequest('/flickr/public/a', lines));
  expect(answer.status).toBe(200);
  expect(stage.upstream.seen[0]?.headers).not.toHaveProperty('upgrade');
});

it('after all of that the gateway still serves', async () => {
  expect((await call(stage, '/flickr/photos', stage.accessToken)).status).toBe(200);
});
