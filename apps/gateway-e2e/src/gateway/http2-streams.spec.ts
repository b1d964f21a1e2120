import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClientHttp2Session } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import { Readable, type Stream } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { measureMemory } from '../fixtures/memory.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { publishWith } from './credentials.js';
import { closeGatewayStage } from './gateway-stage.js';
import { ask, closeAllHttp2, headOf, openHttp2, readAnswer } from './http2-client.js';
import { openTlsStage, type TlsStage } from './tls-stage.js';
import { echo, type Seen } from './upstream.js';

let stage: TlsStage;
let session: ClientHttp2Session;

beforeAll(async () => {
  stage = await openTlsStage();
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
const MEGABYTE = Buffer.alloc(1_048_576, 'x');
const seen = (): Seen => stage.upstream.seen.at(-1)!;
/** Resolves when a request is at the upstream, with it and its response. */
const arrival = (): Promise<[IncomingMessage, ServerResponse]> =>
  new Promise((resolve) => {
    stage.upstream.behaviour = (...exchange) => resolve(exchange);
  });

const closing = (stream: Stream): Promise<void> =>
  new Promise((resolve) => {
    stream.on('error', () => undefined);
    stream.on('close', () => resolve());
  });

describe('content on its way up', () => {
  it.each([
    ['with a length', { 'content-length': 5 }, 'content-length'],
    ['without one', {}, 'transfer-encoding'],
  ])('arrives %s, framed in one way (RFC 9112 §6)', async (_, headers, framing) => {
    const { status } = await ask(session, PATH, { method: 'POST', body: 'hello', ...headers });
    expect([status, seen().body]).toEqual([200, 'hello']);
    const found = ['content-length', 'transfer-encoding'].filter((name) => name in seen().headers);
    expect(found).toEqual([framing]);
  });

  it('is asked for with 100 once the call is admitted, and not before (RFC 9110 §10.1.1)', async () => {
    const headers = { ':method': 'POST', ':path': PATH, expect: '100-continue' };
    const stream = session.request(headers);
    await once(stream, 'continue');
    stream.end('hello');
    expect((await readAnswer(stream)).status).toBe(200);
    expect(seen()).toMatchObject({ body: 'hello' });
    expect(seen().headers).not.toHaveProperty('expect');
    const refused = session.request({ ...headers, ':path': '/flickr/photos' });
    let isContinued = false;
    refused.on('continue', () => (isContinued = true));
    expect([(await readAnswer(refused)).status, isContinued]).toEqual([401, false]);
  });

  it('is followed by the trailers that it declared (RFC 9113 §8.1)', async () => {
    const arrived = arrival();
    const head = { ':method': 'POST', ':path': PATH, trailer: 'x-checksum' };
    const stream = session.request(head, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'x-checksum': 'abc', 'x-other': 'no' }));
    stream.end('hello');
    const answer = readAnswer(stream);
    const [request, response] = await arrived;
    request.resume();
    await once(request, 'end');
    expect(request.rawTrailers).toEqual(['x-checksum', 'abc']);
    response.end();
    expect((await answer).status).toBe(200);
  });

  it('that is refused need not be sent: the answer is whole, and the stream over (RFC 9113 §8.1)', async () => {
    const stream = session.request({ ':method': 'POST', ':path': '/flickr/photos' });
    stream.write('begun');
    const { status, body, resetCode } = await readAnswer(stream);
    expect([status, resetCode]).toEqual([401, 0]);
    expect(JSON.parse(body)).toMatchObject({ status: 401 });
  });

  it('beyond what the API takes is answered 413, with a length and without', async () => {
    const { basePath } = await publishWith(stage, { policies: { maxBodyBytes: 1_000 } });
    const post = { ':method': 'POST', ':path': `${basePath}/public/a` };
    const told = session.request({ ...post, 'content-length': 2_000 });
    expect((await readAnswer(told)).status).toBe(413);
    const untold = session.request(post);
    untold.write(Buffer.alloc(2_000));
    expect((await readAnswer(untold)).status).toBe(413);
    expect((await ask(session, `${basePath}/public/a`, { method: 'POST', body: 'x' })).status).toBe(200);
  });

  it('waits while the upstream does not read, and other calls of the connection go on', async () => {
    const arrived = arrival();
    const stream = session.request({ ':method': 'POST', ':path': PATH });
    const answer = readAnswer(stream);
    const body = Readable.from(Array.from({ length: 32 }, () => MEGABYTE));
    body.pipe(stream);
    const [request, response] = await arrived;
    stage.upstream.behaviour = (_, other) => other.end('other');
    await waitUntil('the sender to wait', () => stream.writableNeedDrain);
    const others = await Promise.all(
      ['x', 'y'].map((text) => ask(session, PATH, { method: 'POST', body: text.repeat(70_000) })),
    );
    expect(others.map(({ status }) => status)).toEqual([200, 200]);
    expect(body.readableEnded).toBe(false);
    let length = 0;
    for await (const chunk of request) length += (chunk as Buffer).length;
    expect(length).toBe(32 * MEGABYTE.length);
    response.end();
    expect((await answer).status).toBe(200);
  });

  it('is cut off at the upstream where the client resets the stream', async () => {
    const arrived = arrival();
    const stream = session.request({ ':method': 'POST', ':path': PATH, 'content-length': 100 });
    stream.on('error', () => undefined);
    stream.write('part');
    const [request] = await arrived;
    const closed = closing(request.resume());
    stream.close(8);
    await closed;
    expect(request.complete).toBe(false);
  });
});

