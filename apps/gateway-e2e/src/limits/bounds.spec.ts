import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { waitUntil } from '../fixtures/wait-until.js';
import { call, closeGatewayStage, type GatewayStage, openGatewayStage } from '../gateway/gateway-stage.js';
import { parseAnswer, sendRaw } from '../gateway/raw-http.js';
import { publishLimited } from './fixtures.js';

const MOST_CONNECTIONS = 12;
let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage({
    env: {
      GATEHOUSE_SLOW_CLIENT_SECONDS: '1',
      GATEHOUSE_MAX_CONNECTIONS_PER_ADDRESS: String(MOST_CONNECTIONS),
    },
  });
});
afterAll(closeGatewayStage);

const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

interface Connection {
  readonly socket: Socket;
  text: string;
  isClosed: boolean;
}

/** A connection to the gateway that sends what it is told. */
async function openConnection(): Promise<Connection> {
  const { hostname, port } = new URL(stage.gatehouse.gatewayUrl);
  const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
  open.push(socket);
  const connection: Connection = { socket, text: '', isClosed: false };
  socket.setEncoding('latin1');
  socket.on('error', () => undefined);
  socket.on('close', () => (connection.isClosed = true));
  await once(socket, 'connect');
  return connection;
}

const head = (path: string, ...lines: string[]): string =>
  [`POST ${path}/public/a HTTP/1.1`, 'Host: localhost', ...lines, '', ''].join('\r\n');

describe('the content of a request', () => {
  it('is refused by its length, and nothing of it reaches the upstream (RFC 9110 §15.5.14)', async () => {
    const { path } = await publishLimited(stage, { maxBodyBytes: 1_000 });
    const before = stage.upstream.seen.length;
    const answer = await sendRaw(
      stage.gatehouse.gatewayUrl,
      head(path, 'Content-Length: 1001', 'Expect: 100-continue'),
    );
    expect([answer.status, answer.headers.get('connection')]).toEqual([413, 'close']);
    expect(answer.text).not.toContain('100 Continue');
    expect(JSON.parse(answer.body)).toMatchObject({
      detail: "A request's content may have at most 1000 bytes here.",
    });
    expect(stage.upstream.seen.length).toBe(before);
    const init = { method: 'POST', body: 'x'.repeat(1_000) };
    expect((await call(stage, `${path}/public/a`, undefined, init)).status).toBe(200);
  });

  it('is cut off when it has no length and passes the limit; the upstream is told, and not blamed', async () => {
    const { path } = await publishLimited(stage, {
      maxBodyBytes: 100_000,
      circuitBreaker: { failures: 1, openSeconds: 600 },
    });
    let isAborted = false;
    const { behaviour } = stage.upstream;
    stage.upstream.behaviour = (request) => {
      request.on('error', () => undefined).on('close', () => (isAborted = !request.complete));
      request.resume();
    };
    const chunk = `4e20\r\n${'x'.repeat(20_000)}\r\n`;
    const answer = await sendRaw(
      stage.gatehouse.gatewayUrl,
      head(path, 'Transfer-Encoding: chunked') + chunk.repeat(6),
    );
    stage.upstream.behaviour = behaviour;
    expect(answer.status).toBe(413);
    await waitUntil('the upstream to be told', () => isAborted);
    const whole = `${head(path, 'Transfer-Encoding: chunked', 'Connection: close') + chunk.repeat(5)}0\r\n\r\n`;
    expect((await sendRaw(stage.gatehouse.gatewayUrl, whole)).status).toBe(200);
  });
});

