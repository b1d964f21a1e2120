import { LRUCache } from 'lru-cache';

const FREE_FAILURES = 10;
const LONGEST_PAUSE_SECONDS = 60;
const FORGET_AFTER_MS = 15 * 60_000;
const MAX_REMEMBERED = 50_000;

interface Failures {
  readonly count: number;
  /** Epoch milliseconds. */
  readonly pausedUntil: number;
}

/** Slows the guessing of one secret from one address. What others do elsewhere slows nobody down. */
export interface GuessThrottle {
  /** Seconds to wait; 0: a try is free. */
  findPauseSeconds(target: string, address: string): number;
  recordFailure(target: string, address: string): void;
  forget(target: string, address: string): void;
}

/** After ten failures each next one doubles the pause, up to a minute. Memory is bounded: the oldest are forgotten. */
export function createGuessThrottle(now: () => number): GuessThrottle {
  const failures = new LRUCache<string, Failures>({
    max: MAX_REMEMBERED,
    ttl: FORGET_AFTER_MS,
    // One clock for both: the cache would bring its own.
    perf: { now },
    ttlResolution: 0,
  });
  const keyOf = (target: string, address: string): string => `${address} ${target.slice(0, 200)}`;
  return {
    findPauseSeconds(target, address) {
      const known = failures.get(keyOf(target, address));
      return known === undefined ? 0 : Math.max(0, Math.ceil((known.pausedUntil - now()) / 1000));
    },
    recordFailure(target, address) {
      const key = keyOf(target, address);
      const count = (failures.get(key)?.count ?? 0) + 1;
      const extra = count - FREE_FAILURES;
      const pause = extra < 0 ? 0 : Math.min(2 ** extra, LONGEST_PAUSE_SECONDS);
      failures.set(key, { count, pausedUntil: now() + pause * 1000 });
    },
    forget: (target, address) => void failures.delete(keyOf(target, address)),
  };
}
