import type { RefusedCheck } from '../checks.js';
import type { CacheUse } from './call-facts.js';

/** Upper bounds of the latency histogram, in milliseconds; one more bucket holds what is slower. */
export const LATENCY_BOUNDS_MS = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000] as const;

/** What calls are counted by. */
export interface CountKey {
  /** Null: no API was found. */
  readonly apiId: string | null;
  readonly applicationId: string | null;
  readonly clientId: string | null;
  /** That the route needs, separated by spaces; empty: none. */
  readonly scopes: string;
  readonly status: number;
  readonly check: RefusedCheck | null;
}

export interface CallMeasures {
  readonly durationMs: number;
  readonly upstreamMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Times that it was sent to an upstream. */
  readonly tries: number;
  /** Null: the cache had no part in it. */
  readonly cache: CacheUse | null;
}

/** The calls of one minute that have a key in common. */
export interface CallCount extends CountKey {
  /** Its beginning, epoch milliseconds. */
  readonly minute: number;
  calls: number;
  durationMs: number;
  upstreamMs: number;
  bytesIn: number;
  bytesOut: number;
  /** Calls in which the cache had a part, and those of them that it answered. */
  cacheAsked: number;
  cacheHits: number;
  /** Calls by latency, one more than there are bounds. */
  readonly buckets: number[];
}

/** The use of one authorization through one set of scopes since the last time somebody asked. */
export interface AuthorizationUse {
  readonly authorizationId: string;
  /** That were used, separated by spaces. */
  readonly scopes: string;
  /** Clients that it was passed on to by exchange, the one that called first, separated by spaces; empty: it was not. */
  readonly passedTo: string;
  calls: number;
  lastAt: number;
}

const MINUTE_MS = 60_000;

export function findBucket(durationMs: number): number {
  let index = 0;
  for (const bound of LATENCY_BOUNDS_MS) {
    if (durationMs <= bound) break;
    index += 1;
  }
  return index;
}

/**
 * Counts calls until they are taken away to be stored. Bounded: where nobody comes for them, the oldest entries go, and
 * their calls are counted as dropped.
 */
export class CallCounts {
  private counts = new Map<string, CallCount>();
  private uses = new Map<string, AuthorizationUse>();
  private dropped = 0;

  constructor(private readonly capacity = 20_000) {}

  /** Calls that are in no count any more. */
  get droppedCalls(): number {
    return this.dropped;
  }

  count(at: number, key: CountKey, measures: CallMeasures): void {
    const count = this.open(Math.floor(at / MINUTE_MS) * MINUTE_MS, key);
    count.calls += 1;
    count.durationMs += measures.durationMs;
    count.upstreamMs += measures.upstreamMs;
    count.bytesIn += measures.bytesIn;
    count.bytesOut += measures.bytesOut;
    const { cache } = measures;
    if (cache !== null) {
      count.cacheAsked += 1;
      if (cache !== 'miss' && cache !== 'bypass') count.cacheHits += 1;
    }
    const bucket = findBucket(measures.durationMs);
    count.buckets[bucket] = (count.buckets[bucket] ?? 0) + 1;
  }

  use(at: number, authorizationId: string, scopes: string, passedTo = ''): void {
    const key = toUseKey({ authorizationId, scopes, passedTo });
    const known = this.uses.get(key);
    if (known === undefined) {
      this.uses.set(key, { authorizationId, scopes, passedTo, calls: 1, lastAt: at });
      dropOldest(this.uses, this.capacity);
    } else {
      known.calls += 1;
      known.lastAt = Math.max(known.lastAt, at);
    }
  }

  /** Everything counted so far; it begins anew. */
  take(): { readonly counts: readonly CallCount[]; readonly uses: readonly AuthorizationUse[] } {
    const taken = { counts: [...this.counts.values()], uses: [...this.uses.values()] };
    this.counts = new Map();
    this.uses = new Map();
    return taken;
  }

  /** What was taken and could not be stored: it is added to what came meanwhile. */
  giveBack(counts: readonly CallCount[], uses: readonly AuthorizationUse[]): void {
    const newer = this.take();
    for (const count of [...counts, ...newer.counts]) this.add(count);
    for (const use of [...uses, ...newer.uses]) {
      this.use(use.lastAt, use.authorizationId, use.scopes, use.passedTo);
      const sum = this.uses.get(toUseKey(use));
      if (sum !== undefined) sum.calls += use.calls - 1;
    }
  }

  private add(other: CallCount): void {
    const count = this.open(other.minute, other);
    count.calls += other.calls;
    count.durationMs += other.durationMs;
    count.upstreamMs += other.upstreamMs;
    count.bytesIn += other.bytesIn;
    count.bytesOut += other.bytesOut;
    count.cacheAsked += other.cacheAsked;
    count.cacheHits += other.cacheHits;
    other.buckets.forEach((calls, index) => (count.buckets[index] = (count.buckets[index] ?? 0) + calls));
  }

  private open(minute: number, given: CountKey): CallCount {
    const { apiId, applicationId, clientId, scopes, status, check } = given;
    // An application is its client's: it adds nothing to the key, unless there is no client.
    const key = `${minute} ${status} ${check} ${apiId} ${clientId ?? applicationId} ${scopes}`;
    const known = this.counts.get(key);
    if (known !== undefined) return known;
    const buckets = Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, () => 0);
    const sums = { calls: 0, durationMs: 0, upstreamMs: 0, bytesIn: 0, bytesOut: 0 };
    const cached = { cacheAsked: 0, cacheHits: 0 };
    const count: CallCount = {
      ...{ minute, apiId, applicationId, clientId, scopes, status, check },
      ...sums,
      ...cached,
      buckets,
    };
    this.counts.set(key, count);
    for (const { calls } of dropOldest(this.counts, this.capacity)) this.dropped += calls;
    return count;
  }
}

// Neither scopes nor client IDs have line breaks.
const toUseKey = ({
  authorizationId,
  scopes,
  passedTo,
}: Omit<AuthorizationUse, 'calls' | 'lastAt'>): string =>
  passedTo === '' ? `${authorizationId} ${scopes}` : `${authorizationId} ${scopes}\n${passedTo}`;

/** @returns what had to go */
function dropOldest<T>(entries: Map<string, T>, capacity: number): readonly T[] {
  if (entries.size <= capacity) return [];
  const [oldest] = entries;
  if (oldest === undefined) return [];
  entries.delete(oldest[0]);
  return [oldest[1]];
}
