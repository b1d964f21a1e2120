import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { answerClientError } from './client-error.js';
import type { Drain } from './drain.js';
import type { Logger } from './logger.js';
import { followTlsFiles, readTlsPair, type TlsFiles, toSecureContext } from './tls-files.js';

export interface ListenerTls {
  readonly files: TlsFiles;
  /** Clients are asked for certificates, and none is demanded (RFC 8705 §3). */
  readonly asksForCertificates: boolean;
  /** RFC 7301: in the order in which they are preferred. */
  readonly protocols: readonly ('h2' | 'http/1.1')[];
  readonly logger: Logger;
}

/** What one listener is: its name for logs, where it binds, and the variable that changes the port. */
export interface ListenerOptions {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly portVariable: string;
  readonly onRequest: RequestListener;
  readonly drain: Drain;
  /** Then it speaks TLS. */
  readonly tls?: ListenerTls | undefined;
  /** For a whole request, its body included; 0: no limit; default five minutes. */
  readonly requestTimeoutMs?: number;
  /** What requests are made of; Node's own is the default. */
  readonly requestClass?: typeof IncomingMessage;
}

/** A port that answers HTTP until it is closed. */
export interface Listener {
  readonly server: Server;
  /** Stops accepting, lets what is in flight finish, and cuts what is left after `graceSeconds`. */
  close(graceSeconds: number): Promise<void>;
}

// Slow senders are cut: Node answers 408 by itself.
const REQUEST_TIMEOUT_MS = 300_000;
export const HEADERS_TIMEOUT_MS = 15_000;
export const KEEP_ALIVE_TIMEOUT_MS = 65_000;
// How often the time-outs above are looked at: half a minute by default.
const TIMEOUT_CHECK_MS = 5_000;
export const MAX_HEADER_BYTES = 16_384;

function createServerOf(
  tls: ListenerTls | undefined,
  settings: ServerOptions,
  onRequest: RequestListener,
): Server {
  if (tls === undefined) return createServer(settings, onRequest);
  const pair = readTlsPair(tls.files);
  const server = createTlsServer(
    {
      ...settings,
      ...toSecureContext(pair),
      ALPNProtocols: [...tls.protocols],
      handshakeTimeout: HEADERS_TIMEOUT_MS,
      requestCert: tls.asksForCertificates,
      // Self-signed certificates are judged by what their client has registered, not by the handshake (RFC 8705 §2.2).
      rejectUnauthorized: false,
    },
    onRequest,
  );
  followTlsFiles(server, tls.files, pair, tls.logger);
  return server;
}

/**
 * Opens a listener.
 * @throws Error that names the port and the variable when the port is taken
 * @throws TlsFilesError when TLS cannot be spoken with the files
 */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const settings: ServerOptions = {
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    connectionsCheckingInterval: TIMEOUT_CHECK_MS,
    // RFC 9112 §5.1, §6.3: what is malformed is refused, never guessed at.
    insecureHTTPParser: false,
    noDelay: true,
    ...(options.requestClass && { IncomingMessage: options.requestClass }),
  };
  const { drain } = options;
  const onRequest: RequestListener = (request, response) => {
    drain.mark(response);
    options.onRequest(request, response);
  };
  const server = createServerOf(options.tls, settings, onRequest);
  server.on('clientError', answerClientError);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const hint = `port ${options.port} is taken (${options.name}); set ${options.portVariable} to a free one`;
      reject(taken ? new Error(hint, { cause: error }) : error);
    });
    server.listen(options.port, options.host, resolve);
  });
  drain.add(server);
  return { server, close: (graceSeconds) => closeServer(server, graceSeconds) };
}

async function closeServer(server: Server, graceSeconds: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // A kept-alive connection becomes idle only after its request; look again until all are gone.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), graceSeconds * 1000);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
