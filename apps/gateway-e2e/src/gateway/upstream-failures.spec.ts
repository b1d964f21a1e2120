import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { call, closeGatewayStage, type GatewayStage, openGatewayStage, publish } from './gateway-stage.js';
import { buildRequest, sendRaw } from './raw-http.js';
import { findDeadUrl, startRawUpstream, startUpstream } from './upstream.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(closeGatewayStage);

let published = 0;
/** Publishes an upstream under a base path of its own, and calls it. */
async function callThrough(
  upstreamUrl: string,
  limits: { connectTimeoutMs?: number; responseTimeoutMs?: number } = {},
  init: RequestInit = {},
): Promise<Response> {
  published += 1;
  const basePath = `/failing-${published}`;
  await publish(stage, upstreamUrl, { name: 'Failing service', basePath, ...limits });
  return call(stage, `${basePath}/public/a`, undefined, init);
}

async function expectProblem(response: Response, status: number, words: string): Promise<void> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({
    status,
    title: status === 502 ? 'Bad Gateway' : 'Gateway Timeout',
    detail: `The service behind "Failing service" ${words}.`,
    requestId: response.headers.get('x-request-id'),
  });
  // Where it is, is nobody's business.
  expect(text).not.toMatch(/127\.0\.0\.1|localhost|ECONN|UND_ERR/);
  expect(response.status).toBe(status);
}

/** Answers every request on a connection with these bytes, and does not end it. */
const answering = (text: string) => (socket: Socket) => socket.on('data', () => socket.write(text, 'latin1'));

