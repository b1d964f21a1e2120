import { listValues, type RawHeaders } from '../header-values.js';
import { type Directives, findSeconds, parseCacheControl } from './cache-control.js';
import { parseHttpDate } from './http-date.js';

/** When a call was sent, and when the head of its answer was there; epoch milliseconds. */
export interface Times {
  readonly sentAt: number;
  readonly answeredAt: number;
}

/** How long an answer is good for. All in seconds but `answeredAt`. */
export interface Freshness {
  /** Epoch milliseconds. */
  readonly answeredAt: number;
  /** RFC 9111 §4.2.3 corrected_initial_age. */
  readonly initialAge: number;
  /** RFC 9111 §4.2.1. */
  readonly lifetime: number;
  /** RFC 5861 §4: how long after that it may stand in for an error. */
  readonly staleIfError: number;
}

/** RFC 9110 §6.6.1: when an answer was made; where it does not say, when it came. */
const findDate = (headers: RawHeaders, answeredAt: number): number =>
  parseHttpDate(listValues(headers, 'date')[0] ?? '') ?? answeredAt;

/** RFC 9111 §5.1: of several values the first; what is no number is ignored. */
function findAge(headers: RawHeaders): number {
  const [value = ''] = (listValues(headers, 'age')[0] ?? '').split(',');
  return /^\d+$/.test(value.trim()) ? Number(value) : 0;
}

/** RFC 9111 §4.2.3 */
function findInitialAge(headers: RawHeaders, { sentAt, answeredAt }: Times): number {
  const apparentAge = Math.max(0, answeredAt - findDate(headers, answeredAt)) / 1000;
  const correctedAge = findAge(headers) + Math.max(0, answeredAt - sentAt) / 1000;
  return Math.max(apparentAge, correctedAge);
}

/**
 * RFC 9111 §4.2.1, for a shared cache.
 * @returns undefined where the answer says nothing: nothing is guessed (§4.2.2)
 */
function findLifetime(headers: RawHeaders, directives: Directives, answeredAt: number): number | undefined {
  // RFC 9111 §5.2.2.10: s-maxage overrides max-age, which overrides Expires (§5.3).
  const said = findSeconds(directives, 's-maxage') ?? findSeconds(directives, 'max-age');
  if (said !== undefined) return said;
  const expires = listValues(headers, 'expires');
  if (expires.length === 0) return undefined;
  // RFC 9111 §5.3: a date that is none, above all "0", is in the past; of two dates neither is believed (§4.2.1).
  const date = expires.length === 1 ? parseHttpDate(expires[0] ?? '') : undefined;
  return date === undefined ? 0 : Math.max(0, date - findDate(headers, answeredAt)) / 1000;
}

/** RFC 9111 §5.2.2: what these say must not be given once it is stale, not even for a while. */
const forbidsStale = (directives: Directives): boolean =>
  ['must-revalidate', 'proxy-revalidate', 's-maxage', 'no-cache'].some((name) => directives.has(name));

/** RFC 9111 §5.2.2.4; and §5.4, of old, for an answer that has no Cache-Control. */
const isNoCache = (headers: RawHeaders, directives: Directives): boolean =>
  directives.has('no-cache') ||
  (directives.size === 0 && /no-cache/i.test(listValues(headers, 'pragma').join()));

/**
 * RFC 9111 §4.2: how long an answer is good for.
 * @returns undefined where the answer does not say
 */
export function findFreshness(headers: RawHeaders, times: Times): Freshness | undefined {
  const directives = parseCacheControl(listValues(headers, 'cache-control'));
  const said = findLifetime(headers, directives, times.answeredAt);
  // A field name as an argument is not told apart: all of it is checked anew.
  const mustAsk = isNoCache(headers, directives);
  if (said === undefined && !mustAsk) return undefined;
  return {
    answeredAt: times.answeredAt,
    initialAge: findInitialAge(headers, times),
    lifetime: mustAsk ? 0 : (said ?? 0),
    staleIfError: forbidsStale(directives) ? 0 : (findSeconds(directives, 'stale-if-error') ?? 0),
  };
}

/** RFC 9111 §4.2.3 current_age, in seconds. */
export const findCurrentAge = ({ answeredAt, initialAge }: Freshness, now: number): number =>
  initialAge + Math.max(0, now - answeredAt) / 1000;
