const FIRST_SECONDS = 5;
const FACTOR = 3;
const LONGEST_SECONDS = 43_200;
/** 5 s, 15 s, 45 s … 9 h, 12 h: the last one about a day after the first. */
const MOST = 12;

/**
 * RFC 9110 §10.2.3, RFC 6585 §4: for how long somebody asks to be left alone, with 429 or 503: in seconds, or as a date.
 * @param now epoch milliseconds
 * @returns null: they do not ask
 */
export function findAskedPause(
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  now: number,
): number | null {
  if (status !== 429 && status !== 503) return null;
  const text = headers.get('retry-after')?.trim() ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - now) / 1_000);
  // Who asks for longer is asked again all the same.
  return seconds > 0 ? Math.min(seconds, LONGEST_SECONDS) : null;
}

/**
 * How long until the next attempt.
 * @param attempts that were made
 * @param random from 0 up to 1: what failed at once does not come back at once
 * @param askedSeconds what was asked for: it is not sooner
 * @returns null: there is no further one
 */
export function findRetrySeconds(
  attempts: number,
  random: number,
  askedSeconds: number | null = null,
): number | null {
  if (attempts >= MOST) return null;
  const seconds = Math.min(LONGEST_SECONDS, FIRST_SECONDS * FACTOR ** (attempts - 1));
  return Math.max(seconds * (0.8 + 0.4 * random), (askedSeconds ?? 0) * (1 + 0.2 * random));
}
