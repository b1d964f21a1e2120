import type { Route } from '../api.js';
import type { ApiContract, OperationContract, ParameterContract } from '../request-validation/contract.js';
import { isAsOpen, type Needs } from './access-order.js';
import type { DescribedOperation } from './describe-api.js';
import type { RequestFinding } from './document-findings.js';
import { sortBySpecificity, toShape } from './paths.js';

/** What clients notice of a change: `perhaps` is for people to look at. */
export type Impact = 'breaking' | 'perhaps' | 'compatible';

interface ChangedPlace {
  readonly method: string;
  readonly path: string;
  readonly impact: Impact;
}

/** Another route, or another access to one. */
export interface RouteChange extends ChangedPlace {
  readonly kind: 'added' | 'removed' | 'access';
  /** Null: there was no route. */
  readonly before: Needs | null;
  /** Null: there is none any more. */
  readonly after: Needs | null;
}

/** Other requests at a route. */
export interface RequestChange extends ChangedPlace {
  readonly kind: 'request';
  readonly finding: RequestFinding;
}

/** One difference between an API and its new document. */
export type ApiChange = RouteChange | RequestChange;

export type RouteDraft = Omit<Route, 'id'>;

/** A route for one method; `*`: every method. */
interface MethodRoute {
  readonly key: string;
  readonly method: string;
  readonly route: RouteDraft;
}

/** What tells a route of a document from others: its method, and its path without the names of parameters. */
export const toRouteKey = (method: string, path: string): string => `${method} ${toShape(path)}`;

const splitByMethod = (routes: readonly RouteDraft[]): MethodRoute[] =>
  routes.flatMap((route) =>
    (route.methods.length === 0 ? ['*'] : route.methods).map((method) => ({
      key: toRouteKey(method, route.path),
      method,
      route,
    })),
  );

const toNeeds = ({ access, scopes, scopeMatch }: RouteDraft): Needs => ({ access, scopes, scopeMatch });

/** Of one scope, all and any are the same. */
const isSameNeeds = (one: Needs, other: Needs): boolean =>
  one.access === other.access &&
  (one.access !== 'scopes' ||
    (one.scopes.join(' ') === other.scopes.join(' ') &&
      (one.scopes.length < 2 || one.scopeMatch === other.scopeMatch)));

/** Methods of one path that need the same become one route. */
function joinMethods(routes: readonly MethodRoute[]): RouteDraft[] {
  const joined = new Map<string, RouteDraft>();
  for (const { method, route } of routes) {
    const { methods: _methods, ...rest } = route;
    const key = JSON.stringify(rest);
    const before = joined.get(key);
    const methods = method === '*' ? [] : [...(before?.methods ?? []), method];
    joined.set(key, { ...rest, methods });
  }
  return sortBySpecificity([...joined.values()]);
}

const toMethodRoute = (operation: DescribedOperation, before: MethodRoute | undefined): MethodRoute => {
  const { method, path, access, scopes, scopeMatch } = operation;
  // What a document cannot say stays: how people must have signed in.
  const acr = access === 'public' ? null : (before?.route.acr ?? null);
  const maxAgeSeconds = access === 'public' ? null : (before?.route.maxAgeSeconds ?? null);
  // Nor where the upstream has it, or what the gateway answers in its place.
  const rewrite = before?.route.rewrite ?? null;
  const fixedResponse = before?.route.fixedResponse ?? null;
  // Nor what must have been allowed in detail: that stays wherever there is an access token to say it.
  const requiredDetail = access === 'public' ? null : (before?.route.requiredDetail ?? null);
  const needs = { access, scopes, scopeMatch, acr, maxAgeSeconds };
  const route = { methods: [method], path, ...needs, rewrite, fixedResponse, requiredDetail };
  return { key: toRouteKey(method, path), method, route };
};

export const toRoutes = (operations: readonly DescribedOperation[]): RouteDraft[] =>
  joinMethods(operations.map((operation) => toMethodRoute(operation, undefined)));

/** An API as it is, with what its last document said. */
export interface PublishedApi {
  readonly routes: readonly RouteDraft[];
  /** The routes that came from a document; undefined: there has been none. */
  readonly routeKeys: readonly string[] | undefined;
  readonly contract: ApiContract | undefined;
}

