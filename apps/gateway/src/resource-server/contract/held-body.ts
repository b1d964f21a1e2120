import type { AdmittedCall } from '../passage.js';

/** What of a request's body was read before it was passed on, byte for byte. */
export interface HeldBody {
  readonly bytes: Buffer;
  /** Else more of it is to come, and the request is paused. */
  readonly isWhole: boolean;
}

const FIRST_ROOM = 16_384;

/** Bytes in a row: kept as they come, a million chunks of one byte would take a hundred times as much. */
function collectBytes(): { add(chunk: Buffer): number; take(): Buffer } {
  let room = Buffer.alloc(0);
  let length = 0;
  return {
    add(chunk) {
      const needed = length + chunk.length;
      if (needed > room.length) {
        const wider = Buffer.allocUnsafe(Math.max(needed, room.length * 2, FIRST_ROOM));
        room.copy(wider, 0, 0, length);
        room = wider;
      }
      chunk.copy(room, length);
      return (length = needed);
    },
    take: () => room.subarray(0, length),
  };
}

/**
 * Reads a body into memory and leaves it with the call. Whoever waits for 100 is told to send (RFC 9110 §10.1.1), once.
 * @returns not whole where there are more than `maxBytes`; undefined: the client went away before its end
 */
export function holdBody(call: AdmittedCall, maxBytes: number): Promise<HeldBody | undefined> {
  const { request, response, isContinueExpected, heldBody } = call;
  // Another gate has read it.
  if (heldBody !== undefined)
    return Promise.resolve({ ...heldBody, isWhole: heldBody.isWhole && heldBody.bytes.length <= maxBytes });
  return new Promise((resolve) => {
    const bytes = collectBytes();
    const settle = (isWhole: boolean | undefined): void => {
      request.off('data', take).off('end', end).off('close', leave);
      if (isWhole === undefined) return resolve(undefined);
      if (!isWhole) request.pause();
      call.heldBody = { bytes: bytes.take(), isWhole };
      resolve(call.heldBody);
    };
    const take = (chunk: Buffer): void => {
      if (bytes.add(chunk) > maxBytes) settle(false);
    };
    const end = (): void => settle(true);
    const leave = (): void => settle(undefined);
    request.on('data', take).on('end', end).on('close', leave);
    if (request.destroyed) return leave();
    if (isContinueExpected) response.writeContinue();
  });
}
