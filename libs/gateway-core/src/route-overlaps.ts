import type { Route } from './api.js';
import { parsePattern, type PatternSegment } from './route-pattern.js';

/** A route that earlier ones take calls from, which it would get if it stood before them. */
export interface RouteOverlap {
  /** Of the later route. */
  readonly index: number;
  /** Of the earlier ones, in order. */
  readonly earlier: readonly number[];
  /** `all`: no call is left for it. `some`: the calls of some methods, or of some paths, go elsewhere. */
  readonly takes: 'all' | 'some';
}

type Methods = ReadonlySet<string>;

interface Entry {
  readonly index: number;
  readonly methods: Methods;
}

interface Node {
  readonly literals: Map<string, Node>;
  parameter: Node | undefined;
  readonly ends: Entry[];
  readonly stars: Entry[];
}

/** An earlier route whose pattern has paths in common with the later one's. */
interface Meeting {
  readonly entry: Entry;
  /** It matches all that the later one would. */
  readonly isWider: boolean;
}

// The first are told; an API that has more of them is not read to the end of the list anyway.
const MAX_CROSSINGS = 100;

const makeNode = (): Node => ({ literals: new Map(), parameter: undefined, ends: [], stars: [] });

// RFC 9110 §9.3.2: a route for GET answers HEAD.
const toMethods = (methods: readonly string[]): Methods =>
  new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods);

function insert(root: Node, pattern: readonly PatternSegment[], entry: Entry): void {
  let node = root;
  for (const segment of pattern) {
    if (segment === 'star') {
      node.stars.push(entry);
      return;
    }
    if (segment === 'parameter') node = node.parameter ??= makeNode();
    else {
      const next = node.literals.get(segment.literal) ?? makeNode();
      node.literals.set(segment.literal, next);
      node = next;
    }
  }
  node.ends.push(entry);
}

/** Whether the earlier pattern is, up to here, the same as the later one; or less exact, and whether it is wider. */
type Relation = 'same' | 'wider' | 'crossing';

/**
 * Earlier routes that are not more exact than the later one at the first segment in which they differ: those that come
 * first by intention (`/photos/new` before `/photos/{id}`) are no mistake.
 */
class Walk {
  readonly met: Meeting[] = [];

  constructor(
    private readonly later: readonly PatternSegment[],
    private readonly crossingsLeft: number,
  ) {}

  visit(node: Node, depth: number, relation: Relation): void {
    const segment = this.later[depth];
    if (segment === undefined) return this.meet(node.ends, relation);
    if (segment === 'star') {
      this.meet(node.stars, relation);
      if (relation !== 'same') this.crossAll(node);
      return;
    }
    this.meet(node.stars, relation === 'same' ? 'wider' : relation);
    if (segment === 'parameter') {
      if (node.parameter !== undefined) this.visit(node.parameter, depth + 1, relation);
      if (relation === 'same') return;
      for (const literal of node.literals.values()) {
        if (this.isFull()) return;
        this.visit(literal, depth + 1, 'crossing');
      }
      return;
    }
    const literal = node.literals.get(segment.literal);
    if (literal !== undefined) this.visit(literal, depth + 1, relation);
    if (node.parameter !== undefined)
      this.visit(node.parameter, depth + 1, relation === 'same' ? 'wider' : relation);
  }

  private isFull(): boolean {
    return this.met.length > this.crossingsLeft;
  }

  private meet(entries: readonly Entry[], relation: Relation): void {
    for (const entry of entries) this.met.push({ entry, isWider: relation !== 'crossing' });
  }

  /** The later one's star takes all that is below. */
  private crossAll(node: Node): void {
    for (const next of [
      ...node.literals.values(),
      ...(node.parameter === undefined ? [] : [node.parameter]),
    ]) {
      if (this.isFull()) return;
      this.meet(next.ends, 'crossing');
      this.meet(next.stars, 'crossing');
      this.crossAll(next);
    }
  }
}

const shareMethods = (one: Methods, other: Methods): boolean =>
  one.size === 0 || other.size === 0 || [...one].some((method) => other.has(method));

/** Whether nothing is left of the methods; none: all there are. */
function areAllTaken(methods: Methods, wider: readonly Entry[]): boolean {
  if (wider.some((entry) => entry.methods.size === 0)) return true;
  return methods.size > 0 && [...methods].every((method) => wider.some((entry) => entry.methods.has(method)));
}

/**
 * The routes that get fewer calls than they say, since earlier ones match them too. In the order of the routes.
 * @param routes whose patterns have no problem
 */
export function findRouteOverlaps(routes: readonly Pick<Route, 'methods' | 'path'>[]): RouteOverlap[] {
  const root = makeNode();
  const overlaps: RouteOverlap[] = [];
  let crossingsLeft = MAX_CROSSINGS;
  routes.forEach((route, index) => {
    const pattern = parsePattern(route.path);
    const methods = toMethods(route.methods);
    const walk = new Walk(pattern, crossingsLeft);
    walk.visit(root, 0, 'same');
    const met = walk.met.filter(({ entry }) => shareMethods(methods, entry.methods));
    const wider = met.filter(({ isWider }) => isWider).map(({ entry }) => entry);
    const toOverlap = (entries: readonly Entry[], takes: RouteOverlap['takes']): RouteOverlap => ({
      index,
      earlier: entries.map((entry) => entry.index).sort((one, other) => one - other),
      takes,
    });
    if (wider.length > 0 && areAllTaken(methods, wider)) overlaps.push(toOverlap(wider, 'all'));
    else if (met.length > 0 && crossingsLeft > 0) {
      crossingsLeft -= met.length;
      overlaps.push(
        toOverlap(
          met.map(({ entry }) => entry),
          'some',
        ),
      );
    }
    insert(root, pattern, { index, methods });
  });
  return overlaps;
}
