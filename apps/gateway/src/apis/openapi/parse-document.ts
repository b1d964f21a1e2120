import type { PlacedMessage } from '@gatehouse/gateway-core';
import { splitPointer } from '@gatehouse/gateway-core';
import { LineCounter, parseDocument, type Document, isNode } from 'yaml';

/** Something in a document, and on which line. */
export interface LocatedMessage extends PlacedMessage {
  /** From 1; null where it could not be found. */
  readonly line: number | null;
}

export type DocumentFormat = 'json' | 'yaml';

export type ParsedDocument =
  | { readonly format: DocumentFormat; readonly root: unknown }
  | { readonly problems: readonly LocatedMessage[] };

const MAX_PROBLEMS = 10;
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
    const problems = document.errors.slice(0, MAX_PROBLEMS).map(({ message, pos }) => ({
      pointer: '',
      line: lines.linePos(pos[0]).line,
      message: message.slice(0, 300),
    }));
    return { problems };
  }
  try {
    return { format: 'yaml', root: document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown };
  } catch (error) {
    const message =
      error instanceof ReferenceError ? 'It has too many aliases, or one of nothing.' : 'It cannot be read.';
    return { problems: [{ pointer: '', line: null, message }] };
  }
}

/** Finds the lines of messages; where a place itself is not found, that of what is around it. */
export function locate(text: string, messages: readonly PlacedMessage[]): LocatedMessage[] {
  if (messages.length === 0) return [];
  const { document, lines } = parseYaml(text);
  return messages.map((message) => {
    for (let names = splitPointer(message.pointer); names.length > 0; names = names.slice(0, -1)) {
      const node: unknown = document.getIn(names, true);
      const start = isNode(node) ? node.range?.[0] : undefined;
      if (start !== undefined) return { ...message, line: lines.linePos(start).line };
    }
    return { ...message, line: null };
  });
}
