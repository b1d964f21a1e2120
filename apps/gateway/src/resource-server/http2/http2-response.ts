import { EventEmitter } from 'node:events';
import { type OutgoingHttpHeaders, validateHeaderName, validateHeaderValue } from 'node:http';
import { constants, type ServerHttp2Stream, type ServerStreamResponseOptions } from 'node:http2';
import type { Http2Connection } from './http2-connection.js';
import type { Http2Request } from './http2-request.js';

type Values = OutgoingHttpHeaders | readonly string[];

// RFC 9113 §8.2.2
const OF_CONNECTIONS: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);
// RFC 9110 §5.3: the one that is no list, and the one whose list many clients cannot read.
const SEPARATE: ReadonlySet<string> = new Set(['set-cookie', 'www-authenticate']);
// RFC 9110 §6.4.1
const WITHOUT_CONTENT: ReadonlySet<number> = new Set([204, 205, 304]);

/** Adds a field; others of its name are one list with it (RFC 9110 §5.3). @throws TypeError when it is not valid */
function addField(fields: OutgoingHttpHeaders, spelling: string, value: unknown): void {
  const name = spelling.toLowerCase();
  if (OF_CONNECTIONS.has(name)) return;
  if (Array.isArray(value)) {
    for (const one of value) addField(fields, name, one);
    return;
  }
  const text = String(value);
  validateHeaderName(name);
  validateHeaderValue(name, text);
  const known = fields[name];
  if (known === undefined) fields[name] = text;
  else if (SEPARATE.has(name)) fields[name] = [known, text].flat().map(String);
  else if (known !== text) fields[name] = `${String(known)}, ${text}`;
}

function addFields(fields: OutgoingHttpHeaders, values: Values): void {
  if (Array.isArray(values)) {
    for (let index = 0; index < values.length; index += 2)
      addField(fields, String(values[index]), values[index + 1]);
    return;
  }
  for (const [name, value] of Object.entries(values as OutgoingHttpHeaders))
    if (value !== undefined) addField(fields, name, value);
}

/** The answer on an HTTP/2 stream, with what the data plane uses of Node's `ServerResponse`. */
// eslint-disable-next-line no-restricted-syntax -- it is listened to as Node's own is
export class Http2Response extends EventEmitter {
  statusCode = 200;
  writableEnded = false;
  /** Set beforehand, for whatever the head will be. */
  private held: OutgoingHttpHeaders | undefined;
  /** Written, and kept back for the first of the content. */
  private head: OutgoingHttpHeaders | undefined;
  private hasContent: boolean;
  private readonly trailers: OutgoingHttpHeaders = {};
  private isLast = false;

  constructor(
    private readonly stream: ServerHttp2Stream,
    readonly req: Http2Request,
    private readonly connection: Pick<Http2Connection, 'leave' | 'reset'>,
  ) {
    super();
    this.hasContent = req.method !== 'HEAD';
    stream.on('drain', () => this.emit('drain'));
    stream.on('finish', () => this.emit('finish'));
    stream.on('close', () => this.emit('close'));
    // What becomes of the stream is told by its end.
    stream.on('error', () => undefined);
    stream.on('wantTrailers', () => this.sendTrailers());
  }

  get headersSent(): boolean {
    return this.head !== undefined || this.stream.headersSent;
  }

  get destroyed(): boolean {
    return this.stream.destroyed || (this.stream.closed && !this.writableEnded);
  }

  get writableFinished(): boolean {
    return this.writableEnded && this.stream.writableFinished;
  }

  get writableLength(): number {
    return this.stream.writableLength;
  }

  get writableNeedDrain(): boolean {
    return this.stream.writableNeedDrain;
  }

  /** RFC 9113 §6.8: of a connection that ends, as one that closes does in HTTP/1.1. */
  set shouldKeepAlive(isKept: boolean) {
    this.isLast = !isKept;
  }

