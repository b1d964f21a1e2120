import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server as TcpServer,
  type Socket,
} from 'node:net';

/** What an upstream saw of a request. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  /** Name, value, name, value … as they came. */
  readonly rawHeaders: readonly string[];
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A service behind the gateway; it knows no OAuth. */
export interface Upstream {
  readonly url: string;
  /** Requests that arrived, in order. */
  readonly seen: Seen[];
  /** What it does with the next requests; `echo` until it is set. */
  behaviour: (request: IncomingMessage, response: ServerResponse) => void;
  close(): Promise<void>;
}

const running = new Set<Server | TcpServer>();

function listen(server: Server | TcpServer): Promise<string> {
  running.add(server);
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    ),
  );
}

/** Answers with what it saw, once the body is whole. */
export function echo(this: Upstream, request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method = '', url = '', rawHeaders, headers } = request;
    const seen = { method, url, rawHeaders, headers, body: Buffer.concat(chunks).toString('latin1') };
    this.seen.push(seen);
    const body = JSON.stringify(seen);
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    });
    response.end(body);
  });
}

export async function startUpstream(): Promise<Upstream> {
  const server = createServer((request, response) => upstream.behaviour(request, response));
  const url = await listen(server);
  const upstream: Upstream = {
    url,
    seen: [],
    behaviour: (request, response) => echo.call(upstream, request, response),
    close: () =>
      new Promise((resolve) => {
        running.delete(server);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return upstream;
}

/** A server that does with each connection what it is told, HTTP or not. */
export async function startRawUpstream(onConnection: (socket: Socket) => void): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => socket.destroy());
    onConnection(socket);
  });
  return listen(server);
}

/** An address where nobody listens. */
export async function findDeadUrl(): Promise<string> {
  const server = createTcpServer();
  const url = await listen(server);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  running.delete(server);
  return url;
}

/** For `afterAll`. */
export function stopAllUpstreams(): void {
  for (const server of running) {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  }
  running.clear();
}
