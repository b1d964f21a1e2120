import { parsePattern, type PatternSegment } from './route-pattern.js';

/** A segment trie: a request visits a few nodes, however many patterns there are. */
export interface PathNode<T> {
  readonly literals: Map<string, PathNode<T>>;
  parameter: PathNode<T> | undefined;
  readonly ends: T[];
  /** Entries whose star swallows the rest of the path. */
  readonly stars: T[];
}

export const makePathNode = <T>(): PathNode<T> => ({
  literals: new Map(),
  parameter: undefined,
  ends: [],
  stars: [],
});

function step<T>(node: PathNode<T>, segment: Exclude<PatternSegment, 'star'>): PathNode<T> {
  if (segment === 'parameter') return (node.parameter ??= makePathNode());
  const next = node.literals.get(segment.literal) ?? makePathNode();
  node.literals.set(segment.literal, next);
  return next;
}

/** @param pattern one that has no problem */
export function insertPath<T>(root: PathNode<T>, pattern: string, entry: T): void {
  let node = root;
  for (const segment of parsePattern(pattern)) {
    if (segment === 'star') {
      node.stars.push(entry);
      return;
    }
    node = step(node, segment);
  }
  node.ends.push(entry);
}

/**
 * Every entry whose pattern matches.
 * @param segments of a normalised path
 */
export function collectPaths<T>(
  node: PathNode<T>,
  segments: readonly string[],
  depth: number,
  found: T[],
): void {
  const segment = segments[depth];
  if (segment === undefined) {
    for (const entry of node.ends) found.push(entry);
    return;
  }
  for (const entry of node.stars) found.push(entry);
  const literal = node.literals.get(segment);
  if (literal !== undefined) collectPaths(literal, segments, depth + 1, found);
  if (node.parameter !== undefined) collectPaths(node.parameter, segments, depth + 1, found);
}
