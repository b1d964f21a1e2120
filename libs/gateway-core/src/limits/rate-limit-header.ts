import type { LimitVerdict } from './take-limits.js';

/** Whole seconds, at least 1: whoever waits that long is not too early. */
export const findWaitSeconds = ({ waitMs }: LimitVerdict): number => Math.max(1, Math.ceil(waitMs / 1_000));

/**
 * The `RateLimit` header (draft-ietf-httpapi-ratelimit-headers-10 §4): of several limits the one with the least left; r
 * is what is left, t the seconds until there is more. In a refusal it is the same moment as Retry-After.
 */
export const toRateLimit = (verdict: LimitVerdict): string =>
  `"${verdict.limit.name}";r=${verdict.remaining};t=${findWaitSeconds(verdict)}`;