/** What a new document makes of an API. */
export interface ApiDifference {
  readonly changes: readonly ApiChange[];
  /** All routes that the API has then; those that came from no document are kept. */
  readonly routes: readonly RouteDraft[];
  readonly kept: readonly RouteDraft[];
}

function compareRoutes(
  old: MethodRoute | undefined,
  { method, route }: MethodRoute,
): RouteChange | undefined {
  const { path } = route;
  const after = toNeeds(route);
  if (old === undefined) return { kind: 'added', method, path, impact: 'compatible', before: null, after };
  const before = toNeeds(old.route);
  if (isSameNeeds(before, after)) return undefined;
  const impact = isAsOpen(before, after) ? 'compatible' : 'breaking';
  return { kind: 'access', method, path, impact, before, after };
}

const toRemoved = ({ method, route }: MethodRoute): RouteChange => ({
  kind: 'removed',
  method,
  path: route.path,
  impact: 'breaking',
  before: toNeeds(route),
  after: null,
});

/** Compares an API with what a new document says. */
export function compareApi(
  published: PublishedApi,
  operations: readonly DescribedOperation[],
  contract: ApiContract,
): ApiDifference {
  const before = new Map(splitByMethod(published.routes).map((route) => [route.key, route]));
  const after = operations.map((operation) =>
    toMethodRoute(operation, before.get(toRouteKey(operation.method, operation.path))),
  );
  const keys = new Set(after.map(({ key }) => key));
  const documented = new Set(published.routeKeys ?? []);
  const gone = [...before.values()].filter(({ key }) => !keys.has(key));
  const removed = gone.filter(({ key }) => documented.has(key));
  const kept = gone.filter(({ key }) => !documented.has(key));
  const changes = [
    ...removed.map(toRemoved),
    ...after.flatMap((route) => compareRoutes(before.get(route.key), route) ?? []),
    ...compareContracts(published.contract, contract),
  ];
  return { changes, routes: joinMethods([...after, ...kept]), kept: joinMethods(kept) };
}

const byKey = ({ operations }: ApiContract): ReadonlyMap<string, [string, OperationContract]> =>
  new Map(Object.entries(operations).map(([key, operation]) => [toShape(key), [key, operation]]));

function compareContracts(before: ApiContract | undefined, after: ApiContract): ApiChange[] {
  if (before === undefined) return [];
  const old = byKey(before);
  return [...byKey(after)].flatMap(([shape, [key, operation]]) => {
    const was = old.get(shape)?.[1];
    if (was === undefined) return [];
    const [method = '', path = ''] = key.split(' ');
    return compareRequests(was, operation).map(([impact, finding]): RequestChange => ({
      kind: 'request',
      method,
      path,
      impact,
      finding,
    }));
  });
}

function compareRequests(was: OperationContract, is: OperationContract): [Impact, RequestFinding][] {
  const changes: [Impact, RequestFinding][] = [];
  const idOf = (parameter: ParameterContract): string =>
    parameter.in === 'path' ? `path ${parameter.segment ?? ''}` : `${parameter.in} ${parameter.name}`;
  const old = new Map(was.parameters.map((parameter) => [idOf(parameter), parameter]));
  for (const parameter of is.parameters) {
    const before = old.get(idOf(parameter));
    const values = { place: parameter.in, name: parameter.name };
    if (parameter.isRequired && before?.isRequired !== true) {
      changes.push(['breaking', { code: 'openapi-parameter-required', values }]);
    } else if (before === undefined) changes.push(['compatible', { code: 'openapi-parameter-new', values }]);
  }
  if (is.body?.isRequired === true && was.body?.isRequired !== true) {
    changes.push(['breaking', { code: 'openapi-body-required' }]);
  }
  const types = new Set(is.body?.content.map(({ mediaType }) => mediaType));
  for (const { mediaType } of was.body?.content ?? []) {
    if (!types.has(mediaType))
      changes.push(['breaking', { code: 'openapi-bodies-undescribed', values: { type: mediaType } }]);
  }
  if (changes.length === 0 && was.fingerprint !== is.fingerprint) {
    changes.push(['perhaps', { code: 'openapi-request-otherwise' }]);
  }
  return changes;
}
