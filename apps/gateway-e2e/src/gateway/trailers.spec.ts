import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { publishWith } from './credentials.js';
import { closeGatewayStage, type GatewayStage, openGatewayStage } from './gateway-stage.js';
import { buildRequest, sendRaw } from './raw-http.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
});
beforeEach(() => {
  stage.upstream.behaviour = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain' });
    response.write('hello');
    response.addTrailers([
      ['X-Checksum', 'abc'],
      ['Set-Cookie', 'a=b'],
      ['X-Request-Id', 'forged'],
    ]);
    response.end();
  };
});
afterAll(closeGatewayStage);

const get = (...lines: string[]) =>
  sendRaw(stage.gatehouse.gatewayUrl, buildRequest('/flickr/public/a', lines));

describe('trailers of an answer in chunks (RFC 9110 §6.5)', () => {
  it('reach a client that asked for them, without those that may not be there', async () => {
    const { status, body } = await get('TE: trailers');
    expect(status).toBe(200);
    expect(body).toBe('5\r\nhello\r\n0\r\nX-Checksum: abc\r\n\r\n');
  });

  it.each([[[]], [['TE: gzip']]])('are dropped for one that did not: %j', async (lines: string[]) => {
    expect((await get(...lines)).body).toBe('5\r\nhello\r\n0\r\n\r\n');
  });
});

describe('trailers of a request (RFC 9110 §6.5)', () => {
  interface Arrived {
    readonly body: string;
    readonly trailer: string | undefined;
    readonly trailers: readonly string[];
  }

  let arrived: Arrived | undefined;
  beforeEach(() => {
    arrived = undefined;
    stage.upstream.behaviour = (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += String(chunk)));
      request.on('end', () => {
        arrived = { body, trailer: request.headers['trailer'], trailers: request.rawTrailers };
        response.end('done');
      });
    };
  });

  const FIELDS = 'X-Checksum: abc\r\nX-Gatehouse-User: root\r\nRange: bytes=0-1\r\nX-Undeclared: 1\r\n';
  const postWith = (fields: string, lines: string[]) => {
    const head = buildRequest('/flickr/public/a', ['Transfer-Encoding: chunked', ...lines], 'POST');
    return sendRaw(stage.gatehouse.gatewayUrl, `${head}5\r\nhello\r\n0\r\n${fields}\r\n`);
  };
  const post = (...lines: string[]) => postWith(FIELDS, lines);

  it('reach the upstream where they were declared, without those that may not be there', async () => {
    const { status, body } = await post('Trailer: X-Checksum, X-Gatehouse-User, Range, Authorization');
    expect([status, body]).toEqual([200, 'done']);
    expect(arrived).toEqual({ body: 'hello', trailer: 'x-checksum', trailers: ['X-Checksum', 'abc'] });
  });

  it('are dropped where they were not', async () => {
    for (const lines of [[], ['Trailer: X-Gatehouse-User']]) {
      expect((await post(...lines)).status).toBe(200);
      expect(arrived).toEqual({ body: 'hello', trailer: undefined, trailers: [] });
    }
  });

  it('that frame it are refused', async () => {
    expect((await postWith('Content-Length: 1\r\n', ['Trailer: Content-Length'])).status).toBe(400);
    expect(arrived).toBeUndefined();
  });

  it('do not keep a failure of the upstream from being told', async () => {
    stage.upstream.behaviour = (_, response) => void response.destroy();
    expect((await post('Trailer: X-Checksum')).status).toBe(502);
    stage.upstream.behaviour = (request, response) => {
      request.resume();
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('part');
      request.on('end', () => setImmediate(() => response.destroy()));
    };
    expect((await post('Trailer: X-Checksum')).text).not.toContain('0\r\n\r\n');
  });

  it('may not come with content that is cut off', async () => {
    const head = buildRequest(
      '/flickr/public/a',
      ['Transfer-Encoding: chunked', 'Trailer: X-Checksum'],
      'POST',
    );
    const { port } = new URL(stage.gatehouse.gatewayUrl);
    const socket = connect(Number(port), 'localhost').on('error', () => undefined);
    const seen = new Promise<boolean>((resolve) => {
      stage.upstream.behaviour = (request) => {
        request.on('error', () => undefined).on('data', () => socket.end());
        request.on('close', () => resolve(request.complete));
      };
    });
    socket.write(`${head}5\r\nhello\r\n`);
    expect(await seen).toBe(false);
  });
});

