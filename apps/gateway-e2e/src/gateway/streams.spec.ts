import { once } from 'node:events';
import {
  type ClientRequest,
  type IncomingMessage,
  type OutgoingMessage,
  request as httpRequest,
} from 'node:http';
import { Readable } from 'node:stream';
import { closeGatewayStage, type GatewayStage, openGatewayStage } from './gateway-stage.js';
import { echo } from './upstream.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(closeGatewayStage);
beforeEach(() => {
  stage.upstream.behaviour = (request, response) => echo.call(stage.upstream, request, response);
});

const MEGABYTE = Buffer.alloc(1_048_576, 'x');
const PATH = '/flickr/public/a';

function open(
  options: { method?: string; path?: string; headers?: Record<string, string> } = {},
): ClientRequest {
  const { method = 'GET', path = PATH, headers = {} } = options;
  return httpRequest(stage.gatehouse.gatewayUrl + path, { method, headers, agent: false });
}

async function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

async function read(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Resolves when a socket has taken nothing more for a while, though there is more. */
function stall(message: OutgoingMessage): Promise<void> {
  return new Promise((resolve) => {
    let written = -1;
    const look = setInterval(() => {
      const { bytesWritten = 0 } = message.socket ?? {};
      const isStalled = message.writableNeedDrain && bytesWritten === written;
      written = bytesWritten;
      if (!isStalled) return;
      clearInterval(look);
      resolve();
    }, 100);
  });
}

const closing = (stream: Readable | OutgoingMessage): Promise<void> =>
  new Promise((resolve) => {
    stream.on('error', () => undefined);
    stream.on('close', () => resolve());
  });

/** Resolves when a request is at the upstream, with it and its response. */
function arrival(): Promise<Parameters<typeof stage.upstream.behaviour>> {
  return new Promise((resolve) => {
    stage.upstream.behaviour = (...exchange) => resolve(exchange);
  });
}

describe('a body on its way up', () => {
  it.each([
    ['with a length', { 'Content-Length': '5' }],
    ['in chunks', { 'Transfer-Encoding': 'chunked' }],
  ])('arrives %s', async (_, headers) => {
    const request = open({ method: 'POST', headers });
    request.end('hello');
    const seen = JSON.parse(String(await read(await answerOf(request))));
    expect(seen.body).toBe('hello');
    // RFC 9112 §6.2: one way to tell the end, whichever.
    const framing = [seen.headers['content-length'], seen.headers['transfer-encoding']];
    expect(framing.filter((value) => value !== undefined)).toHaveLength(1);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('of length zero arrives so: %s', async (method) => {
    const request = open({ method, headers: { 'Content-Length': '0' } });
    request.end();
    const seen = JSON.parse((await read(await answerOf(request))).toString());
    expect(seen).toMatchObject({ method, body: '' });
  });

  it('arrives while it is still being sent', async () => {
    const arrived = arrival();
    const request = open({ method: 'POST', headers: { 'Transfer-Encoding': 'chunked' } });
    request.write('first');
    const [upstreamRequest, upstreamResponse] = await arrived;
    expect(String(await once(upstreamRequest, 'data'))).toBe('first');
    request.end('second');
    expect(String(await once(upstreamRequest, 'data'))).toBe('second');
    upstreamResponse.end('done');
    expect(String(await read(await answerOf(request)))).toBe('done');
  });

  it('waits while the upstream does not read: the gateway does not hold it', async () => {
    const arrived = arrival();
    const request = open({ method: 'POST', headers: { 'Content-Length': String(64 * MEGABYTE.length) } });
    const body = Readable.from(Array.from({ length: 64 }, () => MEGABYTE));
    body.pipe(request);
    const [upstreamRequest, upstreamResponse] = await arrived;
    // Nobody reads: the sender is asked to wait, and goes on waiting, long before the end.
    await stall(request);
    expect(body.readableEnded).toBe(false);
    let length = 0;
    for await (const chunk of upstreamRequest) length += (chunk as Buffer).length;
    expect(length).toBe(64 * MEGABYTE.length);
    upstreamResponse.end();
    expect((await answerOf(request)).statusCode).toBe(200);
  });

  it('is cut off where the client is', async () => {
    const arrived = arrival();
    const request = open({ method: 'POST', headers: { 'Content-Length': '100' } });
    request.on('error', () => undefined);
    request.write('part');
    const [upstreamRequest] = await arrived;
    const aborted = closing(upstreamRequest);
    upstreamRequest.resume();
    request.destroy();
    await aborted;
    expect(upstreamRequest.complete).toBe(false);
  });

  it('may be answered before it has been read, and the answer arrives', async () => {
    stage.upstream.behaviour = (_, response) => {
      response.writeHead(413);
      response.end('too much');
    };
    const request = open({ method: 'POST', headers: { 'Content-Length': String(8 * MEGABYTE.length) } });
    request.on('error', () => undefined);
    Readable.from(Array.from({ length: 8 }, () => MEGABYTE)).pipe(request);
    const response = await answerOf(request);
    expect(response.statusCode).toBe(413);
    expect(String(await read(response))).toBe('too much');
  });

  it('that is refused by the gateway does not keep the refusal from arriving', async () => {
    const request = open({
      method: 'POST',
      path: '/flickr/photos',
      headers: { 'Content-Length': String(8 * MEGABYTE.length) },
    });
    request.on('error', () => undefined);
    Readable.from(Array.from({ length: 8 }, () => MEGABYTE)).pipe(request);
    const response = await answerOf(request);
    expect(response.statusCode).toBe(401);
    expect(JSON.parse(String(await read(response)))).toMatchObject({ status: 401 });
  });
});

describe('Expect: 100-continue (RFC 9110 §10.1.1)', () => {
  const headers = { Expect: '100-continue', 'Content-Length': '5' };

  it('is answered with 100 once the gateway has admitted the request', async () => {
    const request = open({ method: 'POST', headers });
    request.flushHeaders();
    await once(request, 'continue');
    request.end('hello');
    const seen = JSON.parse(String(await read(await answerOf(request))));
    expect(seen.body).toBe('hello');
    expect(seen.headers).not.toHaveProperty('expect');
  });

  it('is answered with the refusal, and the body is never sent', async () => {
    const request = open({ method: 'POST', path: '/flickr/photos', headers });
    let isContinued = false;
    request.on('continue', () => (isContinued = true));
    request.flushHeaders();
    const response = await answerOf(request);
    response.resume();
    request.destroy();
    expect({ status: response.statusCode, isContinued }).toEqual({ status: 401, isContinued: false });
  });

  it('of something else is answered 417', async () => {
    const request = open({ method: 'POST', headers: { ...headers, Expect: 'the unexpected' } });
    request.end('hello');
    expect((await answerOf(request)).statusCode).toBe(417);
  });
});

describe('an answer on its way down', () => {
  it('arrives while it is still being written, as events do', async () => {
    const arrived = arrival();
    const request = open();
    request.end();
    const [, upstreamResponse] = await arrived;
    upstreamResponse.writeHead(200, { 'Content-Type': 'text/event-stream' });
    upstreamResponse.write('data: 1\n\n');
    const response = await answerOf(request);
    expect(String(await once(response, 'data'))).toBe('data: 1\n\n');
    upstreamResponse.write('data: 2\n\n');
    expect(String(await once(response, 'data'))).toBe('data: 2\n\n');
    upstreamResponse.end();
    await once(response, 'end');
  });

  it('arrives whole, however large', async () => {
    stage.upstream.behaviour = (_, response) => {
      Readable.from(Array.from({ length: 32 }, () => MEGABYTE)).pipe(response);
    };
    const request = open();
    request.end();
    expect((await read(await answerOf(request))).length).toBe(32 * MEGABYTE.length);
  });

  it('waits while the client does not read: the gateway does not hold it', async () => {
    const arrived = arrival();
    const request = open();
    request.end();
    const [, upstreamResponse] = await arrived;
    const body = Readable.from(Array.from({ length: 64 }, () => MEGABYTE));
    body.pipe(upstreamResponse);
    const response = await answerOf(request);
    await stall(upstreamResponse);
    expect(body.readableEnded).toBe(false);
    expect((await read(response)).length).toBe(64 * MEGABYTE.length);
  });

  it('is broken off at the upstream when the client goes', async () => {
    const arrived = arrival();
    const request = open();
    request.on('error', () => undefined);
    request.end();
    const [, upstreamResponse] = await arrived;
    upstreamResponse.write('part');
    const response = await answerOf(request);
    response.on('error', () => undefined);
    const closed = closing(upstreamResponse);
    request.destroy();
    await closed;
    expect(upstreamResponse.writableFinished).toBe(false);
  });

  it('is broken off at the upstream when the client goes before it has begun', async () => {
    const arrived = arrival();
    const request = open();
    request.on('error', () => undefined);
    request.end();
    const [, upstreamResponse] = await arrived;
    const closed = closing(upstreamResponse);
    request.destroy();
    await closed;
    expect(upstreamResponse.headersSent).toBe(false);
  });
});