describe('502: the upstream is not there, or answers nonsense', () => {
  it('refuses the connection', async () => {
    await expectProblem(await callThrough(await findDeadUrl()), 502, 'cannot be reached');
  });

  it('has a name that nobody knows', async () => {
    const response = await callThrough('http://no-such-host.invalid');
    await expectProblem(response, 502, 'cannot be reached');
  });

  it('closes the connection before it answers', async () => {
    const url = await startRawUpstream((socket) => socket.on('data', () => socket.end()));
    await expectProblem(await callThrough(url), 502, 'closed the connection before it answered');
  });

  it('resets the connection before it answers, also in the middle of an upload', async () => {
    const url = await startRawUpstream((socket) => socket.on('data', () => socket.resetAndDestroy()));
    const init = { method: 'POST', body: 'x'.repeat(1_000_000) };
    await expectProblem(await callThrough(url, {}, init), 502, 'closed the connection before it answered');
  });

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.0\r\n'],
    ['no status', 'HTTP/1.1 abc\r\n\r\n'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n'],
    [
      'a length beside chunks',
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a bare CR in a header', 'HTTP/1.1 200 OK\r\nX-A: a\rX-B: b\r\nContent-Length: 0\r\n\r\n'],
    ['a header without a name', 'HTTP/1.1 200 OK\r\n: x\r\n\r\n'],
    ['headers without end', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`],
  ])('speaks %s', async (_, text) => {
    const url = await startRawUpstream(answering(text));
    await expectProblem(await callThrough(url), 502, 'gave an answer that is not HTTP');
  });

  it('switches protocols though nobody asked', async () => {
    const text = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n';
    const response = await callThrough(await startRawUpstream(answering(text)));
    expect(response.status).toBe(502);
  });
});

it("what an upstream says beyond its length is nobody's answer, and the next call works", async () => {
  const lie =
    'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalfHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfake';
  const url = await startRawUpstream(answering(lie));
  await publish(stage, url, { name: 'Liar', basePath: '/liar' });
  for (let round = 0; round < 3; round += 1) {
    expect(await (await call(stage, '/liar/public/a')).text()).toBe('half');
  }
});

it('interim answers without end are given up (RFC 9110 §15.2)', async () => {
  const url = await startRawUpstream((socket) =>
    socket.once('data', () => {
      const flood = () => {
        while (!socket.destroyed && socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'));
      };
      socket.on('drain', flood);
      flood();
    }),
  );
  await expectProblem(await callThrough(url), 502, 'gave an answer that is not HTTP');
});

describe('504: the upstream is slow', () => {
  it('does not answer in time', async () => {
    const url = await startRawUpstream((socket) => socket.resume());
    const response = await callThrough(url, { responseTimeoutMs: 100 });
    await expectProblem(response, 504, 'did not answer in time');
  });

  it('does not accept a connection in time', async () => {
    // TEST-NET-1 (RFC 5737): where packets vanish, or are refused at once in a closed network.
    const response = await callThrough('http://192.0.2.1', { connectTimeoutMs: 100 });
    expect([502, 504]).toContain(response.status);
    expect(await response.text()).not.toContain('192.0.2.1');
  });
});

describe('an answer that breaks off never looks whole', () => {
  it.each([
    ['with a length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'],
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
    ['with nonsense for a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n'],
  ])('%s', async (_, text) => {
    const url = await startRawUpstream((socket) => socket.on('data', () => socket.end(text)));
    const response = await callThrough(url);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('when it stops in the middle, after the time for it', async () => {
    const url = await startRawUpstream(answering('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'));
    const response = await callThrough(url, { responseTimeoutMs: 100 });
    await expect(response.text()).rejects.toThrow();
  });

  it('also on the raw wire: the connection ends, and no last chunk comes', async () => {
    const text = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n';
    const url = await startRawUpstream((socket) => socket.on('data', () => socket.end(text)));
    await publish(stage, url, { name: 'Half', basePath: '/half' });
    const answer = await sendRaw(stage.gatehouse.gatewayUrl, buildRequest('/half/public/a'));
    expect(answer.body).toContain('half');
    expect(answer.body).not.toMatch(/0\r\n\r\n$/);
  });
});

describe('a kept-alive connection that the upstream has closed meanwhile', () => {
  it('does not fail the next call: what can be repeated is, once', async () => {
    // Answers one request on each connection, and closes it when the next one comes.
    let calls = 0;
    const server = createServer((_, response) => response.end('fresh'));
    server.on('connection', (socket: Socket) => {
      let requests = 0;
      socket.prependListener('data', () => {
        requests += 1;
        calls += 1;
        if (requests > 1) socket.destroy();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      await publish(stage, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
        name: 'Forgetful',
        basePath: '/forgetful',
      });
      for (let round = 0; round < 3; round += 1) {
        const response = await call(stage, '/forgetful/public/a');
        expect({ status: response.status, body: await response.text() }).toEqual({
          status: 200,
          body: 'fresh',
        });
      }
      expect(calls).toBeGreaterThan(3);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it('fails a call that cannot be repeated: it is sent once', async () => {
    let calls = 0;
    const url = await startRawUpstream((socket) =>
      socket.on('data', () => {
        calls += 1;
        socket.destroy();
      }),
    );
    expect((await callThrough(url, {}, { method: 'POST', body: 'order' })).status).toBe(502);
    expect(calls).toBe(1);
  });
});

it('an upstream that comes back is called again', async () => {
  const first = await startUpstream();
  await publish(stage, first.url, { name: 'Restarted', basePath: '/restarted' });
  expect((await call(stage, '/restarted/public/a')).status).toBe(200);
  await first.close();
  expect((await call(stage, '/restarted/public/a')).status).toBe(502);
  const server = createServer((_, response) => response.end('back'));
  server.listen(Number(new URL(first.url).port), '127.0.0.1');
  await once(server, 'listening');
  expect(await (await call(stage, '/restarted/public/a')).text()).toBe('back');
  server.close();
  server.closeAllConnections();
});

it('after all of that the gateway still serves, in the process that was started', async () => {
  expect((await call(stage, '/flickr/photos', stage.accessToken)).status).toBe(200);
  expect(stage.gatehouse.logs()).not.toContain('unhandled rejection');
});