describe('an answer on its way down', () => {
  it('arrives while it is still being written, as events do', async () => {
    const arrived = arrival();
    const stream = session.request({ ':path': PATH });
    const [, response] = await arrived;
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      Connection: 'keep-alive',
      'Keep-Alive': 'timeout=5',
    });
    response.flushHeaders();
    const headers = await headOf(stream);
    expect(headers).not.toHaveProperty('connection');
    expect(headers).not.toHaveProperty('keep-alive');
    for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
      response.write(event);
      expect(String((await once(stream, 'data'))[0])).toBe(event);
    }
    response.end();
    await once(stream, 'end');
  });

  it('waits while the client does not read, and arrives whole', async () => {
    const arrived = arrival();
    const stream = session.request({ ':path': PATH });
    const [, response] = await arrived;
    const body = Readable.from(Array.from({ length: 32 }, () => MEGABYTE));
    body.pipe(response);
    await headOf(stream);
    await waitUntil('the upstream to wait', () => response.writableNeedDrain);
    expect((await ask(session, '/health')).status).toBe(200);
    expect(body.readableEnded).toBe(false);
    let length = 0;
    for await (const chunk of stream) length += (chunk as Buffer).length;
    expect(length).toBe(32 * MEGABYTE.length);
  });

  it('is broken off at the upstream when the client resets it, before it has begun and after', async () => {
    for (const hasBegun of [false, true]) {
      const arrived = arrival();
      const stream = session.request({ ':path': PATH });
      stream.on('error', () => undefined);
      const [, response] = await arrived;
      const closed = closing(response);
      if (hasBegun) {
        response.write('part');
        await headOf(stream);
      }
      stream.close(8);
      await closed;
      expect(response.writableFinished).toBe(false);
    }
  });

  it('that the upstream breaks off does not look whole', async () => {
    const arrived = arrival();
    const stream = session.request({ ':path': PATH });
    const answer = readAnswer(stream);
    const [, response] = await arrived;
    response.write('part');
    await headOf(stream);
    response.destroy();
    // RFC 9113 §7: INTERNAL_ERROR
    expect(await answer).toMatchObject({ body: 'part', resetCode: 2 });
  });

  it('has no content where there is none: HEAD, 204, 304 (RFC 9110 §6.4.1)', async () => {
    stage.upstream.behaviour = (request, response) => {
      const status = Number(request.url?.slice(-3));
      response.writeHead(status, status === 200 ? { 'Content-Length': '5' } : { ETag: '"a"' });
      response.end();
    };
    const head = await ask(session, '/flickr/public/200', { method: 'HEAD' });
    expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '5', '']);
    for (const status of [204, 304]) {
      expect(await ask(session, `/flickr/public/${status}`)).toMatchObject({
        status,
        body: '',
        resetCode: 0,
      });
    }
    // RFC 9110 §9.3.2
    const refused = await ask(session, '/flickr/photos', { method: 'HEAD' });
    expect([refused.status, refused.body, refused.resetCode]).toEqual([401, '', 0]);
  });

  it('keeps its content coding, bytes and fields that come more than once', async () => {
    const bytes = gzipSync('hello');
    stage.upstream.behaviour = (_, response) => {
      response.writeHead(200, [
        ...['Content-Encoding', 'gzip', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'],
        ...['X-Content-Type-Options', 'nosniff', 'X-Content-Type-Options', 'nosniff'],
        ...['X-Twice', '1', 'X-Twice', '2'],
      ]);
      response.end(bytes);
    };
    const { headers, body } = await ask(session, PATH, { 'accept-encoding': 'gzip' });
    expect(Buffer.from(body, 'latin1')).toEqual(bytes);
    expect(headers).toMatchObject({
      'content-encoding': 'gzip',
      'set-cookie': ['a=1', 'b=2'],
      'x-content-type-options': 'nosniff',
      'x-twice': '1, 2',
    });
  });

  it('has its trailers for a client that asked for them (RFC 9110 §6.5)', async () => {
    stage.upstream.behaviour = (_, response) => {
      response.write('hello');
      response.addTrailers([
        ['X-Checksum', 'abc'],
        ['Set-Cookie', 'a=b'],
      ]);
      response.end();
    };
    const asked = await ask(session, PATH, { te: 'trailers' });
    expect([asked.body, Object.entries(asked.trailers)]).toEqual(['hello', [['x-checksum', 'abc']]]);
    expect(Object.keys((await ask(session, PATH)).trailers)).toEqual([]);
  });
});

