import type { AdmittedCall } from '../passage.js';

/** What of a request's body was read before it was passed on, byte for byte. */
export interface HeldBody {
  readonly bytes: Buffer;
  /** Else more of it is to come, and the request is paused. */
  readonly isWhole: boolean;
}

/**
 * Reads a body into memory and leaves it with the call. Whoever waits for 100 is told to send (RFC 9110 §10.1.1), once.
 * @returns not whole where there are more than `maxBytes`; undefined: the client went away before its end
 */
export function holdBody(call: AdmittedCall, maxBytes: number): Promise<HeldBody | undefined> {
  const { request, response, isContinueExpected } = call;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (isWhole: boolean | undefined): void => {
      request.off('data', take).off('end', end).off('close', leave);
      if (isWhole === undefined) return resolve(undefined);
      if (!isWhole) request.pause();
      call.heldBody = { bytes: Buffer.concat(chunks, length), isWhole };
      resolve(call.heldBody);
    };
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBytes) settle(false);
    };
    const end = (): void => settle(true);
    const leave = (): void => settle(undefined);
    request.on('data', take).on('end', end).on('close', leave);
    if (request.destroyed) return leave();
    if (isContinueExpected) response.writeContinue();
  });
}
