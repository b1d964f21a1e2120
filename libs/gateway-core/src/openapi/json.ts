export type JsonObject = Readonly<Record<string, unknown>>;

const NOTHING: JsonObject = {};

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const toObject = (value: unknown): JsonObject => (isObject(value) ? value : NOTHING);
export const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const toText = (value: unknown): string => (typeof value === 'string' ? value : '');
export const toTexts = (value: unknown): readonly string[] =>
  toList(value).filter((one): one is string => typeof one === 'string');

/** A member of the object's own: names come from outside, and "constructor" is one. */
export const member = (object: JsonObject, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined;

// RFC 6901 §3.
export const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
const unescapePointer = (text: string): string => text.replaceAll('~1', '/').replaceAll('~0', '~');

export const at = (pointer: string, ...names: readonly (string | number)[]): string =>
  names.reduce<string>((path, name) => `${path}/${escapePointer(String(name))}`, pointer);

/** The pointer in a reference into the same document; undefined: it is none. RFC 6901 §6: percent-encoded. */
export function parseInnerReference(reference: string): string | undefined {
  if (reference !== '#' && !reference.startsWith('#/')) return undefined;
  try {
    return decodeURIComponent(reference.slice(1));
  } catch {
    return undefined;
  }
}

/** The names on the way that a pointer describes. */
export const splitPointer = (pointer: string): string[] => pointer.split('/').slice(1).map(unescapePointer);

/** What a pointer means; undefined: nothing. */
export function findAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const name of splitPointer(pointer)) {
    if (Array.isArray(value)) value = /^\d+$/.test(name) ? (value[Number(name)] as unknown) : undefined;
    else value = isObject(value) ? member(value, name) : undefined;
    if (value === undefined) return undefined;
  }
  return value;
}

const MAX_HOPS = 20;

/** An object, or what its `$ref` means in the end; empty where that is nothing. */
export function follow(root: unknown, value: unknown): JsonObject {
  let object = toObject(value);
  for (let hops = 0; hops < MAX_HOPS; hops += 1) {
    const reference = member(object, '$ref');
    if (typeof reference !== 'string') return object;
    const pointer = parseInnerReference(reference);
    object = pointer === undefined ? NOTHING : toObject(findAt(root, pointer));
  }
  return NOTHING;
}
