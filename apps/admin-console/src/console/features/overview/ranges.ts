import type { SummaryRange } from '@gatehouse/dto';
import { dates, formatNumber, numbers } from '../../../lib/format';

/** What can be looked at; the words for it are under the same names. */
export const RANGES = ['1h', '24h', '7d', '30d'] as const satisfies readonly SummaryRange[];

export const DEFAULT_RANGE: SummaryRange = '24h';

/** @param text of the address; what is none is the default */
export const toRange = (text: string | null): SummaryRange =>
  RANGES.find((range) => range === text) ?? DEFAULT_RANGE;

const clock = dates({ hour: '2-digit', minute: '2-digit' });
const dayAndHour = dates({ weekday: 'short', hour: '2-digit', minute: '2-digit' });
// Days are summed up as UTC has them.
const day = dates({ day: 'numeric', month: 'short', timeZone: 'UTC' });

/** When a step begins, as short as the range allows. */
export function formatStep(range: SummaryRange, iso: string): string {
  const format = range === '30d' ? day : range === '7d' ? dayAndHour : clock;
  return format().format(new Date(iso));
}

const compact = numbers({ notation: 'compact', maximumFractionDigits: 1 });

/** 1234567 → "1.2M"; small numbers stay as they are. */
export const formatCount = (count: number): string =>
  count < 10_000 ? formatNumber(count) : compact().format(count);

const whole = numbers({ style: 'percent' });
const tenths = numbers({ style: 'percent', maximumFractionDigits: 1 });

/** 0.0234 → "2.3%", as each language writes it; what is next to nothing is not said to be nothing. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.001) return `< ${tenths().format(0.001)}`;
  return (share < 0.1 ? tenths : whole)().format(share);
}
