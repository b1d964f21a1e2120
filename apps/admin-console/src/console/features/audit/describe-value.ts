import i18next from 'i18next';
import {
  formatBytes,
  formatDateTime,
  formatDuration,
  formatMilliseconds,
  formatNumber,
} from '../../../lib/format';
import { type FieldWords, sayLanguage } from './field-words';
import { findChoiceWords } from './value-words';

/** What a value is part of decides how it is said. */
export type ValueOf = Pick<FieldWords, 'step' | 'owner'>;

/** The units that names end in, and what numbers with them are. */
const UNITS: readonly (readonly [RegExp, (value: number) => string])[] = [
  [/seconds$/i, formatDuration],
  [/hours$/i, (value) => formatDuration(value * 3_600)],
  [/days$/i, (value) => formatDuration(value * 86_400)],
  [/Ms$/, formatMilliseconds],
  [/bytes$/i, formatBytes],
];

// What the database writes in place of what it does not record.
const SECRET = /^\(secret( changed)?\)$/;
const BINARY = /^\((\d+) bytes, SHA-256 ([0-9a-f]{64})\)$/;
const SHORTENED = /^(.*)… \((\d+) characters, SHA-256 [0-9a-f]{64}\)$/s;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

function describeText(text: string, { step, owner }: ValueOf): string {
  const secret = SECRET.exec(text);
  if (secret !== null)
    return i18next.t(secret[1] === undefined ? 'audit:changes.secret' : 'audit:changes.secretChanged');
  const [, size, hash = ''] = BINARY.exec(text) ?? [];
  if (size !== undefined)
    return i18next.t('audit:changes.binary', { size: formatBytes(Number(size)), hash: hash.slice(0, 12) });
  if (step.name === '(more)') return i18next.t('audit:changes.moreFieldsValue');
  if (step.name.endsWith('At') && MOMENT.test(text)) return formatDateTime(text);
  if (step.name === 'locale') return sayLanguage(text);
  return findChoiceWords(owner, step.name, text) ?? text;
}

/** A value that is one thing, as a person reads it. */
export function describePlain(value: string | number | boolean, of: ValueOf): string {
  if (typeof value === 'boolean') return i18next.t(value ? 'audit:changes.yes' : 'audit:changes.no');
  if (typeof value === 'string') return describeText(value, of);
  // A setting's variable has the unit.
  const name = of.step.key ?? of.step.name;
  const format = UNITS.find(([ending]) => ending.test(name))?.[1] ?? formatNumber;
  return format(value);
}

/** What was kept of a long text, and how long it was; undefined: all of it is there. */
export function findShortened(text: string): { readonly text: string; readonly note: string } | undefined {
  const [, kept, length] = SHORTENED.exec(text) ?? [];
  if (kept === undefined || length === undefined) return undefined;
  const count = Number(length);
  return {
    text: `${kept}…`,
    note: i18next.t('audit:changes.shortened', { count, number: formatNumber(count) }),
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const PERIODS = ['second', 'minute', 'hour', 'day', 'month'] as const;
const isPeriod = (value: unknown): value is (typeof PERIODS)[number] => PERIODS.some((one) => one === value);

/** A limit or a target in words; undefined for what only its JSON says. */
export function describeItem(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  const { requests, per, url, weight } = value;
  if (typeof requests === 'number' && isPeriod(per))
    return i18next.t('audit:changes.limit', {
      count: requests,
      number: formatNumber(requests),
      per: i18next.t(`ui:per.${per}`),
    });
  if (typeof url !== 'string') return undefined;
  return typeof weight === 'number' && weight !== 1
    ? `${url} (${i18next.t('audit:changes.weight', { number: formatNumber(weight) })})`
    : url;
}
