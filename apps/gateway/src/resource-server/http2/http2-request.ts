import type { IncomingHttpHeaders } from 'node:http';
import type { IncomingHttpHeaders as Http2Headers, ServerHttp2Stream } from 'node:http2';
import { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { toHttp1Head } from '@gatehouse/gateway-core';

const COLON = 58;

/** RFC 9112 §6.3: content without a length is known by its transfer coding; a stream knows its end by itself. */
function toHttp1Headers(
  parsed: Http2Headers,
  host: string | undefined,
  hasBody: boolean,
): IncomingHttpHeaders {
  const headers: IncomingHttpHeaders = {};
  for (const name in parsed) if (name.charCodeAt(0) !== COLON) headers[name] = parsed[name];
  if (host !== undefined) headers.host = host;
  // A client may not say it itself (RFC 9113 §8.2.2).
  if (hasBody && headers['content-length'] === undefined) headers['transfer-encoding'] = 'chunked';
  return headers;
}

/**
 * The request of an HTTP/2 stream, with what the data plane knows of one of HTTP/1.1: it reads one kind of request, and
 * its upstreams get one kind.
 */
// eslint-disable-next-line no-restricted-syntax -- a request is a stream, as Node's own is
export class Http2Request extends Readable {
  readonly httpVersion = '2.0';
  readonly httpVersionMajor = 2;
  readonly httpVersionMinor = 0;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  rawHeaders: string[];
  readonly rawTrailers: string[] = [];
  readonly headBytes: number;
  /** All of it has been received. */
  complete: boolean;
  /** Of its content. */
  bytesRead = 0;
  private isReading = false;

  constructor(
    private readonly stream: ServerHttp2Stream,
    parsed: Http2Headers,
    raw: readonly string[],
    /** The connection: many streams have it. */
    readonly socket: TLSSocket,
  ) {
    super({ autoDestroy: false });
    const { method, target, host, rawHeaders, bytes } = toHttp1Head(raw);
    this.method = method;
    this.url = target;
    this.rawHeaders = rawHeaders;
    this.headBytes = bytes;
    this.complete = stream.endAfterHeaders;
    this.headers = toHttp1Headers(parsed, host, !this.complete);
    if (this.complete) this.push(null);
    else {
      stream.on('trailers', (_: unknown, __: number, trailers: readonly string[]) => {
        this.rawTrailers.push(...trailers);
      });
    }
    stream.on('close', () => this.destroy());
  }

  override _read(): void {
    if (this.complete) return;
    if (this.isReading) {
      this.stream.resume();
      return;
    }
    this.isReading = true;
    this.stream.on('data', (chunk: Buffer) => {
      this.bytesRead += chunk.length;
      if (!this.push(chunk)) this.stream.pause();
    });
    this.stream.on('end', () => {
      // A stream that was reset ends too.
      if (this.stream.aborted) return;
      this.complete = true;
      this.push(null);
    });
  }
}
