import type { Platform } from '../platform.tokens.js';

/** @param shown last: a password, a code, a passkey, or what a provider says */
export function countSignIn(
  { metrics, events }: Pick<Platform, 'metrics' | 'events'>,
  shown: string,
  outcome: 'signed-in' | 'asked-for-more' | 'refused',
): void {
  metrics.count('signIns', { shown, outcome });
  // Who is asked for more has not ended to sign in.
  if (outcome !== 'asked-for-more') events.count('sign-in', outcome);
}
