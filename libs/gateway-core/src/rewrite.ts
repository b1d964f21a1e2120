import type { Route } from './api.js';
import { type KnownCall, type Fact, findFact, findParameter, findRawParameter } from './template-facts.js';
import { findAmbiguity, findPathProblem } from './request-target.js';
import { splitPath } from './route-pattern.js';
import type { RuleProblem } from './rule-problems.js';
import { encodeText } from './transforms.js';

/** What stands for one segment of a path: text, a parameter of the route as it was sent, or a fact. */
type RewriteSegment = { readonly text: string } | { readonly parameter: string } | { readonly fact: Fact };

const PARAMETER = /^\{([A-Za-z_]\w*)\}$/;
const FACT = /^\{([a-z]+)\.([\w.:/-]+)\}$/;

function findSegmentFact(segment: string): Fact | undefined {
  const match = FACT.exec(segment);
  return match === null ? undefined : findFact({ subject: match[1] ?? '', fact: match[2] ?? '' });
}

function findSegmentProblem(segment: string, routePath: string, isLast: boolean): RuleProblem | undefined {
  const parameter = segment === '*' ? '*' : PARAMETER.exec(segment)?.[1];
  if (parameter !== undefined) {
    if (findParameter(routePath, parameter) === -1)
      return { code: 'rewrite-not-in-route', values: { segment, path: routePath } };
    return parameter === '*' && !isLast ? { code: 'path-star-before-end' } : undefined;
  }
  if (segment === '') return { code: 'path-with-empty-segment' };
  if (/[{}*]/.test(segment)) {
    return findSegmentFact(segment) === undefined
      ? { code: 'rewrite-not-a-fact', values: { segment } }
      : undefined;
  }
  const code = findAmbiguity(`/${segment}`);
  return code && { code };
}

/**
 * What is wrong with the path that a route's calls have at the upstream; undefined when nothing is.
 * @param routePath the pattern of the route
 */
export function findRewriteProblem(rewrite: string, routePath: string): RuleProblem | undefined {
  if (!rewrite.startsWith('/')) return { code: 'path-without-slash' };
  if (rewrite === '/') return undefined;
  const segments = rewrite.slice(1).split('/');
  for (const [index, segment] of segments.entries()) {
    const problem = findSegmentProblem(segment, routePath, index === segments.length - 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const compiled = new WeakMap<Route, readonly RewriteSegment[]>();

function getSegments(route: Route, rewrite: string): readonly RewriteSegment[] {
  const known = compiled.get(route);
  if (known !== undefined) return known;
  const segments = splitPath(rewrite).map((segment): RewriteSegment => {
    if (segment === '*') return { parameter: '*' };
    const parameter = PARAMETER.exec(segment)?.[1];
    if (parameter !== undefined) return { parameter };
    const fact = findSegmentFact(segment);
    return fact === undefined ? { text: segment } : { fact };
  });
  compiled.set(route, segments);
  return segments;
}

function fillSegment(segment: RewriteSegment, facts: KnownCall): string | undefined {
  if ('text' in segment) return segment.text;
  // As sent: it was looked at with the whole request target.
  if ('parameter' in segment) return findRawParameter(facts, segment.parameter);
  const value = segment.fact(facts);
  return value === undefined || value === '' ? undefined : encodeText(value);
}

/**
 * The path at the upstream of a call whose route rewrites it. A value is one segment: none can add another or go up.
 * @returns undefined when a value is missing or cannot be a segment
 */
export function rewritePath(rewrite: string, facts: KnownCall): string | undefined {
  let path = '';
  for (const segment of getSegments(facts.route, rewrite)) {
    const text = fillSegment(segment, facts);
    if (text === undefined) return undefined;
    path += `/${text}`;
  }
  const whole = path === '' ? '/' : path;
  return findPathProblem(whole) === undefined ? whole : undefined;
}
