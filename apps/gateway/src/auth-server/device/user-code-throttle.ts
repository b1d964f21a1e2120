import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import { createSignInThrottle } from '../interaction/sign-in-throttle.js';

const MAX_REMEMBERED = 50_000;
const WINDOW_MS = 10 * 60_000;
/** Wrong codes of everybody together in one window, before nobody has a wrong one free any more. */
const SPACE_FREE_FAILURES = 300;
const SPACE_PAUSE_SECONDS = 60;

/**
 * RFC 8628 §5.1: slows the guessing of user codes, from one place and from many. A right code forgives nothing: who
 * guesses can begin a device of their own, and has a right one at hand.
 */
export interface UserCodeThrottle {
  /** Seconds to wait; 0 when a try is free. */
  findPauseSeconds(address: string): number;
  recordFailure(address: string): void;
}

/** Whoever has one IPv6 address has the 2⁶⁴ of its network. */
function toNetwork(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  return ipaddr.IPv6.networkAddressFromCIDR(`${address.replace(/%.*/, '')}/64`).toString();
}

/** @param now epoch milliseconds */
export function createUserCodeThrottle(now: () => number): UserCodeThrottle {
  const places = createSignInThrottle(now);
  const lastFailures = new LRUCache<string, number>({ max: MAX_REMEMBERED });
  let [windowEnd, failures] = [0, 0];

  /** Under attack from many places, one mistake costs each of them a minute; whoever makes none notices nothing. */
  function findSpacePause(place: string): number {
    if (failures < SPACE_FREE_FAILURES || now() >= windowEnd) return 0;
    const last = lastFailures.get(place);
    return last === undefined ? 0 : Math.max(0, Math.ceil(SPACE_PAUSE_SECONDS - (now() - last) / 1000));
  }

  return {
    findPauseSeconds(address) {
      const place = toNetwork(address);
      return Math.max(places.findPauseSeconds('', place), findSpacePause(place));
    },
    recordFailure(address) {
      const place = toNetwork(address);
      if (now() >= windowEnd) [windowEnd, failures] = [now() + WINDOW_MS, 0];
      failures += 1;
      lastFailures.set(place, now());
      places.recordFailure('', place);
    },
  };
}
