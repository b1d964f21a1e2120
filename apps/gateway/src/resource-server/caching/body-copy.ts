import type { ResponseCache } from './response-cache.js';

const FIRST_BYTES = 16_384;

/** The content of an answer, copied while it passes; bounded, and let go as soon as it is clear that it cannot be kept. */
export class BodyCopy {
  private bytes: Buffer = Buffer.alloc(0);
  private length = 0;

  /**
   * @param most bytes
   * @param expected Content-Length, where the answer has one
   */
  constructor(
    private readonly cache: Pick<ResponseCache, 'reserve' | 'release'>,
    private readonly most: number,
    private readonly expected: number | undefined,
  ) {}

  /** @returns false: it is too large, or there is no room */
  add(chunk: Buffer): boolean {
    const length = this.length + chunk.length;
    if (length > this.most || !this.grow(length)) return false;
    // Copied: a chunk is a view of a larger piece of memory, and a thousand small chunks would be a thousand objects.
    chunk.copy(this.bytes, this.length);
    this.length = length;
    return true;
  }

  /** @returns undefined where some of it is missing (RFC 9111 §3.3) */
  finish(): Buffer | undefined {
    if (this.expected !== undefined && this.length !== this.expected) return undefined;
    if (this.bytes.length === this.length) return this.bytes;
    const exact = Buffer.allocUnsafeSlow(this.length);
    this.bytes.copy(exact, 0, 0, this.length);
    return exact;
  }

  release(): void {
    this.cache.release(this.bytes.length);
    this.bytes = Buffer.alloc(0);
    this.length = 0;
  }

  private grow(length: number): boolean {
    if (length <= this.bytes.length) return true;
    const needed = this.expected ?? Math.max(FIRST_BYTES, this.bytes.length * 2);
    const capacity = Math.min(this.most, Math.max(length, needed));
    if (!this.cache.reserve(capacity - this.bytes.length)) return false;
    const larger = Buffer.allocUnsafeSlow(capacity);
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
    return true;
  }
}
