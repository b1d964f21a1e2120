import type { DocumentFinding, PlacedFinding } from './document-findings.js';
import { at, findAt, isObject, parseInnerReference } from './json.js';

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

function findReferenceProblem(root: unknown, text: string): DocumentFinding | undefined {
  const pointer = parseInnerReference(text);
  const values = { reference: text.slice(0, 100) };
  if (pointer === undefined) return { code: 'openapi-reference-elsewhere', values };
  return findAt(root, pointer) === undefined ? { code: 'openapi-reference-to-nothing', values } : undefined;
}

function findValueProblem(root: unknown, { value, name, parent, depth }: Place): DocumentFinding | undefined {
  if (depth > MAX_DEPTH) return { code: 'openapi-too-deep', values: { most: String(MAX_DEPTH) } };
  if (hasUnstorableText(name)) return { code: 'openapi-name-unstorable' };
  if (typeof value === 'string') {
    if (hasUnstorableText(value)) return { code: 'document-unstorable' };
    const isReference = name === '$ref' && parent?.name !== 'properties';
    return isReference ? findReferenceProblem(root, value) : undefined;
  }
  const isJson = value === null || ['number', 'boolean'].includes(typeof value) || Array.isArray(value);
  if (isJson) return undefined;
  return isObject(value) && Object.getPrototypeOf(value) === Object.prototype
    ? undefined
    : { code: 'openapi-nothing-of-json' };
}

/**
 * What makes a parsed document unfit to be worked on: too large, too deep, or with references to what is not in it.
 * Nothing outside of a document is ever read.
 */
export function listBoundProblems(root: unknown): PlacedFinding[] {
  const problems: PlacedFinding[] = [];
  const waiting: Place[] = [{ value: root, name: '', parent: undefined, depth: 0 }];
  for (let count = 1; ; count += 1) {
    const place = waiting.pop();
    if (place === undefined || problems.length >= MAX_PROBLEMS) return problems;
    if (count > MAX_VALUES) {
      const values = { most: MAX_VALUES.toLocaleString('en') };
      return [{ pointer: '', finding: { code: 'openapi-too-many-values', values } }];
    }
    const finding = findValueProblem(root, place);
    if (finding !== undefined) {
      problems.push({ pointer: toPointer(place), finding });
      continue;
    }
    if (isData(place) || typeof place.value !== 'object' || place.value === null) continue;
    for (const [name, value] of Object.entries(place.value)) {
      waiting.push({ value, name, parent: place, depth: place.depth + 1 });
    }
  }
}
