import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
  publish,
} from './gateway-stage.js';
import { buildRequest, sendRaw } from './raw-http.js';
import { echo, startRawUpstream } from './upstream.js';
import {
  connect,
  endingOf,
  nextMessage,
  open,
  publishSockets,
  refusalOf,
  type SocketUpstream,
  startSocketUpstream,
  stopSocketUpstreams,
} from './web-socket-stage.js';

let stage: GatewayStage;
let upstream: SocketUpstream;
let basePath: string;
let gatewayUrl: string;
let accessToken: string;
beforeAll(async () => {
  stage = await openGatewayStage();
  ({ gatewayUrl } = stage.gatehouse);
  upstream = await startSocketUpstream();
  basePath = await publishSockets(stage, upstream.url);
  // Its audience names the APIs that there are now.
  accessToken = await obtainAccessToken(stage, stage.machine);
});
afterAll(async () => {
  stopSocketUpstreams();
  await closeGatewayStage();
});
beforeEach(() => {
  upstream.seen.length = 0;
  stage.upstream.behaviour = (request, response) => echo.call(stage.upstream, request, response);
});

describe('a WebSocket (RFC 6455)', () => {
  it('is joined with the upstream, which learns who connects and not with what', async () => {
    const socket = await open(gatewayUrl, `${basePath}/photos?a=b`, {
      accessToken,
      protocols: ['chat', 'x'],
    });
    expect(socket.protocol).toBe('chat');
    socket.send('hello');
    expect(await nextMessage(socket)).toBe('hello');
    const [handshake] = upstream.seen;
    expect(handshake?.url).toBe('/photos?a=b');
    expect(handshake?.headers).toMatchObject({
      'x-gatehouse-client': stage.machine.clientId,
      'x-forwarded-for': '127.0.0.1',
      'sec-websocket-protocol': 'chat,x',
      connection: 'upgrade',
      upgrade: 'websocket',
    });
    expect(JSON.stringify(handshake?.rawHeaders)).not.toContain(accessToken);
    socket.close(4000, 'done');
    expect(await endingOf(socket)).toEqual({ code: 4000, reason: 'done' });
  });

  it('carries messages of every size both ways, in order and compressed where both agree', async () => {
    const socket = await open(gatewayUrl, `${basePath}/public/a`, { perMessageDeflate: true });
    const messages = [0, 1, 125, 126, 65_535, 65_536, 1_000_000, 5].map((size) => randomBytes(size));
    const back: Buffer[] = [];
    socket.on('message', (data: Buffer) => back.push(data));
    for (const message of messages) socket.send(message);
    while (back.length < messages.length) await once(socket, 'message');
    expect(back.every((data, index) => data.equals(messages[index]!))).toBe(true);
    socket.close();
    await endingOf(socket);
  });

  it('passes pings and pongs on', async () => {
    const socket = await open(gatewayUrl, `${basePath}/public/a`);
    const pong = once(socket, 'pong');
    socket.ping('are you there');
    expect(String((await pong)[0])).toBe('are you there');
    socket.terminate();
  });

  it('ends at the upstream when the client vanishes, and at the client when the upstream does', async () => {
    const socket = await open(gatewayUrl, `${basePath}/public/a`);
    const [peer] = upstream.server.clients;
    const gone = once(peer!, 'close');
    socket.terminate();
    expect((await gone)[0]).toBe(1006);
    const other = await open(gatewayUrl, `${basePath}/public/a`);
    const ending = endingOf(other);
    for (const one of upstream.server.clients) one.terminate();
    expect((await ending).code).toBe(1006);
  });

  it('waits while the upstream does not read: the gateway does not hold what is sent', async () => {
    const socket = await open(gatewayUrl, `${basePath}/public/a`, { perMessageDeflate: false });
    const [peer] = upstream.server.clients;
    peer!.pause();
    const message = Buffer.alloc(1_048_576);
    for (let count = 0; count < 64; count += 1) socket.send(message);
    // What the kernel's buffers take is far less than this.
    let held = -1;
    while (held !== socket.bufferedAmount) {
      held = socket.bufferedAmount;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(held).toBeGreaterThan(32 * message.length);
    peer!.resume();
    for (let count = 0; count < 64; count += 1) await once(socket, 'message');
    socket.close();
    await endingOf(socket);
  });
});

describe('a handshake is refused like any other request, with an ordinary answer', () => {
  it.each<[string, () => string | undefined, number, string]>([
    ['without an access token', () => undefined, 401, '/photos'],
    ['with one that is none', () => 'nonsense', 401, '/photos'],
    ['without the scopes', () => accessToken, 403, '/both'],
    ['where nothing is', () => accessToken, 404, '/nowhere'],
  ])('%s', async (_, choose, status, path) => {
    const text = choose();
    const options = text === undefined ? {} : { accessToken: text };
    const answer = await refusalOf(gatewayUrl, basePath + path, options);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.headers.connection).toBe('close');
    if (status < 404) expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
    expect(upstream.seen).toEqual([]);
  });

  it('by the upstream: its own answer arrives', async () => {
    const live = await publishSockets(stage, stage.upstream.url);
    stage.upstream.behaviour = (_, response) => {
      response.writeHead(403, { 'content-type': 'text/plain' });
      response.end('not today');
    };
    expect(await refusalOf(gatewayUrl, `${live}/public/a`)).toMatchObject({ status: 403, body: 'not today' });
  });

  it('by an upstream that is not there: 502', async () => {
    const live = await publishSockets(stage, 'http://127.0.0.1:9');
    expect((await refusalOf(gatewayUrl, `${live}/public/a`)).status).toBe(502);
  });

  it('of another version: 426 with the version that there is (RFC 6455 §4.4)', async () => {
    const answer = await refusalOf(gatewayUrl, `${basePath}/public/a`, { protocolVersion: 8 });
    expect(answer).toMatchObject({ status: 426, headers: { 'sec-websocket-version': '13' } });
  });
});

