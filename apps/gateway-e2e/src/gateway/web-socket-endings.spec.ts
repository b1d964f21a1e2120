import { once } from 'node:events';
import { type AddressInfo, connect as connectTcp, createServer } from 'node:net';
import { letRunOut, startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { postForm } from '../fixtures/oauth.js';
import { registerClient, setEnabled } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
} from './gateway-stage.js';
import { stopAllUpstreams } from './upstream.js';
import {
  endingOf,
  nextMessage,
  open,
  publishSockets,
  type SocketUpstream,
  startSocketUpstream,
  stopSocketUpstreams,
} from './web-socket-stage.js';

let stage: GatewayStage;
let upstream: SocketUpstream;
let basePath: string;
let gatewayUrl: string;
let bystanderToken: string;
beforeAll(async () => {
  stage = await openGatewayStage();
  ({ gatewayUrl } = stage.gatehouse);
  upstream = await startSocketUpstream();
  basePath = await publishSockets(stage, upstream.url);
  // Its audience names the APIs that there are now.
  bystanderToken = await obtainAccessToken(stage, stage.machine);
});
afterAll(async () => {
  stopSocketUpstreams();
  stopAllUpstreams();
  await closeGatewayStage();
});
beforeEach(() => {
  upstream.endings.length = 0;
});

const DEAD = { code: 1008, reason: 'no longer authorized' };

/** Both ends hear the same, by close frames that a strict library reads. */
async function expectEnding(ending: Promise<unknown>, expected: unknown): Promise<void> {
  expect(await ending).toEqual(expected);
  // Other sockets may have ended meanwhile, in other ways.
  await waitUntil('the upstream to hear of it', () => upstream.endings.length > 0);
  expect(upstream.endings.at(0)).toEqual(expected);
}

describe('a WebSocket lives no longer than the access token that opened it', () => {
  it.each(['jwt', 'opaque'] as const)('that is revoked: %s', async (accessTokenFormat) => {
    const client = await registerClient(stage.admin, { kind: 'machine', settings: { accessTokenFormat } });
    const accessToken = await obtainAccessToken(stage, client);
    const socket = await open(gatewayUrl, `${basePath}/photos`, { accessToken });
    const bystander = await open(gatewayUrl, `${basePath}/photos`, { accessToken: bystanderToken });
    const ending = endingOf(socket);
    await postForm(stage, '/oauth2/revoke', { token: accessToken }, client);
    await expectEnding(ending, DEAD);
    bystander.send('still here');
    expect(await nextMessage(bystander)).toBe('still here');
    bystander.close();
    await endingOf(bystander);
    await waitUntil('the upstream to hear of it too', () => upstream.endings.length === 2);
  });

  it('that is revoked at another node', async () => {
    const other = await startGatehouse({ database: stage.gatehouse.databaseUrl });
    const accessToken = await obtainAccessToken(stage, stage.machine);
    const socket = await open(other.gatewayUrl, `${basePath}/photos`, { accessToken });
    const ending = endingOf(socket);
    await postForm(stage, '/oauth2/revoke', { token: accessToken }, stage.machine);
    await expectEnding(ending, DEAD);
    await other.stop();
  });

  it('that expires', async () => {
    const client = await registerClient(stage.admin, {
      kind: 'machine',
      settings: { accessTokenFormat: 'opaque' },
    });
    const accessToken = await obtainAccessToken(stage, client);
    // In two seconds, before the gateway has seen it.
    await letRunOut(stage.gatehouse.databaseUrl, 'access_tokens', 'expires_at', '-2 s');
    const socket = await open(gatewayUrl, `${basePath}/photos`, { accessToken });
    await expectEnding(endingOf(socket), DEAD);
  });

  it('whose application is disabled', async () => {
    const client = await registerClient(stage.admin, { kind: 'machine' });
    const accessToken = await obtainAccessToken(stage, client);
    const socket = await open(gatewayUrl, `${basePath}/photos`, { accessToken });
    const ending = endingOf(socket);
    await setEnabled(stage, client, false);
    await expectEnding(ending, DEAD);
  });

  it('and not in the middle of a message either: nothing more passes, and the connection is cut', async () => {
    const client = await registerClient(stage.admin, { kind: 'machine' });
    const accessToken = await obtainAccessToken(stage, client);
    const socket = await open(gatewayUrl, `${basePath}/photos`, { accessToken, perMessageDeflate: false });
    const [peer] = [...upstream.server.clients].slice(-1);
    let received = 0;
    peer!.on('message', () => (received += 1));
    socket.send('begun', { fin: false });
    // A frame whose payload is never completed: a close frame cannot be put into it.
    (socket as unknown as { _socket: NodeJS.WritableStream })._socket.write(
      Buffer.from([0x80, 0xff, 0, 0, 0, 0, 0, 1, 0, 0, 1, 2, 3, 4, 5]),
    );
    socket.ping();
    const ending = endingOf(socket);
    await postForm(stage, '/oauth2/revoke', { token: accessToken }, client);
    expect(await ending).toEqual(DEAD);
    await waitUntil('the upstream to hear of it', () => upstream.endings.length > 0);
    expect([received, upstream.endings]).toEqual([0, [{ code: 1006, reason: '' }]]);
  });
});

describe('a WebSocket ends too', () => {
  it('when its API takes none any more', async () => {
    const live = await publishSockets(stage, upstream.url);
    const socket = await open(gatewayUrl, `${live}/public/a`);
    const { items } = await stage.admin.get<{ items: { id: string; basePath: string; version: number }[] }>(
      '/api/apis?pageSize=200',
    );
    const api = items.find((item) => item.basePath === live)!;
    const ending = endingOf(socket);
    await stage.admin.delete(`/api/apis/${api.id}`);
    await expectEnding(ending, DEAD);
  });

  it('when nothing passes for as long as the API says', async () => {
    const live = await publishSockets(stage, upstream.url, { idleSeconds: 1 });
    const socket = await open(gatewayUrl, `${live}/public/a`);
    await expectEnding(endingOf(socket), { code: 1001, reason: 'nothing passed for too long' });
  });

  it('when neither side says goodbye to a close frame: it is cut', async () => {
    // Accepts every handshake, and then never says a word.
    const deaf = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write('HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
        socket.pause();
      });
    });
    deaf.listen(0, '127.0.0.1');
    await once(deaf, 'listening');
    const live = await publishSockets(stage, `http://127.0.0.1:${(deaf.address() as AddressInfo).port}`, {
      idleSeconds: 1,
    });
    const client = connectTcp(Number(new URL(gatewayUrl).port), 'localhost');
    client.write(
      `GET ${live}/public/a HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
    const bytes: Buffer[] = [];
    client.on('data', (chunk: Buffer) => bytes.push(chunk)).on('error', () => undefined);
    await once(client, 'close');
    const text = Buffer.concat(bytes);
    const frames = text.subarray(text.indexOf('\r\n\r\n') + 4);
    // RFC 6455 §5.2, §7.4.1: a final frame, of the kind "close", unmasked, with 1001.
    expect([frames[0], frames[1], frames.readUInt16BE(2)]).toEqual([0x88, frames.length - 2, 1001]);
    deaf.close();
  });

  it('when the node stops, within its grace, and the node does stop', async () => {
    const other = await startGatehouse({ database: stage.gatehouse.databaseUrl });
    const socket = await open(other.gatewayUrl, `${basePath}/public/a`);
    const ending = endingOf(socket);
    await other.stop();
    await expectEnding(ending, { code: 1001, reason: 'the gateway is stopping' });
  });
});
