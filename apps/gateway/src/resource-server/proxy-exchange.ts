import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { cleanResponseHeaders } from '@gatehouse/gateway-core';
import type { Dispatcher } from 'undici';
import type { Logger } from '../platform/logger.js';
import type { OutgoingCall } from './outgoing-call.js';
import { sendRefusal, upstreamFailed } from './refusal.js';
import { discardBody, isBodyPending } from './unread-body.js';

// RFC 9110 §9.2.2: repeating these does no harm; with no body there is nothing that was half sent.
const REPEATABLE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const DIED_WHILE_IDLE = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

const MAX_JOINED_BYTES = 16_384;

function findContentLength(headers: readonly string[]): number | undefined {
  for (let index = 0; index < headers.length; index += 2) {
    if (headers[index]?.toLowerCase() === 'content-length') return Number(headers[index + 1]);
  }
  return undefined;
}

/** Whether a call may be sent again without harm, and can. */
export const isRepeatableCall = ({ method, hasBody }: OutgoingCall): boolean =>
  !hasBody && REPEATABLE.has(method);

/**
 * Sends a call to its upstream and streams the answer back; whoever aborts, the other side is aborted too.
 * @param onUnauthorized takes over where the upstream answers 401, before anything was answered; undefined: the answer
 *   is the client's
 */
export function proxy(
  call: OutgoingCall,
  request: IncomingMessage,
  response: ServerResponse,
  logger: Logger,
  onUnauthorized?: () => void,
): void {
  new ProxyExchange(call, request, response, logger, onUnauthorized).send();
}

/**
 * undici's dispatch handler: the raw one, which is the fastest door to it. One object per call, methods on the prototype.
 */
class ProxyExchange implements Dispatcher.DispatchHandler {
  private abort: ((error?: Error) => void) | undefined;
  private resume: (() => void) | undefined;
  private hasStarted = false;
  private contentLength: number | undefined;
  private wasRepeated = false;
  private isHandedOver = false;

  constructor(
    private readonly call: OutgoingCall,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly logger: Logger,
    private readonly onUnauthorized: (() => void) | undefined,
  ) {
    response.on('close', () => this.onClientGone());
  }

  send(): void {
    const { upstream, method, path, headers, hasBody } = this.call;
    upstream.pool.dispatch({ method: method, path, headers, body: hasBody ? this.openBody() : null }, this);
  }

  /** A stream between: undici destroys the one that it sends, and with the request the answer would be lost. */
  private openBody(): PassThrough {
    const body = new PassThrough();
    // What becomes of the call is told to onError.
    body.on('error', () => undefined);
    return this.request.pipe(body);
  }

  onConnect(abort: (error?: Error) => void): void {
    this.abort = abort;
    // The client may have gone while the call waited for a connection.
    if (this.response.destroyed) abort();
  }

  onHeaders(status: number, rawHeaders: Buffer[], resume: () => void, statusText: string): boolean {
    // RFC 9110 §15.2: interim answers are between the upstream and the gateway.
    if (status < 200 || this.isHandedOver) return true;
    if (status === 401 && this.onUnauthorized !== undefined) {
      this.handOver(this.onUnauthorized);
      return true;
    }
    this.resume = resume;
    const headers = cleanResponseHeaders(rawHeaders.map((bytes) => bytes.toString('latin1')));
    headers.push('X-Request-Id', this.call.requestId);
    this.response.writeHead(status, statusText, headers);
    this.hasStarted = true;
    this.contentLength = findContentLength(headers);
    // Node keeps the head back for the first data; where that may take long (event streams), it goes ahead.
    if (this.contentLength === undefined) this.response.flushHeaders();
    return true;
  }

  onData(chunk: Buffer): boolean {
    if (this.isHandedOver) return true;
    const isWhole = chunk.length === this.contentLength && chunk.length <= MAX_JOINED_BYTES;
    if (isWhole && !this.isUploading()) {
      // The whole content in one piece: as latin1 text, byte for byte, Node sends it in one write with the head.
      this.response.end(chunk.toString('latin1'), 'latin1');
      return true;
    }
    if (this.response.write(chunk)) return true;
    // The client reads more slowly than the upstream writes: the upstream waits.
    if (this.resume !== undefined) this.response.once('drain', this.resume);
    return false;
  }

  onComplete(): void {
    if (this.isHandedOver || this.response.writableEnded) return;
    // The upstream may have heard enough before it had heard all.
    if (this.isUploading()) discardBody(this.request, () => this.response.end());
    else this.response.end();
  }

  onError(error: Error): void {
    if (this.isHandedOver || this.response.destroyed) return;
    const { call, response } = this;
    if (this.hasStarted) {
      // Half an answer must not look like a whole one.
      this.logger.warn('an upstream broke off', {
        api: call.apiName,
        requestId: call.requestId,
        error: error.message,
      });
      response.destroy();
    } else if (this.isRepeatable(error)) {
      this.wasRepeated = true;
      this.send();
    } else {
      this.logger.warn('an upstream failed', {
        api: call.apiName,
        requestId: call.requestId,
        error: error.message,
      });
      sendRefusal(response, upstreamFailed(call.apiName, error), call.requestId);
    }
  }

  private isUploading(): boolean {
    return this.call.hasBody && isBodyPending(this.request);
  }

  /** A kept-alive connection that the upstream closed while it was idle says nothing about the upstream's health. */
  private isRepeatable(error: Error): boolean {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    return !this.wasRepeated && isRepeatableCall(this.call) && DIED_WHILE_IDLE.has(code);
  }

  /** What the upstream says of the gateway's credentials is not for the client: this exchange is over. */
  private handOver(next: () => void): void {
    this.isHandedOver = true;
    this.abort?.(new Error('the upstream did not accept the access token'));
    next();
  }

  private onClientGone(): void {
    if (!this.response.writableFinished) this.abort?.(new Error('the client went away'));
  }
}