describe('who else may connect', () => {
  it('no page unless its origin is allowed (RFC 6455 §10.2)', async () => {
    const origin = 'https://app.example';
    expect((await refusalOf(gatewayUrl, `${basePath}/public/a`, { origin })).status).toBe(403);
    const live = await publishSockets(stage, upstream.url, { allowedOrigins: [origin] });
    (await open(gatewayUrl, `${live}/public/a`, { origin })).terminate();
    const other = await refusalOf(gatewayUrl, `${live}/public/a`, { origin: 'https://evil.example' });
    expect(other.status).toBe(403);
  });

  it('no more at once than the API may have', async () => {
    const live = await publishSockets(stage, upstream.url, { maxConnections: 1 });
    const first = await open(gatewayUrl, `${live}/public/a`);
    expect(await refusalOf(gatewayUrl, `${live}/public/a`)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
    });
    first.close();
    await endingOf(first);
    (await open(gatewayUrl, `${live}/public/a`)).terminate();
  });
});

describe('an access token as a subprotocol, for browsers', () => {
  const offer = (token: string): string[] => ['chat', `bearer.${token}`];

  it('counts where the API says so, and goes no further', async () => {
    const live = await publishSockets(stage, upstream.url, { acceptsTokenAsSubprotocol: true });
    const token = await obtainAccessToken(stage, stage.machine);
    const socket = await open(gatewayUrl, `${live}/photos`, { protocols: offer(token) });
    expect(socket.protocol).toBe('chat');
    expect(upstream.seen[0]?.headers['sec-websocket-protocol']).toBe('chat');
    expect(upstream.seen[0]?.headers['x-gatehouse-client']).toBe(stage.machine.clientId);
    expect(JSON.stringify(upstream.seen[0]?.rawHeaders)).not.toContain(token);
    socket.terminate();
    const both = { accessToken: token, protocols: offer(token) };
    // RFC 6750 §2: one method for each request.
    expect((await refusalOf(gatewayUrl, `${live}/photos`, both)).status).toBe(400);
    const alone = await refusalOf(gatewayUrl, `${live}/photos`, { protocols: offer(token).slice(1) });
    expect(alone.status).toBe(400);
    expect(alone.body).toContain('Offer another subprotocol');
  });

  it('is nothing otherwise', async () => {
    expect(
      (await refusalOf(gatewayUrl, `${basePath}/photos`, { protocols: offer(accessToken) })).status,
    ).toBe(401);
  });
});

