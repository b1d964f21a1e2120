/** RFC 6455 §7.4.1, and the registry that it began: why a connection is closed. */
export const CLOSE_CODES = { goingAway: 1001, policyViolation: 1008, tryAgainLater: 1013 } as const;

const CLOSE = 0x8;
const FINAL = 0x80;
const MASKED = 0x80;
const MASK_LENGTH = 4;
/** RFC 6455 §5.5: a control frame has at most 125 bytes, two of which are the code. */
const MAX_REASON_BYTES = 123;
const LONGEST_HEAD = 14;

/**
 * A close frame (RFC 6455 §5.5.1).
 * @param mask four random bytes towards a server (RFC 6455 §5.3); undefined towards a client, which gets no masked frames
 */
export function encodeCloseFrame(code: number, reason: string, mask?: Uint8Array): Buffer {
  const payload = Buffer.alloc(2 + Buffer.byteLength(reason.slice(0, MAX_REASON_BYTES)));
  payload.writeUInt16BE(code);
  payload.write(reason.slice(0, MAX_REASON_BYTES), 2);
  const head = Buffer.from([FINAL | CLOSE, payload.length | (mask === undefined ? 0 : MASKED)]);
  if (mask === undefined) return Buffer.concat([head, payload]);
  const masked = payload.map((byte, index) => byte ^ (mask[index % MASK_LENGTH] ?? 0));
  return Buffer.concat([head, mask, masked]);
}

/**
 * Follows one direction of a WebSocket (RFC 6455 §5.2) without touching it: where one frame ends and the next begins, so
 * that a frame of the gateway's own does not land in the middle of another.
 */
export class FrameTracker {
  private readonly head = new Uint8Array(LONGEST_HEAD);
  private headLength = 0;
  private payloadLeft = 0;
  private hasClosed = false;

  /** Whether another frame could begin here: none is under way, and none has said that it was the last (§5.5.1). */
  canBegin(): boolean {
    return this.payloadLeft === 0 && this.headLength === 0 && !this.hasClosed;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.payloadLeft > 0) {
        const passed = Math.min(this.payloadLeft, chunk.length - at);
        this.payloadLeft -= passed;
        at += passed;
        continue;
      }
      this.head[this.headLength] = chunk[at] ?? 0;
      this.headLength += 1;
      at += 1;
      if (this.headLength >= 2 && this.headLength === this.findHeadSize()) this.beginPayload();
    }
  }

  private findHeadSize(): number {
    const second = this.head[1] ?? 0;
    return 2 + extendedLengthSize(second) + ((second & MASKED) === 0 ? 0 : MASK_LENGTH);
  }

  private beginPayload(): void {
    const [first = 0, second = 0] = this.head;
    let length = second & 0x7f;
    const extended = extendedLengthSize(second);
    if (extended > 0) {
      length = 0;
      // Beyond 2^53 it is inexact, and long out of reach.
      for (let index = 2; index < 2 + extended; index += 1) length = length * 256 + (this.head[index] ?? 0);
    }
    this.payloadLeft = length;
    this.headLength = 0;
    if ((first & 0x0f) === CLOSE) this.hasClosed = true;
  }
}

function extendedLengthSize(second: number): 0 | 2 | 8 {
  const length = second & 0x7f;
  if (length === 126) return 2;
  return length === 127 ? 8 : 0;
}
