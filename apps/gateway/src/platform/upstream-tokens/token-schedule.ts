import type { Provider } from '@gatehouse/gateway-core';

/*
 * When a provider is asked. Pure: times are epoch milliseconds.
 */

// RFC 6749 §5.1: a provider should say how long, and need not.
const UNSAID_SECONDS = 600;
const MAX_SECONDS = 86_400 * 365;
const MAX_LEAD_MS = 60_000;
const MAX_SKEW_MS = 5_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 300_000;

/** @param now when the provider was asked, not when it answered */
export const findExpiry = (expiresInSeconds: number | undefined, now: number): number =>
  now + Math.min(Math.max(expiresInSeconds ?? UNSAID_SECONDS, 0), MAX_SECONDS) * 1000;

/** Until when an access token is sent: not into the last moment, since calls take time and clocks differ. */
export function findUsableUntil({ fetchedAt, expiresAt }: Provider): number {
  if (fetchedAt === null || expiresAt === null) return 0;
  return expiresAt - Math.min((expiresAt - fetchedAt) * 0.1, MAX_SKEW_MS);
}

/**
 * From when the next access token is fetched, so that no call has to wait: a fifth of the life ahead, a minute at the most.
 * @param spread 0 to 1, another on each node: they do not all ask at once
 */
export function findRefreshAt(provider: Provider, spread: number): number {
  const { fetchedAt, expiresAt } = provider;
  if (fetchedAt === null || expiresAt === null) return 0;
  const lead = Math.min((expiresAt - fetchedAt) * 0.2, MAX_LEAD_MS);
  return expiresAt - lead * (1 + spread * 0.5);
}

/** When to ask again after so many failures in a row: doubling, five minutes at the most. */
export function findRetryAt(failures: number, now: number, spread: number): number {
  const pause = Math.min(FIRST_RETRY_MS * 2 ** Math.min(failures, 20), LAST_RETRY_MS);
  return now + pause * (1 - spread * 0.25);
}
