import { AMBIGUITIES, findAmbiguity, normalizePath } from './request-target.js';
import type { RuleProblem } from './rule-problems.js';

/** One segment of a pattern: the text it wants, any text, or all that is left. */
export type PatternSegment = { readonly literal: string } | 'parameter' | 'star';

const PARAMETER = /^\{[A-Za-z_]\w*\}$/;

/** What is wrong with a pattern, in words for who made it; `{{segment}}` is the one that is wrong. */
export const PATTERN_SENTENCES = {
  ...AMBIGUITIES,
  'path-without-slash': 'A path begins with a slash.',
  'path-with-empty-segment': 'A path has no empty segment and no slash at its end.',
  'path-star-before-end': 'A star stands only at the end.',
  'path-not-a-parameter': '"{{segment}}" is not a parameter: write a whole segment such as {id}.',
  'path-not-a-star': '"{{segment}}" is not a star: a star is a whole segment, as in /files/*.',
} as const;

export type PatternProblem = Extract<RuleProblem, { readonly code: keyof typeof PATTERN_SENTENCES }>;

/** What is wrong with a route's path pattern, as a sentence; undefined when nothing is. */
export function findPatternProblem(pattern: string): string | undefined {
  const problem = diagnosePattern(pattern);
  return (
    problem && PATTERN_SENTENCES[problem.code].replace('{{segment}}', () => problem.values?.segment ?? '')
  );
}

/** What is wrong with a route's path pattern; undefined when nothing is. */
export function diagnosePattern(pattern: string): PatternProblem | undefined {
  if (!pattern.startsWith('/')) return { code: 'path-without-slash' };
  if (pattern === '/') return undefined;
  const segments = pattern.slice(1).split('/');
  for (const [index, segment] of segments.entries()) {
    const problem = findSegmentProblem(segment, index === segments.length - 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function findSegmentProblem(segment: string, isLast: boolean): PatternProblem | undefined {
  if (segment === '') return { code: 'path-with-empty-segment' };
  if (segment === '*') return isLast ? undefined : { code: 'path-star-before-end' };
  if (PARAMETER.test(segment)) return undefined;
  if (segment.includes('{') || segment.includes('}')) {
    return { code: 'path-not-a-parameter', values: { segment } };
  }
  if (segment.includes('*')) return { code: 'path-not-a-star', values: { segment } };
  // No request could have such a segment.
  const code = findAmbiguity(`/${segment}`);
  return code && { code };
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
