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
  /** @param resume goes on after onData has said no */
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
  new TrailingCall(call, trailers, content, listener).begin();
}

class TrailingCall {
  private readonly request: ClientRequest;
  private socket: Socket | undefined;
  private isOver = false;
  /** The client takes no more of the answer for now. */
  private isPaused = false;

  constructor(
    private readonly call: OutgoingCall,
    private readonly trailers: CallTrailers,
    private readonly content: PassThrough | Buffer,
    private readonly listener: AnswerListener,
  ) {
    const { upstream, method, path, headers } = call;
    this.request = httpRequest({
      method,
      path,
      // RFC 9112 §7.1.2: trailers are a part of the chunked coding.
      headers: [
        ...headers,
        ...['Trailer', [...trailers.names].join(', ')],
        // An upstream that answers early and closes at once would reset what it has answered (RFC 9112 §9.6).
        ...['Transfer-Encoding', 'chunked', 'Connection', 'keep-alive'],
      ],
      maxHeaderSize: upstream.maxHeaderBytes,
      createConnection: (_, onConnected) => {
        upstream.connect((error, socket) => onConnected(error, socket as Socket));
        return undefined;
      },
    });
  }

  begin(): void {
    const { request, listener } = this;
    request.on('error', (error) => this.fail(error));
    request.setTimeout(this.call.upstream.responseTimeoutMs);
    request.on('timeout', () => this.onSilence());
    request.on('socket', (socket) => this.sendContent(socket));
    request.on('information', ({ statusCode }) => listener.onHeaders(statusCode, [], () => undefined, ''));
    request.on('response', (response) => this.receive(response));
    listener.onConnect((error) => this.fail(error ?? new Error('aborted')));
  }

  private fail(error: Error): void {
    if (this.isOver) return;
    this.isOver = true;
    this.request.destroy();
    this.listener.onError(error);
  }

  /** What is over for want of the client's content, or because it does not take the answer, is not the upstream's doing. */
  private onSilence(): void {
    const { writableEnded, writableLength } = this.request;
    const isUpstreamsTurn = writableEnded || writableLength > 0;
    if (isUpstreamsTurn && !this.isPaused) this.fail(new TooSlowError('no answer in time'));
  }

  private sendContent(socket: Socket): void {
    const { request, content } = this;
    this.socket = socket;
    const end = (): void => {
      request.addTrailers(this.trailers.list());
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
      if (!content.readableEnded) this.fail(new Error('the content broke off'));
    });
  }

  private receive(response: IncomingMessage): void {
    const { statusCode = 0, statusMessage = '', rawHeaders } = response;
    const bytes = rawHeaders.map((text) => Buffer.from(text, 'latin1'));
    response.on('error', (error) => this.fail(error));
    response.on('data', (chunk: Buffer) => {
      if (this.isOver || this.listener.onData(chunk)) return;
      this.isPaused = true;
      response.pause();
    });
    response.on('end', () => this.complete(response));
    try {
      this.listener.onHeaders(statusCode, bytes, () => this.resume(response), statusMessage);
    } catch (error) {
      this.fail(error as Error);
    }
  }

  private resume(response: IncomingMessage): void {
    this.isPaused = false;
    // Its time begins anew.
    response.socket.setTimeout(this.call.upstream.responseTimeoutMs);
    response.resume();
  }

  private complete({ rawTrailers }: IncomingMessage): void {
    if (this.isOver) return;
    this.isOver = true;
    // No other call is for this connection; nor is the rest of content that was answered before it had ended.
    this.socket?.destroy();
    this.listener.onComplete(rawTrailers);
  }
}
