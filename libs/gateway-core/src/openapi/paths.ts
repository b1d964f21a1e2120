import { diagnosePattern } from '../route-pattern.js';
import type { DocumentFinding } from './document-findings.js';

/** A path template of OpenAPI as a route's pattern. */
export interface MappedPath {
  readonly pattern: string;
  /** By the name in the document: the segment that is the parameter; null: it is only a part of one. */
  readonly parameters: ReadonlyMap<string, number | null>;
  /** The pattern matches more than the template: a segment that is partly a parameter became one. */
  readonly isWidened: boolean;
}

const MAX_LENGTH = 500;
const WHOLE = /^\{([^{}]+)\}$/;
const PARTIAL = /^[^{}]*(?:\{[^{}]+\}[^{}]*)+$/;

/** A name that a pattern may have: `pet-id` is `pet_id`. */
const toPatternName = (name: string): string => name.replaceAll(/\W+/g, '_').replace(/^(?=\d|$)/, '_');

/** @returns the pattern, or why the gateway cannot serve this path */
export function mapPath(template: string): MappedPath | DocumentFinding {
  if (/[?#]/.test(template)) return { code: 'openapi-path-with-query' };
  const parameters = new Map<string, number | null>();
  let isWidened = false;
  const segments = template.replace(/(?<=.)\/$/, '').split('/');
  const mapped = segments.map((segment, index) => {
    const name = WHOLE.exec(segment)?.[1];
    if (name !== undefined) {
      parameters.set(name, index - 1);
      return `{${toPatternName(name)}}`;
    }
    if (!PARTIAL.test(segment)) return /[%{}]/.test(segment) ? segment : encodeURI(segment);
    isWidened = true;
    for (const [, part = ''] of segment.matchAll(/\{([^{}]+)\}/g)) parameters.set(part, null);
    return `{${toPatternName(segment)}}`;
  });
  const pattern = mapped.join('/');
  if (pattern.length > MAX_LENGTH)
    return { code: 'openapi-path-too-long', values: { most: String(MAX_LENGTH) } };
  // A star would be more than itself in a pattern.
  if (template.includes('*')) return { code: 'openapi-path-with-star' };
  return diagnosePattern(pattern) ?? { pattern, parameters, isWidened };
}

/** What paths have in common that the gateway cannot tell apart. */
export const toShape = (pattern: string): string => pattern.replaceAll(/\{[^/]*\}/g, '{}');

/** Whether a request could match both patterns. */
export function isOverlapping(one: string, other: string): boolean {
  const [left, right] = [one.split('/'), other.split('/')];
  if (left.length !== right.length) return false;
  return left.every((segment, index) => {
    const opposite = right[index] ?? '';
    return segment === opposite || segment.startsWith('{') || opposite.startsWith('{');
  });
}

const isTakingSegment = (pattern: string, template: string): boolean => {
  if (pattern.startsWith('{') || WHOLE.test(template) || pattern === template) return true;
  if (!PARTIAL.test(template)) return pattern === encodeURI(template);
  const text = decodeURI(pattern);
  return (
    text.startsWith(template.slice(0, template.indexOf('{'))) &&
    text.endsWith(template.slice(template.lastIndexOf('}') + 1))
  );
};

/** Whether requests that a template of OpenAPI describes could match a pattern. */
export function isTaking(pattern: string, template: string): boolean {
  const [left, right] = [pattern.split('/'), template.replace(/(?<=.)\/$/, '').split('/')];
  if (left.length !== right.length) return false;
  return left.every((segment, index) => isTakingSegment(segment, right[index] ?? ''));
}

/**
 * Sorts what has a path so that the first that matches is the right one: what is written out goes before parameters
 * (OpenAPI 3.1 §4.8.8.2), and these before a star. Besides, the order stays.
 */
export function sortBySpecificity<T extends { readonly path: string }>(routes: readonly T[]): T[] {
  const firstSeen = new Map<string, number>();
  const rank = (segment: string): number => {
    if (segment === '*') return Infinity;
    if (segment.startsWith('{')) return Number.MAX_SAFE_INTEGER;
    if (!firstSeen.has(segment)) firstSeen.set(segment, firstSeen.size);
    return firstSeen.get(segment) ?? 0;
  };
  const ranked = routes.map((route) => ({ route, ranks: route.path.split('/').slice(1).map(rank) }));
  return ranked.sort((one, other) => compareRanks(one.ranks, other.ranks)).map(({ route }) => route);
}

function compareRanks(one: readonly number[], other: readonly number[]): number {
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const [left = -1, right = -1] = [one[index], other[index]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
