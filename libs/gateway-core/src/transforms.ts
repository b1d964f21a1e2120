import type { KnownCall } from './template-facts.js';
import { type CallTemplate, compileTemplate, fillTemplate } from './call-template.js';

/** What is done to one header, or one parameter of the query. */
export interface Change {
  /** `set` leaves one value, or none where the template has no fact; `append` adds one; `remove` leaves none. */
  readonly operation: 'set' | 'append' | 'remove';
  readonly name: string;
  /** Template; nothing where the operation is `remove`. */
  readonly value: string;
}

/** How calls are changed on their way to the upstream, and answers on their way back. */
export interface Transforms {
  /** Headers to the upstream, in this order, after the gateway's own. */
  readonly request: readonly Change[];
  /** Headers to the client, of the upstream's answers and of fixed ones. */
  readonly response: readonly Change[];
  /** Parameters of the query to the upstream. */
  readonly query: readonly Change[];
  /** The upstream gets the base path too. */
  readonly keepsBasePath: boolean;
}

export interface CompiledChange {
  readonly operation: Change['operation'];
  readonly name: string;
  /** Lower case, with `-` for `_`: some servers read both alike. */
  readonly key: string;
  readonly template: CallTemplate;
}

const toKey = (name: string): string => name.toLowerCase().replaceAll('_', '-');

export const compileChanges = (changes: readonly Change[]): readonly CompiledChange[] =>
  changes.map(({ operation, name, value }) => ({
    operation,
    name,
    key: toKey(name),
    template: compileTemplate(value),
  }));

// RFC 9110 §5.5: visible ASCII, spaces and tabs. Anything else could end the header, or mean something to some alone.
const UNSAFE = /[^\t\x20-\x7e]/gu;

/** Text as part of a header's value: what a header cannot carry is percent-encoded as UTF-8 (RFC 3986 §2.1). */
export const toHeaderText = (text: string): string =>
  text.replace(UNSAFE, (character) =>
    Array.from(Buffer.from(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(
      '',
    ),
  );

/** Leaves out every header of a name, in either spelling. */
export function removeHeader(headers: string[], key: string): void {
  let kept = 0;
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] ?? '';
    if (name.length === key.length && toKey(name) === key) continue;
    headers[kept] = name;
    headers[kept + 1] = headers[index + 1] ?? '';
    kept += 2;
  }
  headers.length = kept;
}

/**
 * Changes headers, one change after the other.
 * @param headers name, value, name, value …; changed in place
 */
export function changeHeaders(headers: string[], changes: readonly CompiledChange[], facts: KnownCall): void {
  for (const { operation, name, key, template } of changes) {
    // A client's own value must not stand in for a fact that is missing.
    if (operation !== 'append') removeHeader(headers, key);
    if (operation === 'remove') continue;
    const value = fillTemplate(template, facts, toHeaderText)?.trim();
    if (value !== undefined && value !== '') headers.push(name, value);
  }
}

const nameOf = (pair: string): string => {
  const [name = ''] = pair.split('=', 1);
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name;
  }
};

/** A query with its parameters changed; what is not named stays as it was sent. */
export function changeQuery(query: string, changes: readonly CompiledChange[], facts: KnownCall): string {
  let pairs = query === '' ? [] : query.split('&');
  for (const { operation, name, template } of changes) {
    if (operation !== 'append') pairs = pairs.filter((pair) => nameOf(pair) !== name);
    if (operation === 'remove') continue;
    const value = fillTemplate(template, facts, (text) => text);
    if (value !== undefined) pairs.push(`${encodeURIComponent(name)}=${encodeText(value)}`);
  }
  return pairs.join('&');
}

/** Percent-encoded; half a character, of a request's broken text, as U+FFFD. */
export const encodeText = (text: string): string => encodeURIComponent(Buffer.from(text).toString());
