const HOUR_MS = 3_600_000;
/** Hours are summed up some minutes after their end; what is written into one later than this says so. */
const LATE_MS = 2 * 60_000;

/** Has hours summed up anew. @param parameter of hours, as `listLateHours` makes them */
export const MARK_LATE = (parameter: string): string =>
  `INSERT INTO late_hours (hour) SELECT hour FROM unnest(${parameter}::timestamptz[]) AS hour ON CONFLICT DO NOTHING`;

/** Of hours that have been over for a while; most often there is none. */
export function listLateHours(counts: readonly { readonly minute: number }[], now = Date.now()): string[] {
  const hours = new Set(counts.map(({ minute }) => Math.floor(minute / HOUR_MS) * HOUR_MS));
  return [...hours]
    .filter((hour) => hour + HOUR_MS + LATE_MS < now)
    .sort((a, b) => a - b)
    .map((hour) => new Date(hour).toISOString());
}
