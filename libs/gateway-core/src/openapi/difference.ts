import type { Route } from '../api.js';
import type { ApiContract, OperationContract, ParameterContract } from '../request-validation/contract.js';
import { isAsOpen } from './access-order.js';
import type { DescribedOperation } from './describe-api.js';
import { sortBySpecificity, toShape } from './paths.js';

/** What clients notice of a change: `perhaps` is for people to look at. */
export type Impact = 'breaking' | 'perhaps' | 'compatible';

/** One difference between an API and its new document. */
export interface ApiChange {
  readonly kind: 'added' | 'removed' | 'access' | 'request';
  readonly method: string;
  readonly path: string;
  readonly detail: string;
  readonly impact: Impact;
}

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

const describeAccess = ({ access, scopes, scopeMatch }: RouteDraft): string => {
  if (access === 'public') return 'public';
  if (access === 'authenticated') return 'any valid access token';
  return `needs ${scopes.join(scopeMatch === 'all' ? ' and ' : ' or ')}`;
};

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
  const needs = { access, scopes, scopeMatch, acr, maxAgeSeconds };
  const route = { methods: [method], path, ...needs, rewrite, fixedResponse };
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

const change = (
  kind: ApiChange['kind'],
  { method, route }: MethodRoute,
  impact: Impact,
  detail: string,
): ApiChange => ({ kind, method, path: route.path, detail, impact });

function compareRoutes(before: MethodRoute | undefined, after: MethodRoute): ApiChange | undefined {
  if (before === undefined) return change('added', after, 'compatible', describeAccess(after.route));
  const [was, is] = [describeAccess(before.route), describeAccess(after.route)];
  if (was === is) return undefined;
  const impact = isAsOpen(before.route, after.route) ? 'compatible' : 'breaking';
  return change('access', after, impact, `${was} → ${is}`);
}

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
    ...removed.map((route) => change('removed', route, 'breaking', describeAccess(route.route))),
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
    return compareRequests(was, operation).map(([impact, detail]): ApiChange => ({
      kind: 'request',
      method,
      path,
      detail,
      impact,
    }));
  });
}

const nameOf = (parameter: ParameterContract): string => `${parameter.in} parameter "${parameter.name}"`;

function compareRequests(was: OperationContract, is: OperationContract): [Impact, string][] {
  const changes: [Impact, string][] = [];
  const idOf = (parameter: ParameterContract): string =>
    parameter.in === 'path' ? `path ${parameter.segment ?? ''}` : `${parameter.in} ${parameter.name}`;
  const old = new Map(was.parameters.map((parameter) => [idOf(parameter), parameter]));
  for (const parameter of is.parameters) {
    const before = old.get(idOf(parameter));
    if (parameter.isRequired && before?.isRequired !== true) {
      changes.push(['breaking', `The ${nameOf(parameter)} is required.`]);
    } else if (before === undefined) changes.push(['compatible', `There is a ${nameOf(parameter)}.`]);
  }
  if (is.body?.isRequired === true && was.body?.isRequired !== true) {
    changes.push(['breaking', 'A body is required.']);
  }
  const types = new Set(is.body?.content.map(({ mediaType }) => mediaType));
  for (const { mediaType } of was.body?.content ?? []) {
    if (!types.has(mediaType))
      changes.push(['breaking', `Bodies in ${mediaType} are not described any more.`]);
  }
  if (changes.length === 0 && was.fingerprint !== is.fingerprint) {
    changes.push(['perhaps', 'What its parameters or its body may hold is another.']);
  }
  return changes;
}
