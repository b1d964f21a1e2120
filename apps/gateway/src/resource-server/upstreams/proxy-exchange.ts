import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  areTrailersWanted,
  cleanResponseHeaders,
  cleanTrailers,
  listValues,
  putAnswerHeaders,
} from '@gatehouse/gateway-core';
import type { Dispatcher } from 'undici';
import { endWithOthers } from '../../platform/answer-batch.js';
import { shapeAnswer } from '../shaping/call-shape.js';
import type { ClientSide, ExchangeObserver } from './exchange-sides.js';
import type { OutgoingCall } from './outgoing-call.js';
import { openRequestBody, type RequestBody } from './request-body.js';
import { dispatchWithTrailers } from './trailing-call.js';
import { discardBody, isBodyPending } from '../unread-body.js';

// RFC 9110 §9.2.2: repeating these does no harm; with no body there is nothing that was half sent.
const REPEATABLE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const DIED_WHILE_IDLE = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const MAX_JOINED_BYTES = 16_384;
/** Each moves the time limit of the answer on: without a bound a call would never end. */
const MAX_INTERIM_ANSWERS = 32;

const codeOf = (error: Error): string => (error as NodeJS.ErrnoException).code ?? '';

function findHeader(headers: readonly (Buffer | string)[], lowerCaseName: string): string | undefined {
  for (let index = 0; index < headers.length; index += 2) {
    if (headers[index]?.toString('latin1').toLowerCase() === lowerCaseName) {
      return headers[index + 1]?.toString('latin1');
    }
  }
  return undefined;
}

function findContentLength(headers: readonly string[]): number | undefined {
  for (let index = 0; index < headers.length; index += 2) {
    if (headers[index]?.toLowerCase() === 'content-length') return Number(headers[index + 1]);
  }
  return undefined;
}

/** The upstream switched to another protocol than it was offered. */
class OtherProtocolError extends Error {
  readonly code = 'ERR_OTHER_PROTOCOL';
}

/** The upstream sent interim answers and no final one. */
class TooManyInterimAnswersError extends Error {
  readonly code = 'ERR_INTERIM_ANSWERS';
}

/** Whether a call may be sent again without harm, and can. */
export const isRepeatableCall = ({ method, hasBody }: OutgoingCall): boolean =>
  !hasBody && REPEATABLE.has(method);

/** Sends a call to its upstream and streams the answer back; whoever aborts, the other side is aborted too. */
export function proxy(call: OutgoingCall, client: ClientSide, observer: ExchangeObserver): void {
  new ProxyExchange(call, client, observer).send();
}

/**
 * undici's dispatch handler: the raw one, which is the fastest door to it. One object per call, methods on the prototype.
 */
class ProxyExchange implements Dispatcher.DispatchHandler {
  private readonly request: IncomingMessage;
  private readonly response: ServerResponse;
  private body: RequestBody | undefined;
  private abort: ((error?: Error) => void) | undefined;
  private resume: (() => void) | undefined;
  private hasStarted = false;
  /** All of the answer is there, and on its way. */
  private isEnding = false;
  private interimAnswers = 0;
  private contentLength: number | undefined;
  private wasRepeated = false;
  private isHandedOver = false;

  constructor(
    private readonly call: OutgoingCall,
    private readonly client: ClientSide,
    private readonly observer: ExchangeObserver,
  ) {
    this.request = client.request;
    this.response = client.response;
    this.response.on('close', () => this.onClientGone());
  }

  send(): void {
    const { upstream, method, path, headers, hasBody, upgrade, trailers } = this.call;
    if (hasBody) this.body = openRequestBody(this.client);
    const body = this.body?.content ?? null;
    if (trailers !== undefined && body !== null) return dispatchWithTrailers(this.call, trailers, body, this);
    upstream.pool.dispatch({ method, path, headers, body, upgrade }, this);
  }

  onConnect(abort: (error?: Error) => void): void {
    this.abort = abort;
    // The client may have gone while the call waited for a connection.
    if (this.response.destroyed) abort();
  }

  onHeaders(status: number, rawHeaders: Buffer[], resume: () => void, statusText: string): boolean {
    // RFC 9110 §15.2: interim answers are between the upstream and the gateway.
    if (status < 200) this.countInterim();
    if (status < 200 || this.isHandedOver) return true;
    if (this.observer.onAnswer(status, rawHeaders)) {
      this.handOver(status);
      return true;
    }
    this.resume = resume;
    const headers = this.cleanHeaders(rawHeaders, status, statusText);
    this.response.writeHead(status, statusText, headers);
    this.hasStarted = true;
    this.contentLength = findContentLength(headers);
    // Node keeps the head back for the first data; where that may take long (event streams), it goes ahead.
    if (this.contentLength === undefined) {
      this.response.flushHeaders();
      this.observer.onStream();
    }
    return true;
  }

  onUpgrade(status: number, rawHeaders: Buffer[] | string[] | null, socket: Duplex): void {
    const headers = this.cleanHeaders(rawHeaders ?? [], status, '');
    this.isHandedOver = true;
    // RFC 6455 §4.1: the upstream may have taken up something else, though nobody offered it.
    const isAccepted = findHeader(rawHeaders ?? [], 'upgrade')?.toLowerCase() === this.call.upgrade;
    // The client may have gone meanwhile.
    if (!isAccepted || this.response.destroyed) socket.on('error', () => undefined).destroy();
    if (this.response.destroyed) return this.observer.onAbandoned();
    if (!isAccepted) return this.observer.onFailure(new OtherProtocolError(), false);
    this.observer.onAnswer(status, rawHeaders ?? []);
    this.observer.onUpgrade(headers, socket);
  }

