const FIRST_SECONDS = 5;
const FACTOR = 3;
const LONGEST_SECONDS = 43_200;
/** 5 s, 15 s, 45 s … 9 h, 12 h: the last one about a day after the first. */
const MOST = 12;

/**
 * How long until the next attempt.
 * @param attempts that were made
 * @param random from 0 up to 1: what failed at once does not come back at once
 * @returns null: there is no further one
 */
export function findRetrySeconds(attempts: number, random: number): number | null {
  if (attempts >= MOST) return null;
  const seconds = Math.min(LONGEST_SECONDS, FIRST_SECONDS * FACTOR ** (attempts - 1));
  return seconds * (0.8 + 0.4 * random);
}
