import { type AddressIndex, indexAddresses } from './address-index.js';
import type { Api, Route } from './api.js';
import { collectPaths, insertPath, makePathNode, type PathNode } from './path-trie.js';
import { normalizePath } from './request-target.js';
import { findPatternProblem, splitPath } from './route-pattern.js';

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
  | { readonly found: 'api-alone'; readonly api: Api }
  | { readonly found: 'other-methods'; readonly api: Api; readonly methods: readonly string[] };

/** Finds the route of a request. Immutable; compiled anew when the APIs change. */
export interface RouteTable {
  /** @param host as the Host header has it */
  match(method: string, path: string, host?: string): RouteMatch;
  /** The API that has exactly this base path at a host. */
  findApi(basePath: string, host?: string): Api | undefined;
  /** Enabled APIs that are not served, because a pattern or base path of theirs cannot be read. */
  readonly unreadable: readonly Api[];
}

interface Entry {
  readonly order: number;
  readonly route: Route;
  readonly methods: ReadonlySet<string>;
}

interface CompiledApi {
  readonly api: Api;
  readonly hosts: readonly string[];
  /** Empty for `/`. */
  readonly basePath: string;
  readonly root: PathNode<Entry>;
}

const NOTHING: RouteMatch = { found: 'nothing' };

function toEntry(route: Route, order: number): Entry {
  const methods = new Set(route.methods);
  // RFC 9110 §9.3.2: HEAD is GET without the content.
  if (methods.has('GET')) methods.add('HEAD');
  return { order, route, methods };
}

const toInnerBasePath = (basePath: string): string => (basePath === '/' ? '' : normalizePath(basePath));

function compileApi(api: Api): CompiledApi {
  const root = makePathNode<Entry>();
  api.routes.forEach((route, order) => insertPath(root, route.path, toEntry(route, order)));
  return { api, hosts: api.hosts, basePath: toInnerBasePath(api.basePath), root };
}

const accepts = (entry: Entry, method: string): boolean =>
  entry.methods.size === 0 || entry.methods.has(method);

function matchRoute({ api, root }: CompiledApi, method: string, innerPath: string): RouteMatch {
  const found: Entry[] = [];
  collectPaths(root, splitPath(normalizePath(innerPath)), 0, found);
  let best: Entry | undefined;
  for (const entry of found) {
    if (accepts(entry, method) && (best === undefined || entry.order < best.order)) best = entry;
  }
  if (best !== undefined) return { found: 'route', api, route: best.route, innerPath };
  if (found.length === 0) return { found: 'api-alone', api };
  const methods = new Set(found.flatMap((entry) => [...entry.methods]));
  return { found: 'other-methods', api, methods: [...methods].sort() };
}

/** The path inside an API, as sent. A segment may be spelt in several ways, so they are counted. */
function removeBasePath(path: string, basePath: string): string {
  if (!path.includes('%')) return path.slice(basePath.length) || '/';
  return `/${path.split('/').slice(basePath.split('/').length).join('/')}`;
}

// A pattern that is left out could uncover a laxer one behind it, so the whole API is.
const isReadable = (api: Api): boolean =>
  findPatternProblem(api.basePath) === undefined &&
  api.routes.every(({ path }) => findPatternProblem(path) === undefined);

/**
 * Compiles the enabled APIs. The host decides first (see `AddressIndex`), then the longest base path, then the first route
 * that matches path and method.
 * @param ownHost the gateway's own host name: APIs without hosts are always found there
 */
export function compileRouteTable(apis: readonly Api[], ownHost?: string): RouteTable {
  const enabled = apis.filter(({ isEnabled }) => isEnabled);
  const unreadable = new Set(enabled.filter((api) => !isReadable(api)));
  const compiled = enabled.filter((api) => !unreadable.has(api)).map(compileApi);
  const index: AddressIndex<CompiledApi> = indexAddresses(compiled, apis, ownHost);
  return {
    match(method, path, host) {
      const found = index.find(normalizePath(path), host);
      if (found === undefined) return NOTHING;
      return matchRoute(found, method, removeBasePath(path, found.basePath));
    },
    findApi: (basePath, host) => index.findExact(toInnerBasePath(basePath), host)?.api,
    unreadable: [...unreadable],
  };
}