describe('slow clients are cut off', () => {
  it('that stop in the middle of what they send; the upstream call is aborted', async () => {
    const { path } = await publishLimited(stage, {});
    let isAborted = false;
    const { behaviour } = stage.upstream;
    stage.upstream.behaviour = (request) => {
      request.on('error', () => undefined).on('close', () => (isAborted = true));
      request.resume();
    };
    const connection = await openConnection();
    connection.socket.resume();
    connection.socket.write(`${head(path, 'Content-Length: 100')}half of it`);
    await waitUntil('it is cut off', () => connection.isClosed && isAborted);
    stage.upstream.behaviour = behaviour;
  });

  it('that do not take their answer; one that waits for a silent upstream is not', async () => {
    const { path } = await publishLimited(stage, {});
    const { behaviour } = stage.upstream;
    let isAborted = false;
    stage.upstream.behaviour = (request, response) => {
      if (request.method === 'GET') return;
      request.resume();
      response.on('close', () => (isAborted = !response.writableFinished));
      response.writeHead(200);
      const fill = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', fill);
      };
      fill();
    };
    const patient = call(stage, `${path}/public/patient`);
    const connection = await openConnection();
    connection.socket.pause();
    connection.socket.write(head(path, 'Content-Length: 0'));
    await waitUntil('the upstream call to be aborted', () => isAborted);
    // Longer than a slow client is waited for, and still there: it gets its answer from the upstream's time-out alone.
    let isPatientOver = false;
    patient.then(() => (isPatientOver = true)).catch(() => undefined);
    expect(isPatientOver).toBe(false);
    stage.upstream.behaviour = behaviour;
  });
});

describe('clients that send their content drop by drop', () => {
  it('are cut off, unlike one whose upstream is the slow one', async () => {
    const { path } = await publishLimited(stage, {});
    const { behaviour } = stage.upstream;
    let read: (() => void) | undefined;
    let isAborted = false;
    stage.upstream.behaviour = (request, response) => {
      request.on('error', () => undefined).on('close', () => (isAborted ||= !request.complete));
      request.on('end', () => response.end());
      if (request.url === '/public/a') request.resume();
      else read = () => void request.resume();
    };
    const body = 'x'.repeat(8_000_000);
    const patient = call(stage, `${path}/public/patient`, undefined, { method: 'POST', body });
    await waitUntil('the upload to begin', () => read !== undefined);
    const connection = await openConnection();
    connection.socket.resume();
    connection.socket.write(head(path, 'Content-Length: 100000'));
    const dripping = setInterval(() => connection.socket.write('x'), 50);
    await waitUntil('it is cut off', () => connection.isClosed && isAborted);
    clearInterval(dripping);
    // By now the other one was looked at as often.
    read?.();
    expect((await patient).status).toBe(200);
    stage.upstream.behaviour = behaviour;
  });
});

describe('calls at once', () => {
  it('of an API are bounded: 503 with Retry-After, until one is over', async () => {
    const { path } = await publishLimited(stage, { maxPendingCalls: 2 });
    const { behaviour } = stage.upstream;
    const waiting: (() => void)[] = [];
    stage.upstream.behaviour = (_, response) => waiting.push(() => response.end('late'));
    const two = [call(stage, `${path}/public/a`), call(stage, `${path}/public/b`)];
    await waitUntil('both to wait', () => waiting.length === 2);
    const refused = await call(stage, `${path}/public/c`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    stage.upstream.behaviour = behaviour;
    for (const answer of waiting) answer();
    expect((await Promise.all(two)).map(({ status }) => status)).toEqual([200, 200]);
    await waitUntil('there is room', async () => (await call(stage, `${path}/public/c`)).status === 200);
  });
});

describe('connections', () => {
  it('of one address are bounded: further ones are closed, and may come when others have gone', async () => {
    const connections: Connection[] = [];
    await waitUntil('one to be closed', async () => {
      connections.push(await openConnection());
      connections.at(-1)?.socket.resume();
      return connections.some(({ isClosed }) => isClosed);
    });
    expect(connections.filter(({ isClosed }) => !isClosed).length).toBeLessThanOrEqual(MOST_CONNECTIONS);
    for (const { socket } of connections) socket.destroy();
    await waitUntil('another to be let in', async () => {
      const another = await openConnection();
      another.socket.on('data', (text: string) => (another.text += text));
      another.socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      await waitUntil('an answer or the end', () => another.isClosed);
      return another.text !== '' && parseAnswer(another.text).status === 200;
    });
  });
});
