import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type SecureClientSessionOptions,
} from 'node:http2';
import type { TlsStage } from './tls-stage.js';

/** An answer on an HTTP/2 stream. */
export interface Http2Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly trailers: IncomingHttpHeaders;
  /** RFC 9113 §7: with what the server reset the stream; 0: it did not, or without an error. */
  readonly resetCode: number;
}

const sessions = new Set<ClientHttp2Session>();

/** Opens an HTTP/2 connection to the gateway, and waits until it is there. */
export async function openHttp2(
  { gatehouse, tls }: Pick<TlsStage, 'gatehouse' | 'tls'>,
  options: SecureClientSessionOptions = {},
): Promise<ClientHttp2Session> {
  const session = connect(gatehouse.gatewayUrl, { ca: tls.authority.pem, ...options });
  session.on('error', () => undefined);
  sessions.add(session);
  await once(session, 'connect');
  return session;
}

/** For `afterAll`. */
export function closeAllHttp2(): void {
  for (const session of sessions) session.destroy();
  sessions.clear();
}

/** The head of an answer; rejects when the stream ends without one. */
export async function headOf(stream: ClientHttp2Stream): Promise<IncomingHttpHeaders> {
  const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders];
  return headers;
}

/** Reads all of a stream: resolves also when it was reset, without an answer with status 0. */
export function readAnswer(stream: ClientHttp2Stream): Promise<Http2Answer> {
  return new Promise((resolve) => {
    let headers: IncomingHttpHeaders = {};
    let trailers: IncomingHttpHeaders = {};
    let body = '';
    stream.setEncoding('latin1');
    stream.on('response', (answered) => (headers = answered));
    stream.on('trailers', (sent: IncomingHttpHeaders) => (trailers = sent));
    stream.on('data', (chunk: string) => (body += chunk));
    stream.on('error', () => undefined);
    stream.on('close', () =>
      resolve({
        status: Number(headers[':status'] ?? 0),
        headers,
        body,
        trailers,
        resetCode: stream.rstCode ?? 0,
      }),
    );
  });
}

/** Sends a whole request. */
export function ask(
  session: ClientHttp2Session,
  path: string,
  { method = 'GET', body, ...headers }: OutgoingHttpHeaders & { readonly body?: string } = {},
): Promise<Http2Answer> {
  const stream = session.request(
    { ':method': method, ':path': path, ...headers },
    { endStream: body === undefined },
  );
  if (body !== undefined) stream.end(body);
  return readAnswer(stream);
}