  getHeader(name: string): OutgoingHttpHeaders[string] {
    return this.held?.[name.toLowerCase()];
  }

  hasHeader(name: string): boolean {
    return this.getHeader(name) !== undefined;
  }

  setHeader(name: string, value: number | string | readonly string[]): this {
    this.removeHeader(name);
    return this.appendHeader(name, value);
  }

  appendHeader(name: string, value: number | string | readonly string[]): this {
    addField((this.held ??= {}), name, value);
    return this;
  }

  removeHeader(name: string): void {
    if (this.held !== undefined) this.held[name.toLowerCase()] = undefined;
  }

  /** @param reason HTTP/2 has none (RFC 9113 §8.3.2) */
  writeHead(status: number, reason?: string | Values, values?: Values): this {
    if (this.destroyed) return this;
    const given = typeof reason === 'object' ? reason : values;
    const fields: OutgoingHttpHeaders = {};
    if (given !== undefined) addFields(fields, given);
    for (const name in this.held) fields[name] ??= this.held[name];
    this.statusCode = status;
    if (WITHOUT_CONTENT.has(status)) this.hasContent = false;
    fields[':status'] = status;
    this.head = fields;
    if (!this.hasContent) this.sendHead({ endStream: true });
    return this;
  }

  flushHeaders(): void {
    if (!this.headersSent) this.writeHead(this.statusCode);
    this.beginContent();
  }

  /** RFC 9110 §10.1.1 */
  writeContinue(): void {
    if (!this.headersSent && !this.destroyed) this.stream.additionalHeaders({ ':status': 100 });
  }

  write(chunk: string | Uint8Array, encoding: BufferEncoding = 'utf8'): boolean {
    this.flushHeaders();
    if (!this.hasContent) return true;
    return !this.destroyed && this.stream.write(chunk, encoding);
  }

  end(chunk: string | Uint8Array = '', encoding: BufferEncoding = 'utf8'): this {
    if (this.writableEnded) return this;
    if (!this.headersSent) this.writeHead(this.statusCode);
    this.writableEnded = true;
    const isWhole = this.head !== undefined;
    this.sendHead({ endStream: chunk.length === 0 });
    if (this.hasContent && chunk.length > 0) this.stream.end(chunk, encoding);
    else this.stream.end();
    if (isWhole || !this.hasContent) this.stopUpload();
    return this;
  }

  /** @param trailers pairs of name and value */
  addTrailers(trailers: OutgoingHttpHeaders | readonly (readonly [string, string])[]): void {
    const pairs = Array.isArray(trailers) ? trailers : Object.entries(trailers);
    for (const [name, value] of pairs as readonly (readonly [string, string])[])
      addField(this.trailers, name, value);
  }

  /** Half an answer must not look like a whole one: not even a stream that ends without an error may be taken for it. */
  destroy(): void {
    this.connection.reset(this.stream);
  }

  /**
   * Node ends a stream before it resets it, and what was cut off would look whole: not where it has to ask for trailers
   * before.
   */
  private beginContent(): void {
    this.sendHead({ waitForTrailers: true });
  }

  private sendHead(options: ServerStreamResponseOptions): void {
    if (this.head === undefined) return;
    const { head } = this;
    this.head = undefined;
    if (this.destroyed) return;
    this.stream.respond(head, options);
    // The client is told to open another connection for what comes next.
    if (this.isLast) this.connection.leave();
  }

  private sendTrailers(): void {
    this.stream.sendTrailers(this.trailers);
    // Node sends them a turn later.
    setImmediate(() => this.stopUpload());
  }

  /** RFC 9113 §8.1: the client need not send the rest of a request that is answered. */
  private stopUpload(): void {
    if (this.req.complete) return;
    const stop = (): void => this.stream.close(constants.NGHTTP2_NO_ERROR);
    // Node times a stream no longer that is to close: first the client takes the answer.
    if (this.stream.writableFinished) stop();
    else this.stream.once('finish', stop);
  }
}
