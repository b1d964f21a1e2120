import { LRUCache } from 'lru-cache';

const FREE_FAILURES = 5;
const FIRST_PAUSE_SECONDS = 2;
const LONGEST_PAUSE_SECONDS = 60;
const FORGET_AFTER_MS = 15 * 60_000;
const MAX_REMEMBERED = 50_000;

interface Failures {
  readonly count: number;
  /** Epoch milliseconds. */
  readonly pausedUntil: number;
}

/** Slows the guessing of one username from one address; nobody can lock another person out from elsewhere. */
export interface SignInThrottle {
  /** Seconds to wait; 0 when a try is free. */
  findPauseSeconds(username: string, address: string): number;
  recordFailure(username: string, address: string): void;
  forget(username: string, address: string): void;
}

export function createSignInThrottle(now: () => number): SignInThrottle {
  const failures = new LRUCache<string, Failures>({
    max: MAX_REMEMBERED,
    ttl: FORGET_AFTER_MS,
    // One clock for both: the cache would bring its own.
    perf: { now },
    ttlResolution: 0,
  });
  const key = (username: string, address: string): string => `${address} ${username.toLowerCase()}`;
  return {
    findPauseSeconds(username, address) {
      const known = failures.get(key(username, address));
      return known === undefined ? 0 : Math.max(0, Math.ceil((known.pausedUntil - now()) / 1000));
    },
    recordFailure(username, address) {
      const count = (failures.get(key(username, address))?.count ?? 0) + 1;
      const extra = count - FREE_FAILURES;
      const pause = extra < 0 ? 0 : Math.min(FIRST_PAUSE_SECONDS * 2 ** extra, LONGEST_PAUSE_SECONDS);
      failures.set(key(username, address), { count, pausedUntil: now() + pause * 1000 });
    },
    forget: (username, address) => void failures.delete(key(username, address)),
  };
}
