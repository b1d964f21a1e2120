import type { CacheSide } from './cache-side.js';
import type { ResponseCache } from './response-cache.js';

/** RFC 9111 §4.4: what a method changes that is not safe is not kept any longer. */
export class Invalidation implements CacheSide {
  readonly keeper = undefined;

  constructor(
    private readonly cache: Pick<ResponseCache, 'invalidate'>,
    private readonly resource: string,
  ) {}

  prepare(): void {
    // Nothing is asked about.
  }

  takeAnswer(status: number): boolean {
    if (status >= 200 && status < 400) this.cache.invalidate(this.resource);
    return false;
  }

  standIn(): boolean {
    return false;
  }
}