async function countBytes(stream: AsyncIterable<unknown>): Promise<number> {
  let length = 0;
  for await (const chunk of stream) length += (chunk as Buffer).length;
  return length;
}

it('512 MB up over HTTP/2 and 512 MB down over HTTP/1.1 pass in a memory that does not grow with them', async () => {
  const megabytes = (): Readable => Readable.from(Array.from({ length: 512 }, () => MEGABYTE));
  const { basePath } = await publishWith(stage, { policies: { maxBodyBytes: 512 * MEGABYTE.length } });
  const path = `${basePath}/public/a`;
  let received = 0;
  stage.upstream.behaviour = (request, response) => {
    if (request.method === 'GET') megabytes().pipe(response);
    else {
      request.on('data', (chunk: Buffer) => (received += chunk.length));
      request.on('end', () => response.end());
    }
  };
  let peak = 0;
  const before = await measureMemory(stage.gatehouse.pid);
  const look = setInterval(
    () => void measureMemory(stage.gatehouse.pid).then((rss) => (peak = Math.max(peak, rss))),
    100,
  );
  const upload = session.request({ ':method': 'POST', ':path': path });
  const uploaded = readAnswer(upload);
  megabytes().pipe(upload);
  const ca = stage.tls.authority.pem;
  const download = httpsRequest(stage.gatehouse.gatewayUrl + path, { ca, agent: false });
  download.end();
  const [response] = (await once(download, 'response')) as [IncomingMessage];
  const [sent] = await Promise.all([countBytes(response), uploaded]);
  clearInterval(look);
  console.log(`1 GB passed: ${Math.round(before)} MB of memory before, ${Math.round(peak)} MB at most`);
  expect([sent, received]).toEqual([512 * MEGABYTE.length, 512 * MEGABYTE.length]);
  expect(peak - before).toBeLessThan(256);
}, 120_000);