describe('no other change of protocol is taken up (RFC 9110 §7.8)', () => {
  it.each(['h2c', 'TLS/1.2', 'websocket, h2c'])('%s', async (protocol) => {
    stage.upstream.behaviour = (request, response) => {
      response.end(`${String(request.headers.upgrade)} ${String(request.headers.connection)}`);
    };
    const live = await publishSockets(stage, stage.upstream.url);
    const lines = [`Upgrade: ${protocol}`, 'Connection: Upgrade', 'HTTP2-Settings: AAA', 'Content-Length: 5'];
    const request = `${buildRequest(`${live}/public/a`, lines, 'POST')}hello`;
    const answer = await sendRaw(gatewayUrl, request);
    expect(answer).toMatchObject({ status: 200, body: 'undefined keep-alive' });
  });

  it('nor one that the upstream takes up as another: 502', async () => {
    const url = await startRawUpstream((socket) =>
      socket.on('data', () =>
        socket.write('HTTP/1.1 101 Sure\r\nUpgrade: smtp\r\nConnection: Upgrade\r\n\r\n'),
      ),
    );
    const live = await publishSockets(stage, url);
    expect((await refusalOf(gatewayUrl, `${live}/public/a`)).status).toBe(502);
  });

  it('nor while an earlier request on the connection is unanswered: it is cut', async () => {
    stage.upstream.behaviour = () => undefined;
    await publish(stage, stage.upstream.url, { name: 'Silent', basePath: '/silent' });
    const key = 'dGhlIHNhbXBsZSBub25jZQ==';
    const handshake = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Key: ${key}`];
    const first = 'GET /silent/public/a HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const second = buildRequest(`${basePath}/public/a`, [...handshake, 'Sec-WebSocket-Version: 13']);
    const answer = await sendRaw(gatewayUrl, first + second.replace('Connection: close\r\n', ''));
    expect(answer.text).toBe('');
  });
});

it('an open WebSocket does not count as a call that waits, and is recorded once, when it is over', async () => {
  const live = await publishSockets(stage, upstream.url, {}, { maxPendingCalls: 1 });
  const token = await obtainAccessToken(stage, stage.machine);
  const first = await open(gatewayUrl, `${live}/photos`, { accessToken: token });
  const second = await open(gatewayUrl, `${live}/photos`, { accessToken: token });
  const listCalls = async () => {
    const { items } = await stage.admin.get<{ items: readonly { path: string; status: number }[] }>(
      '/api/calls',
    );
    return items.filter(({ path }) => path === `${live}/photos`);
  };
  for (const socket of [first, second]) socket.close();
  await Promise.all([first, second].map(endingOf));
  await waitUntil('both to be recorded', async () => (await listCalls()).length === 2);
  expect((await listCalls()).map(({ status }) => status)).toEqual([101, 101]);
});

it('the policy is checked before it is saved, and answered as it was saved', async () => {
  const answer = await stage.admin.request<{ errors: { field: string }[] }>('POST', '/api/apis', {
    name: 'Wrong',
    basePath: '/wrong',
    targets: [{ url: 'http://127.0.0.1:9' }],
    routes: [],
    policies: { webSockets: { allowedOrigins: ['https://app.example/path'], idleSeconds: 0 } },
  });
  expect(answer.status).toBe(400);
  expect(answer.body.errors.map(({ field }) => field)).toEqual([
    'policies.webSockets.allowedOrigins',
    'policies.webSockets.idleSeconds',
  ]);
  const webSockets = {
    allowedOrigins: ['*'],
    idleSeconds: 7,
    maxConnections: 3,
    acceptsTokenAsSubprotocol: true,
  };
  const input = { name: 'Saved', basePath: '/saved', policies: { webSockets } };
  expect((await publish(stage, upstream.url, input)).policies.webSockets).toEqual(webSockets);
});

it('after all of that the gateway still serves, and a socket that is not begun is no WebSocket', async () => {
  connect(gatewayUrl, `${basePath}/public/a`)
    .on('error', () => undefined)
    .terminate();
  expect((await call(stage, '/flickr/public/a')).status).toBe(200);
  expect(stage.gatehouse.logs()).not.toContain('unhandled rejection');
});
