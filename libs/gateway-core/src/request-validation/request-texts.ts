import type { ParameterContract } from './contract.js';
import type { ParameterText } from './parameter-values.js';

/** A request as far as its parameters are concerned. */
export interface RequestParts {
  /** Inside the API, as sent. */
  readonly innerPath: string;
  /** Without the question mark, as sent. */
  readonly query: string;
  /** By lower-case name; several lines of one header joined by commas. */
  readonly findHeader: (name: string) => string | undefined;
}

/** A text, nothing, or a sentence why it cannot be read. */
export type FoundText = { readonly text: ParameterText } | { readonly problem: string } | undefined;

type Pair = readonly [name: string, rawValue: string];

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Upstreams differ in what they make of it; the schema judges it as it is.
    return text;
  }
}

// WHATWG URL §5.1: a plus is a space, in a query alone.
const decodeQuery = (text: string): string => decode(text.replaceAll('+', ' '));

export const parseQuery = (query: string): readonly Pair[] =>
  query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] = equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [decodeQuery(name), value];
    });

/** RFC 6265 §4.2.1. */
function findCookies(header: string | undefined, name: string): string[] {
  return (header ?? '').split(';').flatMap((pair) => {
    const equals = pair.indexOf('=');
    return equals !== -1 && pair.slice(0, equals).trim() === name ? [pair.slice(equals + 1).trim()] : [];
  });
}

const once = (values: readonly string[], read: (value: string) => ParameterText): FoundText => {
  const [first] = values;
  if (first === undefined) return undefined;
  return values.length > 1 ? { problem: 'must be given only once' } : { text: read(first) };
};

const DELIMITERS: Readonly<Record<string, RegExp>> = {
  form: /,/,
  spaceDelimited: /%20|\+/,
  pipeDelimited: /\||%7C/i,
};

/** `filter[color]=red` (OpenAPI 3.1 §4.8.12.2, deepObject). */
function findDeepObject(name: string, pairs: readonly Pair[]): FoundText {
  const members = new Map<string, string[]>();
  for (const [key, value] of pairs) {
    if (!key.startsWith(`${name}[`) || !key.endsWith(']')) continue;
    const property = key.slice(name.length + 1, -1);
    members.set(property, [...(members.get(property) ?? []), decodeQuery(value)]);
  }
  return members.size === 0 ? undefined : { text: members };
}

function findInQuery(parameter: ParameterContract, isList: boolean, pairs: readonly Pair[]): FoundText {
  const { name, style, isExploded } = parameter;
  if (style === 'deepObject') return findDeepObject(name, pairs);
  const values = pairs.filter(([key]) => key === name).map(([, value]) => value);
  if (!isList) return once(values, decodeQuery);
  if (isExploded) return values.length === 0 ? undefined : { text: values.map(decodeQuery) };
  return once(values, (value) => value.split(DELIMITERS[style] ?? /,/).map(decodeQuery));
}

/** Finds the text of a parameter in a request. */
export function findText(
  parameter: ParameterContract,
  isList: boolean,
  parts: RequestParts,
  pairs: readonly Pair[],
): FoundText {
  const { name, segment } = parameter;
  switch (parameter.in) {
    case 'path': {
      const raw = parts.innerPath.split('/')[(segment ?? 0) + 1];
      if (raw === undefined || raw === '') return undefined;
      return { text: isList ? raw.split(',').map(decode) : decode(raw) };
    }
    case 'query':
      return findInQuery(parameter, isList, pairs);
    case 'header': {
      const value = parts.findHeader(name)?.trim();
      if (value === undefined) return undefined;
      return { text: isList ? value.split(',').map((item) => item.trim()) : value };
    }
    case 'cookie':
      return once(findCookies(parts.findHeader('cookie'), name), (value) =>
        isList ? value.split(',').map(decode) : decode(value),
      );
  }
}
