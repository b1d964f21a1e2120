import { listValues, type RawHeaders } from '../header-values.js';
import { parseCacheControl } from './cache-control.js';
import { findCurrentAge, findFreshness, type Freshness, type Times } from './freshness.js';

/** The head of an answer, hop-by-hop headers left out. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: RawHeaders;
}

/** How an answer may be kept. */
export interface Storable {
  readonly freshness: Freshness;
  /** Lower-case names of the request's headers that it was chosen by (RFC 9110 §12.5.5). */
  readonly vary: readonly string[];
  /** RFC 9111 §3.5: the upstream says outright that it is the same for everybody. */
  readonly isForAll: boolean;
}

// RFC 9111 §3: final, and understood here as a whole. 206 is not put together; 304 is about something stored.
const UNDERSTOOD: ReadonlySet<number> = new Set([
  200, 203, 204, 300, 301, 302, 303, 307, 308, 404, 405, 410, 414, 501,
]);

const MAX_VARY_NAMES = 16;
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;

/** RFC 9111 §4.1: undefined where no request can be told to match. */
export function parseVary(values: readonly string[]): readonly string[] | undefined {
  const names = new Set<string>();
  for (const value of values) {
    for (const part of value.split(',')) {
      const name = part.trim().toLowerCase();
      if (name === '') continue;
      if (name === '*' || !HEADER_NAME.test(name)) return undefined;
      names.add(name);
    }
  }
  return names.size > MAX_VARY_NAMES ? undefined : [...names].sort();
}

/** RFC 9111 §4.3.1: something to ask the upstream by whether it is still true. */
export const hasValidator = (headers: RawHeaders): boolean =>
  listValues(headers, 'etag').length === 1 || listValues(headers, 'last-modified').length === 1;

/**
 * RFC 9111 §3: whether and how the answer to a GET may be kept, beyond what the RFC demands: never with Set-Cookie, never
 * without the upstream's word for how long, and never where it could not be used again.
 */
export function findStorable({ status, headers }: AnswerHead, times: Times): Storable | undefined {
  if (!UNDERSTOOD.has(status)) return undefined;
  const directives = parseCacheControl(listValues(headers, 'cache-control'));
  // RFC 9111 §5.2.2.5, §5.2.2.7: `private` with the name of a field is not told apart.
  if (directives.has('no-store') || directives.has('private')) return undefined;
  // RFC 9111 §7.3: a cookie is for one browser.
  if (listValues(headers, 'set-cookie').length > 0) return undefined;
  if (listValues(headers, 'content-range').length > 0) return undefined;
  const vary = parseVary(listValues(headers, 'vary'));
  if (vary === undefined) return undefined;
  const freshness = findFreshness(headers, times);
  if (freshness === undefined) return undefined;
  const usableFor = freshness.lifetime + freshness.staleIfError - findCurrentAge(freshness, times.answeredAt);
  if (usableFor <= 0 && !hasValidator(headers)) return undefined;
  return { freshness, vary, isForAll: directives.has('public') || directives.has('s-maxage') };
}
