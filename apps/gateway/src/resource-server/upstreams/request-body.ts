import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import type { HeldBody } from '../contract/held-body.js';

/** The body of a request on its way to an upstream. */
export interface RequestBody {
  readonly content: PassThrough | Buffer;
  /** Whether some of it was read and is lost: before, another target can have it. */
  readonly isStarted: () => boolean;
  /** It was larger than it may be, and was cut off. */
  readonly isTooLarge: () => boolean;
}

/** Where a body comes from. */
export interface BodySource {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** RFC 9110 §10.1.1: its client waits for 100 before it sends. */
  readonly isContinueExpected: boolean;
  /** What was read of it before; undefined: nothing. */
  readonly heldBody: HeldBody | undefined;
  /** Null: as much as comes. */
  readonly maxBodyBytes: number | null;
}

const never = (): boolean => false;

/**
 * A stream between, because undici destroys the one that it sends, and with the request the answer would be lost.
 * Nothing is read, and no 100 answered, before the upstream's connection takes it; unless a gate has read it before.
 */
export function openRequestBody(source: BodySource): RequestBody {
  const { request, response, isContinueExpected, heldBody, maxBodyBytes } = source;
  // All of it stays here: any target can have it.
  if (heldBody?.isWhole === true) return { content: heldBody.bytes, isStarted: never, isTooLarge: never };
  let isStarted = false;
  let isTooLarge = false;
  const stream = new PassThrough({
    read(size) {
      if (!isStarted) {
        isStarted = true;
        if (isContinueExpected && heldBody === undefined) response.writeContinue();
        // Content with a length was measured by it.
        if (maxBodyBytes !== null && request.headers['content-length'] === undefined)
          countContent(maxBodyBytes);
        if (heldBody !== undefined) stream.write(heldBody.bytes);
        request.pipe(stream);
      }
      PassThrough.prototype._read.call(stream, size);
    },
  });
  function countContent(most: number): void {
    let bytes = heldBody?.bytes.length ?? 0;
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
  return { content: stream, isStarted: () => isStarted, isTooLarge: () => isTooLarge };
}
