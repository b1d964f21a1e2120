import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { PassThrough } from 'node:stream';
import type { OutgoingCall } from './outgoing-call.js';

/** What of a call's content comes after it (RFC 9110 §6.5). */
export interface CallTrailers {
  /** Lower case. */
  readonly names: ReadonlySet<string>;
  /** Pairs of name and value; to be asked once the content has ended. */
  readonly list: () => [string, string][];
}

/** Hears how a call goes, as undici would tell it. */
export interface AnswerListener {
  onConnect(abort: (error?: Error) => void): void;
  onHeaders(status: number, rawHeaders: Buffer[], resume: () => void, statusText: string): boolean;
  /** @returns false: no more for now */
  onData(chunk: Buffer): boolean;
  onComplete(trailers: string[]): void;
  onError(error: Error): void;
}

/** Of undici's errors: those that the exchange knows. */
class TooSlowError extends Error {
  readonly code = 'UND_ERR_HEADERS_TIMEOUT';
}

/** Hears once that it is over. */
type Settle = (error: Error | undefined) => void;

/**
 * Sends a call whose content ends with trailers, which undici cannot send: by node:http, on a connection of its own, and
 * tells how it goes.
 */
export function dispatchWithTrailers(
  call: OutgoingCall,
  trailers: CallTrailers,
  content: PassThrough | Buffer,
  listener: AnswerListener,
): void {
  const { upstream, method, path, headers } = call;
  const request = httpRequest({
    method,
    path,
    // RFC 9112 §7.1.2: trailers are a part of the chunked coding.
    headers: [
      ...headers,
      ...['Trailer', [...trailers.names].join(', ')],
      ...['Transfer-Encoding', 'chunked', 'Connection', 'close'],
    ],
    maxHeaderSize: upstream.maxHeaderBytes,
    createConnection: (_, onConnected) => {
      upstream.connect((error, socket) => onConnected(error, socket as Socket));
      return undefined;
    },
  });
  let isOver = false;
  const settle: Settle = (error) => {
    if (isOver) return;
    isOver = true;
    if (error !== undefined) listener.onError(error);
  };
  request.on('error', settle);
  request.setTimeout(upstream.responseTimeoutMs, () =>
    request.destroy(new TooSlowError('no answer in time')),
  );
  listener.onConnect((error) => request.destroy(error ?? new Error('aborted')));
  request.on('socket', () => sendContent(request, content, trailers));
  request.on('information', ({ statusCode }) => listener.onHeaders(statusCode, [], () => undefined, ''));
  request.on('response', (response) => receive(response, listener, settle));
}

function sendContent(request: ClientRequest, content: PassThrough | Buffer, { list }: CallTrailers): void {
  const end = (): void => {
    request.addTrailers(list());
    request.end();
  };
  if (Buffer.isBuffer(content)) {
    request.write(content);
    return end();
  }
  content.pipe(request, { end: false });
  content.on('end', end);
  // Half of it must not look whole.
  content.on('close', () => {
    if (!content.readableEnded) request.destroy(new Error('the content broke off'));
  });
}

function receive(response: IncomingMessage, listener: AnswerListener, settle: Settle): void {
  const { statusCode = 0, statusMessage = '', rawHeaders } = response;
  const bytes = rawHeaders.map((text) => Buffer.from(text, 'latin1'));
  try {
    listener.onHeaders(statusCode, bytes, () => void response.resume(), statusMessage);
  } catch (error) {
    response.destroy(error as Error);
  }
  response.on('data', (chunk: Buffer) => {
    if (!listener.onData(chunk)) response.pause();
  });
  response.on('error', settle);
  response.on('end', () => {
    settle(undefined);
    listener.onComplete(response.rawTrailers);
  });
}
