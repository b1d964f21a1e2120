import { listValues, type RawHeaders } from '../header-values.js';
import { findSeconds, parseCacheControl } from './cache-control.js';
import { findCurrentAge, type Freshness } from './freshness.js';

/** What a request says about caches (RFC 9111 §5.2.1). */
export interface CacheWishes {
  readonly noStore: boolean;
  readonly noCache: boolean;
  readonly onlyIfCached: boolean;
  /** Seconds; undefined: any. */
  readonly maxAge: number | undefined;
  readonly minFresh: number;
}

const NONE: CacheWishes = {
  noStore: false,
  noCache: false,
  onlyIfCached: false,
  maxAge: undefined,
  minFresh: 0,
};

/** RFC 9111 §5.2.1, §5.4. `max-stale` is not taken up: nothing stale is given because a client would have it. */
export function parseCacheWishes(headers: RawHeaders): CacheWishes {
  const values = listValues(headers, 'cache-control');
  if (values.length === 0) {
    const isPragma = /no-cache/i.test(listValues(headers, 'pragma').join());
    return isPragma ? { ...NONE, noCache: true } : NONE;
  }
  const directives = parseCacheControl(values);
  return {
    noStore: directives.has('no-store'),
    noCache: directives.has('no-cache'),
    onlyIfCached: directives.has('only-if-cached'),
    maxAge: findSeconds(directives, 'max-age'),
    minFresh: findSeconds(directives, 'min-fresh') ?? 0,
  };
}

/** What may be done with what is stored: `request`, the client wants to know that it is still true. */
export type Usability = 'fresh' | 'stale' | 'request';

/** RFC 9111 §4: whether something stored may be given without asking the upstream. */
export function findUsability(freshness: Freshness, wishes: CacheWishes, now: number): Usability {
  const age = findCurrentAge(freshness, now);
  if (age >= freshness.lifetime) return 'stale';
  // Not even an answer of this very moment with max-age=0.
  const isTooOld = wishes.maxAge !== undefined && age >= wishes.maxAge;
  const isTooShort = freshness.lifetime - age < wishes.minFresh;
  return wishes.noCache || isTooOld || isTooShort ? 'request' : 'fresh';
}

/** RFC 5861 §4: whether something stale may stand in for an error of the upstream. */
export const mayStandIn = (freshness: Freshness, now: number): boolean =>
  findCurrentAge(freshness, now) < freshness.lifetime + freshness.staleIfError;
