import { splitPointer } from '@gatehouse/gateway-core';
import { type Document, type ErrorCode, isNode, LineCounter, parseDocument } from 'yaml';
import { tell, type ToldFinding } from './tell-findings.js';

/** Something in a document, and on which line. */
export interface LocatedFinding extends ToldFinding {
  /** From 1; null where it could not be found. */
  readonly line: number | null;
}

export type DocumentFormat = 'json' | 'yaml';

export type ParsedDocument =
  | { readonly format: DocumentFormat; readonly root: unknown }
  | { readonly problems: readonly LocatedFinding[] };

const MAX_PROBLEMS = 10;
const MAX_REASON = 300;
/** What the reader of YAML finds most; the rest has one code. */
const YAML_CODES = {
  BAD_INDENT: 'yaml-indented-wrongly',
  TAB_AS_INDENT: 'yaml-indented-with-tabs',
  DUPLICATE_KEY: 'yaml-key-twice',
  MISSING_CHAR: 'yaml-character-missing',
  UNEXPECTED_TOKEN: 'yaml-unexpected',
  BAD_DQ_ESCAPE: 'yaml-escaped-wrongly',
  MULTIPLE_DOCS: 'yaml-several-documents',
} as const satisfies Partial<Record<ErrorCode, string>>;
const toYamlCode = (code: ErrorCode) =>
  Object.hasOwn(YAML_CODES, code) ? YAML_CODES[code as keyof typeof YAML_CODES] : 'yaml-not-readable';
/** How often an anchor may be used; what a short text means in the end is bounded when its values are counted. */
const MAX_ALIASES = 10_000;

function parseYaml(text: string): { readonly document: Document.Parsed; readonly lines: LineCounter } {
  const lines = new LineCounter();
  // YAML 1.2: no dates and no binaries, which JSON could not say.
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: true,
    prettyErrors: false,
    lineCounter: lines,
  });
  return { document, lines };
}

/** Reads JSON or YAML. What is not valid JSON is read as YAML, which says better where it is wrong. */
export function parseText(text: string): ParsedDocument {
  if (/^\s*[{[]/.test(text)) {
    try {
      return { format: 'json', root: JSON.parse(text) as unknown };
    } catch {
      // YAML includes JSON.
    }
  }
  const { document, lines } = parseYaml(text);
  if (document.errors.length > 0) {
    const problems = document.errors.slice(0, MAX_PROBLEMS).map(({ code, message, pos }) => ({
      ...tell('', { code: toYamlCode(code), values: { reason: message.slice(0, MAX_REASON) } }),
      line: lines.linePos(pos[0]).line,
    }));
    return { problems };
  }
  try {
    return { format: 'yaml', root: document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown };
  } catch (error) {
    const code = error instanceof ReferenceError ? 'document-aliases' : 'document-unreadable';
    return { problems: [{ ...tell('', { code }), line: null }] };
  }
}

/** Finds the lines of places; where one itself is not found, that of what is around it. */
export function locate<Placed extends { readonly pointer: string }>(
  text: string,
  places: readonly Placed[],
): (Placed & { readonly line: number | null })[] {
  if (places.length === 0) return [];
  const { document, lines } = parseYaml(text);
  return places.map((place) => {
    for (let names = splitPointer(place.pointer); names.length > 0; names = names.slice(0, -1)) {
      const node: unknown = document.getIn(names, true);
      const start = isNode(node) ? node.range?.[0] : undefined;
      if (start !== undefined) return { ...place, line: lines.linePos(start).line };
    }
    return { ...place, line: null };
  });
}
