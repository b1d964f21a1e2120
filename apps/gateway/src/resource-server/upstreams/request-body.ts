import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';

/** The body of a request on its way to an upstream. */
export interface RequestBody {
  readonly stream: PassThrough;
  /** Whether some of it was read: before, another target can have it. */
  readonly isStarted: () => boolean;
}

/**
 * A stream between, because undici destroys the one that it sends, and with the request the answer would be lost.
 * Nothing is read, and no 100 answered, before the upstream's connection takes it.
 * @param waiting RFC 9110 §10.1.1: its client waits for 100 before it sends; undefined: it does not
 */
export function openRequestBody(request: IncomingMessage, waiting: ServerResponse | undefined): RequestBody {
  let isStarted = false;
  const stream = new PassThrough({
    read(size) {
      if (!isStarted) {
        isStarted = true;
        waiting?.writeContinue();
        request.pipe(stream);
      }
      PassThrough.prototype._read.call(stream, size);
    },
  });
  // What becomes of the call is told to its exchange.
  stream.on('error', () => undefined);
  return { stream, isStarted: () => isStarted };
}
