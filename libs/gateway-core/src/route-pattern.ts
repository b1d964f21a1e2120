import { findPathProblem, normalizePath } from './request-target.js';

/** One segment of a pattern: the text it wants, any text, or all that is left. */
export type PatternSegment = { readonly literal: string } | 'parameter' | 'star';

const PARAMETER = /^\{[A-Za-z_]\w*\}$/;

/** What is wrong with a route's path pattern, as a sentence; undefined when nothing is. */
export function findPatternProblem(pattern: string): string | undefined {
  if (!pattern.startsWith('/')) return 'A path begins with a slash.';
  if (pattern === '/') return undefined;
  const segments = pattern.slice(1).split('/');
  for (const [index, segment] of segments.entries()) {
    const problem = findSegmentProblem(segment, index === segments.length - 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function findSegmentProblem(segment: string, isLast: boolean): string | undefined {
  if (segment === '') return 'A path has no empty segment and no slash at its end.';
  if (segment === '*') return isLast ? undefined : 'A star stands only at the end.';
  if (PARAMETER.test(segment)) return undefined;
  if (segment.includes('{') || segment.includes('}')) {
    return `"${segment}" is not a parameter: write a whole segment such as {id}.`;
  }
  if (segment.includes('*')) return `"${segment}" is not a star: a star is a whole segment.`;
  // No request could have such a segment.
  return findPathProblem(`/${segment}`);
}

/** The segments of a pattern that has no problem; `/` has none. */
export function parsePattern(pattern: string): readonly PatternSegment[] {
  return splitPath(pattern).map((segment) => {
    if (segment === '*') return 'star';
    return PARAMETER.test(segment) ? 'parameter' : { literal: normalizePath(segment) };
  });
}

/** `/` has no segment. A slash at the end decides nothing: many upstreams do not look at it. */
export function splitPath(path: string): readonly string[] {
  const end = path.endsWith('/') ? path.length - 1 : path.length;
  return end <= 0 ? [] : path.slice(1, end).split('/');
}
