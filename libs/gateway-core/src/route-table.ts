import type { Api, Route } from './api.js';
import { normalizePath } from './request-target.js';

/** What the route table knows about a request. */
export type RouteMatch =
  | {
      readonly found: 'route';
      readonly api: Api;
      readonly route: Route;
      /** The path inside the API, as sent. */
      readonly innerPath: string;
    }
  | { readonly found: 'nothing' }
  | { readonly found: 'other-methods'; readonly methods: readonly string[] };

/** Finds the route of a request. Immutable; compiled anew when the APIs change. */
export interface RouteTable {
  match(method: string, path: string): RouteMatch;
}

interface Entry {
  readonly order: number;
  readonly route: Route;
  readonly methods: ReadonlySet<string>;
}

/** A segment trie: a request visits a few nodes, however many routes there are. */
interface Node {
  readonly literals: Map<string, Node>;
  parameter: Node | undefined;
  readonly ends: Entry[];
  /** Routes whose star swallows the rest of the path. */
  readonly stars: Entry[];
}

const NOTHING: RouteMatch = { found: 'nothing' };
const PARAMETER = /^\{[A-Za-z_]\w*\}$/;
const LITERAL = /^[A-Za-z0-9\-._~!$&'()+,=:@%]+$/;

const makeNode = (): Node => ({ literals: new Map(), parameter: undefined, ends: [], stars: [] });

/** What is wrong with a route's path pattern, as a sentence; undefined when nothing is. */
export function findPatternProblem(pattern: string): string | undefined {
  if (!pattern.startsWith('/')) return 'A path begins with a slash.';
  if (pattern === '/') return undefined;
  const segments = pattern.slice(1).split('/');
  for (const [index, segment] of segments.entries()) {
    if (segment === '') return 'A path has no empty segment and no slash at its end.';
    if (segment === '.' || segment === '..') return 'A path has no segment "." or "..".';
    if (segment === '*') {
      if (index < segments.length - 1) return 'A star stands only at the end.';
    } else if (segment.includes('{') || segment.includes('}')) {
      if (!PARAMETER.test(segment))
        return `"${segment}" is not a parameter: write a whole segment such as {id}.`;
    } else if (segment.includes('*') || !LITERAL.test(segment)) {
      return `"${segment}" has a character that a path segment cannot have.`;
    }
  }
  return undefined;
}

function insert(root: Node, entry: Entry): void {
  let node = root;
  for (const segment of splitPath(entry.route.path)) {
    if (segment === '*') {
      node.stars.push(entry);
      return;
    }
    if (PARAMETER.test(segment)) node = node.parameter ??= makeNode();
    else {
      const literal = normalizePath(segment);
      const next = node.literals.get(literal) ?? makeNode();
      node.literals.set(literal, next);
      node = next;
    }
  }
  node.ends.push(entry);
}

/** `/` has no segment, `/a/` has two, the last one empty. */
const splitPath = (path: string): readonly string[] => (path === '/' ? [] : path.slice(1).split('/'));

/** Every route whose pattern matches, whatever its methods. */
function collect(node: Node, segments: readonly string[], depth: number, found: Entry[]): void {
  const segment = segments[depth];
  if (segment === undefined) {
    for (const entry of node.ends) found.push(entry);
    return;
  }
  for (const entry of node.stars) found.push(entry);
  const literal = node.literals.get(segment);
  if (literal !== undefined) collect(literal, segments, depth + 1, found);
  if (node.parameter !== undefined && segment !== '') collect(node.parameter, segments, depth + 1, found);
}

function toEntry(route: Route, order: number): Entry {
  const methods = new Set(route.methods);
  // RFC 9110 §9.3.2: HEAD is GET without the content.
  if (methods.has('GET')) methods.add('HEAD');
  return { order, route, methods };
}

const accepts = (entry: Entry, method: string): boolean =>
  entry.methods.size === 0 || entry.methods.has(method);

interface CompiledApi {
  readonly api: Api;
  readonly root: Node;
}

function compileApi(api: Api): CompiledApi {
  const root = makeNode();
  api.routes.forEach((route, order) => insert(root, toEntry(route, order)));
  return { api, root };
}

function matchRoute({ api, root }: CompiledApi, method: string, innerPath: string): RouteMatch {
  const found: Entry[] = [];
  collect(root, splitPath(normalizePath(innerPath)), 0, found);
  let best: Entry | undefined;
  for (const entry of found) {
    if (accepts(entry, method) && (best === undefined || entry.order < best.order)) best = entry;
  }
  if (best !== undefined) return { found: 'route', api, route: best.route, innerPath };
  if (found.length === 0) return NOTHING;
  return {
    found: 'other-methods',
    methods: [...new Set(found.flatMap(({ methods }) => [...methods]))].sort(),
  };
}

/** Compiles the enabled APIs. The longest base path wins, then the first route that matches path and method. */
export function compileRouteTable(apis: readonly Api[]): RouteTable {
  const byBasePath = new Map(
    apis.filter(({ isEnabled }) => isEnabled).map((api) => [api.basePath, compileApi(api)]),
  );

  function findApi(path: string): CompiledApi | undefined {
    // From the whole path towards its first segment.
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const compiled = byBasePath.get(end === path.length ? path : path.slice(0, end));
      if (compiled !== undefined) return compiled;
    }
    return undefined;
  }

  return {
    match(method, path) {
      const compiled = findApi(path);
      if (compiled === undefined) return NOTHING;
      return matchRoute(compiled, method, path.slice(compiled.api.basePath.length) || '/');
    },
  };
}
