import { findSubject, type LimitPlan, type LimitSubjects, type PlannedLimit } from './limit-plan.js';

/** What limits say to a call: of the one that is hit, or else of the one that is nearest to it. */
export interface LimitVerdict {
  readonly isRefused: boolean;
  readonly limit: PlannedLimit;
  /** Calls that are left. */
  readonly remaining: number;
  /** Until the limit gives way: the next call is let through, or the first that counts no longer does. */
  readonly waitMs: number;
}

/**
 * Counts a call in every limit of its plan, or in none where one of them is used up: no await in between, so that of
 * calls at once exactly as many pass as the limit has left.
 */
export function takeLimits(plan: LimitPlan, subjects: LimitSubjects, now: number): LimitVerdict {
  let hit: PlannedLimit | undefined;
  let hitWaitMs = -1;
  for (const limit of plan.limits) {
    const count = limit.counters.get(findSubject(limit, subjects), now);
    if (count.used(now) < limit.requests) continue;
    // With several, the one that lasts longest is told: before that no call passes.
    const waitMs = count.freeAt(limit.requests, now) - now;
    if (waitMs > hitWaitMs) [hit, hitWaitMs] = [limit, waitMs];
  }
  if (hit !== undefined) return { isRefused: true, limit: hit, remaining: 0, waitMs: hitWaitMs };
  return countAll(plan, subjects, now);
}

/** Counts a call that another has let through, without asking. @returns the limit that is nearest */
export function countAll(plan: LimitPlan, subjects: LimitSubjects, now: number): LimitVerdict {
  let nearest: PlannedLimit | undefined;
  let remaining = Infinity;
  let waitMs = 0;
  for (const limit of plan.limits) {
    const count = limit.counters.get(findSubject(limit, subjects), now);
    count.take(now);
    const used = count.used(now);
    const left = Math.max(0, limit.requests - used);
    if (left >= remaining) continue;
    [nearest, remaining, waitMs] = [limit, left, count.freeAt(used, now) - now];
  }
  if (nearest === undefined) throw new Error('a plan without limits');
  return { isRefused: false, limit: nearest, remaining, waitMs };
}
