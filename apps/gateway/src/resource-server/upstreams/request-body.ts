import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';

/** The body of a request on its way to an upstream. */
export interface RequestBody {
  readonly stream: PassThrough;
  /** Whether some of it was read: before, another target can have it. */
  readonly isStarted: () => boolean;
  /** It was larger than it may be, and was cut off. */
  readonly isTooLarge: () => boolean;
}

/**
 * A stream between, because undici destroys the one that it sends, and with the request the answer would be lost.
 * Nothing is read, and no 100 answered, before the upstream's connection takes it.
 * @param maxBytes null: as much as comes
 * @param waiting RFC 9110 §10.1.1: its client waits for 100 before it sends; undefined: it does not
 */
export function openRequestBody(
  request: IncomingMessage,
  maxBytes: number | null,
  waiting: ServerResponse | undefined,
): RequestBody {
  let isStarted = false;
  let isTooLarge = false;
  const stream = new PassThrough({
    read(size) {
      if (!isStarted) {
        isStarted = true;
        waiting?.writeContinue();
        // Content with a length was measured by it.
        if (maxBytes !== null && request.headers['content-length'] === undefined) countContent(maxBytes);
        request.pipe(stream);
      }
      PassThrough.prototype._read.call(stream, size);
    },
  });
  function countContent(most: number): void {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= most || isTooLarge) return;
      isTooLarge = true;
      request.unpipe(stream);
      stream.destroy(new Error('the content is too large'));
    });
  }
  // What becomes of the call is told to its exchange.
  stream.on('error', () => undefined);
  return { stream, isStarted: () => isStarted, isTooLarge: () => isTooLarge };
}
