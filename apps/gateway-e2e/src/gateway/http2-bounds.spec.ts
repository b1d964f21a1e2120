import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { waitUntil } from '../fixtures/wait-until.js';
import { closeGatewayStage } from './gateway-stage.js';
import { encodeFrame, END_HEADERS, FRAME, openRawHttp2, type RawHttp2 } from './http2-frames.js';
import { openTlsStage, type TlsStage } from './tls-stage.js';

let stage: TlsStage;
const opened: { destroy(): unknown }[] = [];
beforeAll(async () => {
  stage = await openTlsStage({ GATEHOUSE_SLOW_CLIENT_SECONDS: '1' });
});
afterAll(async () => {
  for (const socket of opened) socket.destroy();
  await closeGatewayStage();
  await stage.tls.remove();
});

const head = (path: string, method = 'GET'): [string, string][] => [
  [':method', method],
  [':scheme', 'https'],
  [':path', path],
  [':authority', 'localhost'],
];
const PATH = '/flickr/public/a';
const INTERNAL_ERROR = 2;

async function open(): Promise<RawHttp2> {
  const client = await openRawHttp2(stage);
  opened.push(client.socket);
  return client;
}

/** RFC 9113 §6.5.2: SETTINGS_INITIAL_WINDOW_SIZE */
function windowOf(bytes: number): Buffer {
  const payload = Buffer.from([0, 4, 0, 0, 0, 0]);
  payload.writeUInt32BE(bytes, 2);
  return encodeFrame(FRAME.settings, 0, 0, payload);
}

/** The next call at the upstream, which gets nothing or more than anybody would take, until it is broken off. */
function watchNext(isAnswered: boolean): () => boolean {
  let isAborted = false;
  stage.upstream.behaviour = (request: IncomingMessage, response: ServerResponse) => {
    request.on('error', () => undefined).resume();
    response.on('close', () => (isAborted = !response.writableFinished));
    const fill = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
      response.once('drain', fill);
    };
    if (isAnswered) fill();
  };
  return () => isAborted;
}

describe('a client that lets the gateway wait loses that stream', () => {
  it('in the middle of its content, and keeps its connection; the upstream call is aborted', async () => {
    const isAborted = watchNext(false);
    const client = await open();
    client.request(1, head(PATH, 'POST'), END_HEADERS);
    client.send(encodeFrame(FRAME.data, 0, 1, Buffer.from('part')));
    expect(await client.endOf(1)).toMatchObject({ resetCode: INTERNAL_ERROR });
    await waitUntil('the upstream call to be aborted', isAborted);
    client.request(3, head('/health'));
    expect(await client.endOf(3)).toMatchObject({ isAnswered: true });
  });

  it('with an answer that it does not take (RFC 9113 §5.2)', async () => {
    const isAborted = watchNext(true);
    const client = await open();
    client.request(1, head(PATH));
    expect(await client.endOf(1)).toMatchObject({ resetCode: INTERNAL_ERROR });
    await waitUntil('the upstream call to be aborted', isAborted);
  });

  it('with a refusal that it does not take, and content that it does not end', async () => {
    const client = await open();
    client.send(windowOf(0));
    client.request(1, head('/flickr/photos', 'POST'), END_HEADERS);
    expect(await client.endOf(1)).toMatchObject({ resetCode: INTERNAL_ERROR, content: '' });
  });
});

describe('a connection is closed', () => {
  it('whose client takes nothing from it: no reset would reach it; the upstream call is aborted', async () => {
    const isAborted = watchNext(true);
    const { socket, send, request } = await open();
    socket.pause();
    const most = Buffer.alloc(4);
    most.writeUInt32BE(0x7fff_0000 - 1);
    send(windowOf(0x7fff_ffff), encodeFrame(FRAME.windowUpdate, 0, 0, most));
    request(1, head(PATH));
    await waitUntil('the upstream call to be aborted', isAborted);
  });

  it('that has ended, though its client keeps its side open (RFC 9113 §9.1)', async () => {
    const socket = await openHalf();
    let isClosed = false;
    socket.on('close', () => (isClosed = true));
    // RFC 9113 §6.8: the client's own goodbye.
    socket.write(encodeFrame(FRAME.goaway, 0, 0, Buffer.alloc(8)));
    await waitUntil('the connection to be cut', () => {
      if (!isClosed) socket.write(encodeFrame(FRAME.ping, 0, 0, Buffer.alloc(8)));
      return isClosed;
    });
  });
});

/** A client that does not close its side of a connection when the other one has closed. */
async function openHalf(): Promise<TLSSocket> {
  const port = Number(new URL(stage.gatehouse.gatewayUrl).port);
  const tcp = connectTcp({ port, host: 'localhost', allowHalfOpen: true });
  const socket = connectTls({
    ...{ socket: tcp, servername: 'localhost', ca: stage.tls.authority.pem },
    ...{ ALPNProtocols: ['h2'], allowHalfOpen: true },
  });
  opened.push(socket, tcp);
  socket.on('error', () => undefined).resume();
  tcp.on('error', () => undefined);
  await new Promise((resolve) => socket.once('secureConnect', resolve));
  socket.write(
    Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), encodeFrame(FRAME.settings, 0, 0)]),
  );
  return socket;
}
