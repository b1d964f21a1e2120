const DAY_MS = 86_400_000;

/** How a day of the past is told: by its weekday while that means one day alone. */
export type DayTold = 'today' | 'yesterday' | 'weekday' | 'date';

const midnight = (moment: Date): number =>
  new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();

/** @param iso not after `now`; what a clock ahead of ours says was today */
export function tellDay(iso: string, now = new Date()): DayTold {
  // Rounded: where clocks are changed, a day has an hour more or less.
  const days = Math.round((midnight(now) - midnight(new Date(iso))) / DAY_MS);
  if (days <= 0) return 'today';
  if (days === 1) return 'yesterday';
  return days < 7 ? 'weekday' : 'date';
}
