import { createHash } from 'node:crypto';
import type { World } from '../ports/world.js';

/** A world that stands still until a test moves it, and whose secrets and IDs can be told apart but not told in advance. */
export interface TestWorld extends World {
  advanceSeconds(seconds: number): void;
}

/** Noon of 1 January 2026, UTC: what `createTestWorld` begins with. Epoch milliseconds. */
export const NOON = Date.UTC(2026, 0, 1, 12);

/** @param start epoch milliseconds */
export function createTestWorld(start = NOON): TestWorld {
  let now = start;
  let made = 0;
  const next = (kind: string): Buffer =>
    createHash('sha256')
      .update(`${kind} ${(made += 1)}`)
      .digest();
  return {
    now: () => now,
    advanceSeconds: (seconds) => void (now += seconds * 1000),
    randomSecret: () => next('secret').toString('base64url'),
    randomId: () => {
      const hex = next('id').toString('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
  };
}
