const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const COLON = 58;
const COMMA = 44;

/** Where a text ends that begins at `start`: the index behind its closing quote. */
function findEnd(text: string, start: number): number {
  let index = start + 1;
  while (text.charCodeAt(index) !== QUOTE) index += text.charCodeAt(index) === BACKSLASH ? 2 : 1;
  return index + 1;
}

/** `\u0061` and `a` are one name. */
const readName = (raw: string): string =>
  raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1);

/** A schema that refers to itself is checked by a function that calls itself. */
const MAX_DEPTH = 200;

/**
 * What is wrong with a JSON text whatever its schema: an object has a name twice (RFC 8259 §4), of which each reader may
 * believe another one; or it is nested deeper than it can be checked (RFC 8259 §9).
 * @param text valid JSON
 */
export function findStructureProblem(text: string): string | undefined {
  // The names of each object around a place; undefined: an array.
  const around: (Set<string> | undefined)[] = [];
  for (let index = 0; index < text.length;) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      const end = findEnd(text, index);
      const names = around.at(-1);
      if (names !== undefined && isName(text, end)) {
        const name = readName(text.slice(index, end));
        if (names.has(name)) return 'must not have a name twice';
        names.add(name);
      }
      index = end;
      continue;
    }
    if (code === OPEN_OBJECT) around.push(new Set());
    else if (code === OPEN_ARRAY) around.push(undefined);
    else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) around.pop();
    if (around.length > MAX_DEPTH) return `must not be nested more than ${MAX_DEPTH} deep`;
    index += 1;
  }
  return undefined;
}

/** In valid JSON a colon comes after a name, and a comma or an end after a value. */
function isName(text: string, end: number): boolean {
  for (let index = end; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === COLON) return true;
    if (code === COMMA || code === CLOSE_OBJECT || code === CLOSE_ARRAY) return false;
  }
  return false;
}