describe('a request with trailers', () => {
  const HEAD = ['Transfer-Encoding: chunked', 'Trailer: X-Checksum'];
  const END = '5\r\nworld\r\n0\r\nX-Checksum: abc\r\n\r\n';
  const BIG = 'x'.repeat(1_048_576);

  /** An API that is called no more once a call has failed, and soon has waited for long enough. */
  const publishImpatient = async (): Promise<string> => {
    const policies = { circuitBreaker: { failures: 1, openSeconds: 600 } };
    return (await publishWith(stage, { responseTimeoutMs: 500, policies })).basePath;
  };
  const open = async (basePath: string, content: string): Promise<{ socket: Socket; text: string }> => {
    const socket = connect(Number(new URL(stage.gatehouse.gatewayUrl).port), 'localhost');
    const client = { socket, text: '' };
    socket.on('error', () => undefined).setEncoding('latin1');
    await once(socket, 'connect');
    socket.write(buildRequest(`${basePath}/public/a`, HEAD, 'POST') + content);
    return client;
  };
  const arrival = (): Promise<[IncomingMessage, ServerResponse]> =>
    new Promise((resolve) => {
      stage.upstream.behaviour = (...exchange) => resolve(exchange);
    });
  /** Longer than an upstream may be silent: another one was, for as long, and it was told so. */
  const outwait = async (): Promise<void> => {
    const basePath = await publishImpatient();
    stage.upstream.behaviour = (request) => void request.resume();
    const request = buildRequest(`${basePath}/public/a`, HEAD, 'POST') + END;
    expect((await sendRaw(stage.gatehouse.gatewayUrl, request)).status).toBe(504);
  };

  it('may take its time: the upstream is not blamed for its client', async () => {
    const basePath = await publishImpatient();
    const arrived = arrival();
    const client = await open(basePath, '5\r\nhello\r\n');
    client.socket.on('data', (text: string) => (client.text += text));
    const [request, response] = await arrived;
    await outwait();
    client.socket.write(END);
    let body = '';
    for await (const chunk of request) body += String(chunk);
    expect([body, request.rawTrailers]).toEqual(['helloworld', ['X-Checksum', 'abc']]);
    response.end('done');
    await once(client.socket, 'close');
    expect(client.text).toMatch(/^HTTP\/1\.1 200 .*done/su);
  });

  it('has its answer whole, though its client reads it slowly', async () => {
    const arrived = arrival();
    const client = await open(await publishImpatient(), END);
    client.socket.pause();
    const [request, response] = await arrived;
    request.resume();
    const all = 16 * BIG.length;
    response.writeHead(200, { 'Content-Length': all });
    for (let count = 0; count < 16; count += 1) response.write(BIG);
    response.end();
    await outwait();
    client.socket.on('data', (text: string) => (client.text += text)).resume();
    await once(client.socket, 'close');
    expect(client.text.length - client.text.indexOf('\r\n\r\n') - 4).toBe(all);
  });

  it('that is answered before it has ended is over, and so is its connection to the upstream', async () => {
    const arrived = arrival();
    const content = `100000\r\n${BIG}\r\n`;
    const client = await open(await publishImpatient(), content.repeat(8));
    client.socket.on('data', (text: string) => (client.text += text));
    const [request, response] = await arrived;
    request.on('error', () => undefined);
    const closed = new Promise((resolve) => request.socket.on('close', resolve));
    response.end('enough');
    await closed;
    client.socket.write(END);
    await once(client.socket, 'close');
    expect(client.text).toMatch(/^HTTP\/1\.1 200 .*enough/su);
  });
});
