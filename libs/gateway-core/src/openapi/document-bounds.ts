import { at, findAt, isObject, parseInnerReference, type PlacedMessage } from './json.js';

/** How deep a document may be nested; real ones stay below 40. */
const MAX_DEPTH = 100;
/** How many values it may have, those that YAML aliases repeat counted each time. */
const MAX_VALUES = 400_000;
const MAX_PROBLEMS = 20;

// PostgreSQL stores neither U+0000 nor half a surrogate pair.
// eslint-disable-next-line no-control-regex -- it is looked for
const UNSTORABLE = /\u0000|\p{Surrogate}/u;

export const hasUnstorableText = (text: string): boolean => UNSTORABLE.test(text);

interface Place {
  readonly value: unknown;
  readonly name: string;
  readonly parent: Place | undefined;
  readonly depth: number;
}

function toPointer(place: Place | undefined): string {
  const names: string[] = [];
  for (let here = place; here?.parent !== undefined; here = here.parent) names.unshift(here.name);
  return at('', ...names);
}

const DATA = new Set(['example', 'default', 'enum', 'const']);

/** Whether what is below is somebody's data and not a part of the description. */
const isData = ({ name, parent }: Place): boolean =>
  (parent?.name !== 'properties' && DATA.has(name)) ||
  name.startsWith('x-') ||
  (name === 'value' && parent?.parent?.name === 'examples');

function findReferenceProblem(root: unknown, reference: string): string | undefined {
  const pointer = parseInnerReference(reference);
  if (pointer === undefined) {
    return `"${reference.slice(0, 100)}" is not followed: a reference must begin with "#/". Bundle the document into one file.`;
  }
  return findAt(root, pointer) === undefined
    ? `There is nothing at "${reference.slice(0, 100)}".`
    : undefined;
}

function findValueProblem(root: unknown, { value, name, parent, depth }: Place): string | undefined {
  if (depth > MAX_DEPTH) return `Nested more than ${MAX_DEPTH} deep.`;
  if (hasUnstorableText(name)) return 'Its name has a character that cannot be stored.';
  if (typeof value === 'string') {
    if (hasUnstorableText(value)) return 'It has a character that cannot be stored.';
    const isReference = name === '$ref' && parent?.name !== 'properties';
    return isReference ? findReferenceProblem(root, value) : undefined;
  }
  const isJson = value === null || ['number', 'boolean'].includes(typeof value) || Array.isArray(value);
  if (isJson) return undefined;
  return isObject(value) && Object.getPrototypeOf(value) === Object.prototype
    ? undefined
    : 'It is nothing that JSON can say.';
}

/**
 * What makes a parsed document unfit to be worked on: too large, too deep, or with references to what is not in it.
 * Nothing outside of a document is ever read.
 */
export function listBoundProblems(root: unknown): PlacedMessage[] {
  const problems: PlacedMessage[] = [];
  const waiting: Place[] = [{ value: root, name: '', parent: undefined, depth: 0 }];
  for (let count = 1; ; count += 1) {
    const place = waiting.pop();
    if (place === undefined || problems.length >= MAX_PROBLEMS) return problems;
    if (count > MAX_VALUES) {
      return [{ pointer: '', message: `It has more than ${MAX_VALUES.toLocaleString('en')} values.` }];
    }
    const message = findValueProblem(root, place);
    if (message !== undefined) {
      problems.push({ pointer: toPointer(place), message });
      continue;
    }
    if (isData(place) || typeof place.value !== 'object' || place.value === null) continue;
    for (const [name, value] of Object.entries(place.value)) {
      waiting.push({ value, name, parent: place, depth: place.depth + 1 });
    }
  }
}
