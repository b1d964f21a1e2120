/** A part of a sentence about an authorization detail: words of an operator's, or a value of the detail. */
export interface DetailPart {
  readonly text: string;
  readonly isValue: boolean;
}

/** What of a detail stands where; all of it, in the end. */
export interface DetailField {
  /** `creditor.iban` */
  readonly name: string;
  readonly value: string;
}

type Detail = Readonly<Record<string, unknown>>;

const PLACEHOLDER = /\{\{ ?([A-Za-z_][\w-]*(?:\.[\w-]+)*) ?\}\}/g;
const MAX_VALUE = 200;
const MAX_FIELDS = 60;
/** Where a detail has nothing. */
const NOTHING = '—';

// What turns the direction of the words around it, and what nobody can see. Whoever shows a value keeps it apart besides.
const UNSHOWN = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]+/gu;

function toShown(text: string): string {
  const shown = text.replaceAll(UNSHOWN, ' ').trim();
  const letters = Array.from(shown);
  return letters.length <= MAX_VALUE ? shown : `${letters.slice(0, MAX_VALUE).join('')}…`;
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return toShown(value.map(toText).join(', '));
  if (typeof value === 'object' && value !== null) return toShown(JSON.stringify(value));
  return value == null
    ? NOTHING
    : toShown(typeof value === 'string' ? value : JSON.stringify(value)) || NOTHING;
}

function findValue(detail: Detail, path: string): unknown {
  let value: unknown = detail;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Detail)[name];
  }
  return value;
}

/** The fields that a template names, in its order. */
export const listTemplateFields = (template: string): readonly string[] =>
  [...template.matchAll(PLACEHOLDER)].map(([, path = '']) => path);

/** Whether a template has braces around what names no field. */
export const hasLooseBraces = (template: string): boolean =>
  /[{}]/.test(template.replaceAll(PLACEHOLDER, ''));

/** "Pay {{amount.value}} to {{creditor}}", with the values of a detail. */
export function fillDetailTemplate(template: string, detail: Detail): readonly DetailPart[] {
  const parts: DetailPart[] = [];
  let end = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    if (match.index > end) parts.push({ text: template.slice(end, match.index), isValue: false });
    parts.push({ text: toText(findValue(detail, match[1] ?? '')), isValue: true });
    end = match.index + match[0].length;
  }
  return end < template.length ? [...parts, { text: template.slice(end), isValue: false }] : parts;
}

function listBelow(value: unknown, name: string): DetailField[] {
  const isTree = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isTree) return [{ name: toShown(name), value: toText(value) }];
  return Object.entries(value).flatMap(([key, inner]) => listBelow(inner, `${name}.${key}`));
}

/** All that a detail says: a template may leave out what matters to whoever is asked. */
export const listDetailFields = (detail: Detail): readonly DetailField[] =>
  Object.entries(detail)
    .filter(([name]) => name !== 'type')
    .flatMap(([name, value]) => listBelow(value, name))
    .slice(0, MAX_FIELDS);
