import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import {
  type IncomingHttpHeaders,
  performServerHandshake,
  type ServerHttp2Session,
  type ServerHttp2Stream,
  type ServerSessionOptions,
} from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { Drain } from '../../platform/drain.js';
import { MAX_HEADER_BYTES } from '../../platform/listener.js';
import { requestIdOf } from '../../platform/request-id.js';
import { cutSlowBodies, type SeeContent, type SlowClientBounds } from '../bounds/slow-bodies.js';
import { isWaitedFor } from '../bounds/slow-clients.js';
import { type Refusal, sendRefusal } from '../refusal.js';
import { Http2Connection } from './http2-connection.js';
import { Http2Request } from './http2-request.js';
import { Http2Response } from './http2-response.js';

export interface Http2Options extends SlowClientBounds {
  readonly drain: Drain;
  /** Of one connection. */
  readonly maxStreams: number;
  /** @param isContinueExpected RFC 9110 §10.1.1 */
  readonly onRequest: (
    request: IncomingMessage,
    response: ServerResponse,
    isContinueExpected: boolean,
  ) => void;
}

/** The HTTP/2 connections of a listener. */
export interface Http2Connections {
  /** Lets what is in flight finish, and cuts what is left after `graceSeconds`. */
  close(graceSeconds: number): void;
}

/** RFC 6585 §5, as in HTTP/1.1, but that the rest of the connection goes on. */
const TOO_LARGE: Refusal = {
  check: 'head',
  status: 431,
  title: 'Request Header Fields Too Large',
  detail: 'The request line and headers are too long.',
};

/** What a client may have under way of one upload before its upstream takes it. */
const WINDOW_BYTES = 262_144;

const NO_CONNECTIONS: Http2Connections = { close: () => undefined };

const toSessionOptions = (maxStreams: number): ServerSessionOptions => ({
  settings: {
    maxConcurrentStreams: maxStreams,
    maxHeaderListSize: MAX_HEADER_BYTES,
    initialWindowSize: WINDOW_BYTES,
    // RFC 8441: WebSockets are offered over HTTP/1.1 alone.
    enableConnectProtocol: false,
  },
});

/**
 * Speaks HTTP/2 with clients that choose it in the TLS handshake (RFC 7301, RFC 9113 §3.2); all others go on to HTTP/1.1,
 * in the same server as ever.
 * @param server of node:https, with `h2` among its ALPN protocols; one of node:http is left as it is (RFC 9113 §3.3)
 */
export function offerHttp2(server: Server, options: Http2Options): Http2Connections {
  const serveHttp1 = server.listeners('secureConnection');
  if (serveHttp1.length === 0) return NO_CONNECTIONS;
  const open = new Set<Http2Connection>();
  const settings = toSessionOptions(options.maxStreams);
  const seeContent = cutSlowBodies(options);
  server.removeAllListeners('secureConnection');
  server.on('secureConnection', (socket: TLSSocket) => {
    if (socket.alpnProtocol === 'h2')
      serve(socket, performServerHandshake(socket, settings), open, { ...options, seeContent });
    else for (const listener of serveHttp1) Reflect.apply(listener, server, [socket]);
  });
  const sweep = setInterval(() => {
    for (const connection of open) connection.look();
  }, options.slowClientSeconds * 1_000).unref();
  server.on('close', () => clearInterval(sweep));
  return {
    close(graceSeconds) {
      for (const connection of open) connection.leave();
      const cut = setTimeout(() => {
        for (const connection of open) connection.cut();
      }, graceSeconds * 1_000);
      cut.unref();
    },
  };
}

function serve(
  socket: TLSSocket,
  session: ServerHttp2Session,
  open: Set<Http2Connection>,
  { drain, slowClientSeconds, seeContent, onRequest }: Http2Options & { readonly seeContent: SeeContent },
): void {
  const connection = new Http2Connection(session, socket, slowClientSeconds * 1_000);
  open.add(connection);
  session.on('close', () => open.delete(connection));
  // What is wrong with a connection is known to its client.
  session.on('error', () => undefined);
  session.on(
    'stream',
    (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, _: number, rawHeaders: readonly string[]) => {
      if (!connection.begin(stream)) return;
      const request = new Http2Request(stream, headers, rawHeaders, socket);
      const response = new Http2Response(stream, request, connection);
      seeContent(request, request, response);
      // Node's timer begins anew with whatever passes.
      stream.setTimeout(slowClientSeconds * 1_000);
      stream.on('timeout', () => {
        if (isWaitedFor(response)) response.destroy();
      });
      // From here on there is one kind of request: these two have all that is used of Node's own.
      const one = request as unknown as IncomingMessage;
      const other = response as unknown as ServerResponse;
      drain.mark(other);
      // A client is held to the settings only once it has confirmed them.
      if (request.headBytes > MAX_HEADER_BYTES) return sendRefusal(other, TOO_LARGE, requestIdOf(one));
      onRequest(one, other, isContinueExpected(request));
    },
  );
}

// RFC 9110 §10.1.1: what else may be expected is nothing that anybody has to know.
const isContinueExpected = ({ headers }: Http2Request): boolean =>
  headers.expect?.toLowerCase() === '100-continue';