  onData(chunk: Buffer): boolean {
    if (this.isHandedOver) return true;
    this.client.record.bytesOut += chunk.length;
    this.client.keeper?.keepData(chunk);
    const isWhole = chunk.length === this.contentLength && chunk.length <= MAX_JOINED_BYTES;
    if (isWhole && !this.isUploading()) {
      // The whole content in one piece: as latin1 text, byte for byte, Node sends it in one write with the head.
      this.isEnding = true;
      endWithOthers(this.response, chunk.toString('latin1'), 'latin1');
      return true;
    }
    if (this.response.write(chunk)) return true;
    // The client reads more slowly than the upstream writes: the upstream waits.
    if (this.resume !== undefined) this.response.once('drain', this.resume);
    return false;
  }

  onComplete(trailers: (Buffer | string)[] | null): void {
    if (this.hasStarted) this.observer.onStreamEnd();
    if (!this.isHandedOver) this.client.keeper?.keepEnd(trailers !== null && trailers.length > 0);
    if (this.isHandedOver || this.isEnding) return;
    if (trailers !== null && trailers.length > 0) this.addTrailers(trailers);
    // The upstream may have heard enough before it had heard all.
    if (this.isUploading()) discardBody(this.request, () => this.response.end());
    else this.response.end();
  }

  onError(error: Error): void {
    if (this.isHandedOver || this.isEnding) return;
    const { call, response } = this;
    if (this.hasStarted) {
      this.observer.onStreamEnd();
      this.client.keeper?.drop();
    }
    if (response.destroyed) {
      if (!this.hasStarted) this.observer.onAbandoned();
      return;
    }
    if (this.body?.isTooLarge() === true) {
      // Says nothing of the upstream.
      this.isHandedOver = true;
      if (this.hasStarted) response.destroy();
      else this.observer.onTooLarge();
      return;
    }
    if (this.diedWhileIdle(error)) {
      this.wasRepeated = true;
      this.send();
      return;
    }
    const fields = {
      api: call.apiName,
      target: call.upstream.url,
      requestId: call.requestId,
      error: error.message,
    };
    this.client.logger.warn(this.hasStarted ? 'an upstream broke off' : 'an upstream failed', fields);
    if (this.hasStarted) {
      this.observer.onBrokenAnswer();
      // Half an answer must not look like a whole one.
      response.destroy();
      return;
    }
    this.isHandedOver = true;
    this.observer.onFailure(error, this.canRepeat(error));
  }

  private countInterim(): void {
    this.interimAnswers += 1;
    if (this.interimAnswers > MAX_INTERIM_ANSWERS) this.abort?.(new TooManyInterimAnswersError());
  }

  private cleanHeaders(
    rawHeaders: readonly (Buffer | string)[],
    status: number,
    statusText: string,
  ): string[] {
    const headers = cleanResponseHeaders(
      rawHeaders.map((bytes) => bytes.toString('latin1')),
      this.call.isCorsOurs,
    );
    this.client.keeper?.keepHead(status, statusText, headers);
    if (this.client.shape !== undefined) shapeAnswer(headers, this.client.shape);
    headers.push('X-Request-Id', this.call.requestId);
    if (this.client.answerHeaders !== undefined) putAnswerHeaders(headers, this.client.answerHeaders);
    this.client.keeper?.describe(headers);
    return headers;
  }

  /** RFC 9110 §6.5.1: for a client that did not ask for them they are dropped, which any recipient may do. */
  private addTrailers(trailers: readonly (Buffer | string)[]): void {
    if (!areTrailersWanted(listValues(this.request.rawHeaders, 'te').join())) return;
    this.response.addTrailers(cleanTrailers(trailers.map((bytes) => bytes.toString('latin1'))));
  }

  private isUploading(): boolean {
    return this.call.hasBody && isBodyPending(this.request);
  }

  /** A kept-alive connection that the upstream closed while it was idle says nothing about the upstream's health. */
  private diedWhileIdle(error: Error): boolean {
    return (
      !this.hasStarted &&
      !this.wasRepeated &&
      isRepeatableCall(this.call) &&
      DIED_WHILE_IDLE.has(codeOf(error))
    );
  }

  /** Either repeating does no harm, or nothing has reached the upstream. */
  private canRepeat(error: Error): boolean {
    if (isRepeatableCall(this.call)) return true;
    return NEVER_CONNECTED.has(codeOf(error)) && this.body?.isStarted() !== true;
  }

  /** What the upstream says is not for the client: this exchange is over. */
  private handOver(status: number): void {
    this.isHandedOver = true;
    // RFC 9110 §15.4.5: it has no content, and its connection is good for another call.
    if (status !== 304) this.abort?.(new Error('the answer is not for the client'));
  }

  private onClientGone(): void {
    if (!this.isHandedOver && !this.response.writableFinished)
      this.abort?.(new Error('the client went away'));
  }
}
