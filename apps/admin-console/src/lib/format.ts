import { findPageLocale } from './language';

/** Makes a format once per locale: making one costs far more than using it. */
function perLocale<T>(make: (locale: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const locale = findPageLocale();
    const known = made.get(locale) ?? make(locale);
    made.set(locale, known);
    return known;
  };
}

/** Further formats of a feature: each is of the page's language when it is used. */
export const dates = (options: Intl.DateTimeFormatOptions) =>
  perLocale((locale) => new Intl.DateTimeFormat(locale, options));
export const numbers = (options: Intl.NumberFormatOptions) =>
  perLocale((locale) => new Intl.NumberFormat(locale, options));

const dateTime = dates({ dateStyle: 'medium', timeStyle: 'short' });
const date = dates({ dateStyle: 'medium' });
const weekday = dates({ weekday: 'long' });
const time = dates({ timeStyle: 'medium' });
const plain = numbers({});

/** An ISO 8601 text as people here write it. */
export const formatDateTime = (iso: string): string => dateTime().format(new Date(iso));
/** The time of day, to the second. */
export const formatTime = (iso: string): string => time().format(new Date(iso));
export const formatDate = (iso: string): string => date().format(new Date(iso));
/** "Tuesday" */
export const formatWeekday = (iso: string): string => weekday().format(new Date(iso));

/** 1234567 → "1,234,567" */
const conjunction = perLocale((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));
/** The parts of a list in a sentence: what is in it, and what stands between. */
export const formatList = (items: readonly string[]) => conjunction().formatToParts(items);

export const formatNumber = (value: number): string => plain().format(value);

const long = { style: 'unit', unitDisplay: 'long' } as const;

const UNITS = [
  { name: 'day', format: numbers({ ...long, unit: 'day' }), seconds: 86_400 },
  { name: 'hour', format: numbers({ ...long, unit: 'hour' }), seconds: 3_600 },
  { name: 'minute', format: numbers({ ...long, unit: 'minute' }), seconds: 60 },
  { name: 'second', format: numbers({ ...long, unit: 'second' }), seconds: 1 },
] as const;

/** 3600 → "1 hour"; what no larger unit divides stays in seconds. */
export function formatDuration(seconds: number): string {
  const unit =
    UNITS.find((candidate) => seconds >= candidate.seconds && seconds % candidate.seconds === 0) ?? UNITS[3];
  return unit.format().format(seconds / unit.seconds);
}

/** How long to wait, as nobody needs to know it more exactly: whole minutes from one on. */
export const formatWait = (seconds: number): string =>
  formatDuration(seconds < 60 ? Math.max(1, Math.ceil(seconds)) : Math.ceil(seconds / 60) * 60);

const relative = perLocale((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));

/** How long ago it was: "3 days ago"; within a minute: "now". */
export function formatAgo(iso: string, now = Date.now()): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  const unit = UNITS.slice(0, 3).find((candidate) => seconds >= candidate.seconds);
  return unit === undefined
    ? relative().format(0, 'second')
    : relative().format(-Math.floor(seconds / unit.seconds), unit.name);
}

const fine = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
const coarse = numbers({ maximumFractionDigits: 0 });
const finer = numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** 3.14159 → "3.1 ms", 2345 → "2.35 s": the symbols of the SI are those of every language. */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds >= 1_000) return `${finer().format(milliseconds / 1_000)}\u00A0s`;
  const format = milliseconds > 0 && milliseconds < 10 ? fine : coarse;
  return `${format().format(milliseconds)}\u00A0ms`;
}

const tenths = { style: 'unit', minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;
const BYTE_FORMATS = [
  numbers({ ...long, unit: 'byte' }),
  ...['kilobyte', 'megabyte', 'gigabyte', 'terabyte'].map((unit) => numbers({ ...tenths, unit })),
] as const;

/** 1536 → "1.5 kB" */
export function formatBytes(bytes: number): string {
  const power = Math.min(BYTE_FORMATS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return (BYTE_FORMATS[power] ?? BYTE_FORMATS[0])().format(bytes / 1_000 ** power);
}
