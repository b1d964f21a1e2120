import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiPoliciesInput } from '@gatehouse/dto';
import { type ClientOptions, WebSocket, WebSocketServer } from 'ws';
import { type GatewayStage, publish, ROUTES } from './gateway-stage.js';

/** A WebSocket that ended: how it looked from one of its ends. */
export interface Ending {
  readonly code: number;
  readonly reason: string;
}

/** A service that speaks WebSocket, by a library that we did not write. Sends back what it gets. */
export interface SocketUpstream {
  readonly url: string;
  /** Handshakes that arrived. */
  readonly seen: IncomingMessage[];
  /** Of connections that ended, in that order. */
  readonly endings: Ending[];
  readonly server: WebSocketServer;
}

const servers: WebSocketServer[] = [];

export async function startSocketUpstream(): Promise<SocketUpstream> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  servers.push(server);
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const upstream: SocketUpstream = { url, seen: [], endings: [], server };
  server.on('connection', (socket, request) => {
    upstream.seen.push(request);
    socket.on('message', (data: Buffer, isBinary) => socket.send(data, { binary: isBinary }));
    socket.on('close', (code, reason) => upstream.endings.push({ code, reason: String(reason) }));
    socket.on('error', () => undefined);
  });
  return upstream;
}

/** For `afterAll`. */
export function stopSocketUpstreams(): void {
  for (const server of servers.splice(0)) {
    for (const socket of server.clients) socket.terminate();
    server.close();
  }
}

let published = 0;
/** Publishes an API whose WebSockets are let through, and answers its base path. */
export async function publishSockets(
  stage: GatewayStage,
  upstreamUrl: string,
  webSockets: ApiPoliciesInput['webSockets'] = {},
  policies: Pick<ApiPoliciesInput, 'unheardSeconds' | 'maxPendingCalls'> = {},
): Promise<string> {
  published += 1;
  const basePath = `/sockets-${published}`;
  const input = {
    name: 'Live service',
    basePath,
    routes: [...ROUTES],
    policies: { ...policies, webSockets },
  };
  await publish(stage, upstreamUrl, input);
  return basePath;
}

interface ConnectOptions extends ClientOptions {
  readonly accessToken?: string;
  readonly protocols?: string[];
}

/** Begins to open a WebSocket at the gateway. */
export function connect(
  gatewayUrl: string,
  path: string,
  { accessToken, protocols = [], ...options }: ConnectOptions = {},
): WebSocket {
  const headers = {
    ...options.headers,
    ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
  };
  return new WebSocket(gatewayUrl.replace(/^http/, 'ws') + path, protocols, { ...options, headers });
}

/** An open WebSocket. @throws where it is refused */
export async function open(...options: Parameters<typeof connect>): Promise<WebSocket> {
  const socket = connect(...options);
  await once(socket, 'open');
  socket.on('error', () => undefined);
  return socket;
}

/** The ordinary answer of a handshake that is not accepted. */
export async function refusalOf(
  ...options: Parameters<typeof connect>
): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }> {
  const socket = connect(...options);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

export async function endingOf(socket: WebSocket): Promise<Ending> {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return { code, reason: String(reason) };
}

export async function nextMessage(socket: WebSocket): Promise<string> {
  const [data] = (await once(socket, 'message')) as [Buffer];
  return String(data);
}
