import {
  type AdminProblemValues,
  type ApiInput,
  describeAdminProblem,
  type RouteInput,
} from '@gatehouse/dto';
import {
  type Api,
  diagnosePattern,
  findConditionProblem,
  findRouteOverlaps,
  indexAddresses,
  matchesHost,
  type RouteOverlap,
} from '@gatehouse/gateway-core';
import type { Snapshot } from '@gatehouse/persistence';
import { isBuiltInScope } from '@gatehouse/scopes';
import { findFirstName } from '../platform/api-address.js';
import type { Env } from '../platform/env.js';
import { listCallerProblems } from './callers.js';
import { type FieldProblem, fieldProblem } from '../platform/validation.js';
import { toAudience, toHosts } from './api-content.js';
import { listMcpErrors, listMcpWarnings } from './mcp-rules.js';
import { tellRuleProblem } from './rule-problems.js';
import { listRouteShapingProblems, listShapingProblems } from './shaping-rules.js';

/** Another API, as far as it can be in the way. */
export type OtherApi = Pick<Api, 'id' | 'name' | 'hosts' | 'basePath' | 'audience' | 'policies'>;

/** What an API is held against before it is saved. */
export interface ApiSurroundings {
  readonly env: Pick<Env, 'gatewayUrl' | 'gatewayPort' | 'host'>;
  /** Names that are defined. */
  readonly scopes: { has(name: string): boolean };
  readonly detailsTypes: { has(name: string): boolean };
  /** IDs of those that there are. */
  readonly providers: { has(id: string): boolean };
  readonly applications: { has(id: string): boolean };
  /** Whether it was made from an OpenAPI document, or is. */
  readonly hasDocument: boolean;
  readonly outsideIssuers: Snapshot['outsideIssuers'];
  /** All but the one that is checked. */
  readonly others: readonly OtherApi[];
}

const when = (isSo: boolean, tell: () => FieldProblem): FieldProblem[] => (isSo ? [tell()] : []);

function listRouteErrors(route: RouteInput, index: number, { scopes }: ApiSurroundings): FieldProblem[] {
  const at = `routes.${index}`;
  const unknown = route.scopes.filter((name) => !scopes.has(name) && !isBuiltInScope(name)).join(', ');
  const builtIn = route.scopes.filter(isBuiltInScope).join(', ');
  const [needsScopes, hasScopes] = [route.access === 'scopes', route.scopes.length > 0];
  const demandsSignIn = (route.acr ?? route.maxAgeSeconds ?? null) !== null;
  return [
    ...tellRuleProblem(`${at}.path`, diagnosePattern(route.path)),
    ...when(unknown !== '', () => fieldProblem(`${at}.scopes`, 'scopes-undefined', { scopes: unknown })),
    ...when(builtIn !== '', () => fieldProblem(`${at}.scopes`, 'scopes-built-in', { scopes: builtIn })),
    ...when(needsScopes && !hasScopes, () => fieldProblem(`${at}.scopes`, 'route-needs-scope')),
    ...when(!needsScopes && hasScopes, () => fieldProblem(`${at}.scopes`, 'route-scopes-unasked')),
    ...when(route.access === 'public' && demandsSignIn, () =>
      fieldProblem(`${at}.access`, 'public-route-demands-sign-in'),
    ),
  ];
}

/** RFC 9396: what a route demands in detail. */
function listDetailErrors(
  route: RouteInput,
  index: number,
  { detailsTypes }: ApiSurroundings,
): FieldProblem[] {
  const { access, path, requiredDetail } = route;
  if (requiredDetail == null) return [];
  const { type, conditions } = requiredDetail;
  const at = `routes.${index}.requiredDetail`;
  return [
    ...when(access === 'public', () => fieldProblem(`${at}.type`, 'route-detail-public')),
    ...when(!detailsTypes.has(type), () => fieldProblem(`${at}.type`, 'route-detail-unknown', { type })),
    ...conditions.flatMap((condition, place) =>
      tellRuleProblem(`${at}.conditions.${place}`, findConditionProblem(condition, path)),
    ),
  ];
}

/** Of routes whose patterns can be read. */
function listOverlaps(routes: readonly RouteInput[], takes: RouteOverlap['takes']): FieldProblem[] {
  if (routes.some(({ path }) => diagnosePattern(path) !== undefined)) return [];
  return findRouteOverlaps(routes)
    .filter((overlap) => overlap.takes === takes)
    .map(({ index, earlier }) => {
      const field = `routes.${index}.path`;
      const named = earlier.slice(0, 3).map((at) => `${at + 1} (${routes[at]?.path})`);
      const names = named.join(', ');
      const code = takes === 'all' ? 'route-covered' : 'route-overlapped';
      return named.length === 1
        ? fieldProblem(field, `${code}-by-one`, { route: names })
        : fieldProblem(field, `${code}-by-several`, { routes: names });
    });
}

const addressesOf = ({ hosts, basePath }: Pick<Api, 'hosts' | 'basePath'>): string[] =>
  (hosts.length === 0 ? [''] : hosts).map((host) => host + basePath);

interface Clash extends FieldProblem {
  readonly values: AdminProblemValues<'address-taken'>;
}

/** Addresses that another API has: in conflict with what is there, not wrong by themselves. */
export function listClashes(input: ApiInput, { others }: ApiSurroundings): Clash[] {
  const taken = new Map(others.flatMap((api) => addressesOf(api).map((address) => [address, api.name])));
  return addressesOf({ hosts: toHosts(input), basePath: input.basePath }).flatMap((address) => {
    const api = taken.get(address);
    if (api === undefined) return [];
    const values = { api, address };
    const message = describeAdminProblem('address-taken', values).detail;
    return [{ field: 'basePath', message, code: 'addressTaken', values }];
  });
}

const HERE = new Set(['localhost', '127.0.0.1', '[::1]', '0.0.0.0', '[::]']);

/** Whether a target is one of the gateway's own addresses. */
function isGateway(url: URL, { env, others }: ApiSurroundings, hosts: readonly string[]): boolean {
  const gateway = new URL(env.gatewayUrl);
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const isListener =
    port === String(env.gatewayPort) && (HERE.has(url.hostname) || url.hostname === env.host);
  if (url.origin === gateway.origin || isListener) return true;
  if (url.port !== gateway.port || url.protocol !== gateway.protocol) return false;
  const published = [...hosts, ...others.flatMap((api) => api.hosts)];
  return published.some((pattern) => matchesHost(pattern, url.hostname));
}

/** What the paths below it begin with. */
const toPrefix = (basePath: string): string => (basePath === '/' ? '' : basePath);

/** Calls that come back: for good where they find the same API again. */
function listLoops(input: ApiInput, surroundings: ApiSurroundings, isEndless: boolean): FieldProblem[] {
  const hosts = toHosts(input);
  return input.targets.flatMap(({ url: text }, index) => {
    const url = new URL(text);
    if (!isGateway(url, surroundings, hosts)) return [];
    const own = { hosts, basePath: toPrefix(input.basePath) };
    const others = surroundings.others.map((api) => ({ ...api, basePath: toPrefix(api.basePath) }));
    const all = [...others, own];
    const found = indexAddresses(all, all, new URL(surroundings.env.gatewayUrl).hostname).find(
      url.pathname.replace(/\/$/, ''),
      url.host,
    );
    if ((found === own) !== isEndless) return [];
    return [fieldProblem(`targets.${index}.url`, isEndless ? 'target-is-api-itself' : 'target-is-gateway')];
  });
}

const listContractErrors = ({ policies }: ApiInput, { hasDocument }: ApiSurroundings): FieldProblem[] =>
  when(policies?.requestValidation != null && !hasDocument, () =>
    fieldProblem('policies.requestValidation', 'api-without-document'),
  );

/** Why an API would be refused, besides its address. */
export function listApiErrors(input: ApiInput, surroundings: ApiSurroundings): FieldProblem[] {
  const { providerId } = input;
  const isUnknown = providerId != null && !surroundings.providers.has(providerId);
  const hosts = toHosts(input);
  const lacksAudience =
    input.audience === undefined && hosts.length > 0 && findFirstName(hosts) === undefined;
  return [
    ...when(isUnknown, () => fieldProblem('providerId', 'unknown-provider')),
    ...when(lacksAudience, () => fieldProblem('audience', 'audience-is-wildcard')),
    ...listLoops(input, surroundings, true),
    ...input.routes.flatMap((route, index) => listRouteErrors(route, index, surroundings)),
    ...input.routes.flatMap((route, index) => listDetailErrors(route, index, surroundings)),
    ...input.routes.flatMap(listRouteShapingProblems),
    ...listOverlaps(input.routes, 'all'),
    ...listShapingProblems(input, surroundings.others, toAudience(input, surroundings.env.gatewayUrl)),
    ...listCallerProblems(input, surroundings),
    ...listContractErrors(input, surroundings),
    ...listMcpErrors(input, surroundings.scopes),
  ];
}

function listNeighbours(input: ApiInput, { others }: ApiSurroundings): FieldProblem[] {
  const hosts = toHosts(input);
  const isShared = (api: OtherApi): boolean =>
    hosts.length === 0 ? api.hosts.length === 0 : hosts.some((host) => api.hosts.includes(host));
  const isBelow = (inner: string, outer: string): boolean => outer === '/' || inner.startsWith(`${outer}/`);
  return others.filter(isShared).flatMap((api) => {
    const [own, its] = [input.basePath, api.basePath];
    if (own === its) return [];
    if (isBelow(its, own))
      return [fieldProblem('basePath', 'calls-below-go-elsewhere', { path: its, api: api.name })];
    return when(isBelow(own, its), () =>
      fieldProblem('basePath', 'calls-below-taken', { path: own, api: api.name }),
    );
  });
}

const MAX_NEIGHBOURS = 5;

/** What may be saved, and may not do what is meant. */
export function listApiWarnings(input: ApiInput, surroundings: ApiSurroundings): FieldProblem[] {
  const audience = toAudience(input, surroundings.env.gatewayUrl);
  const namesake = surroundings.others.find((api) => api.audience === audience);
  const isRoot = input.basePath === '/';
  return [
    ...(namesake === undefined ? [] : [fieldProblem('audience', 'audience-shared', { api: namesake.name })]),
    ...listNeighbours(input, surroundings).slice(0, MAX_NEIGHBOURS),
    ...listLoops(input, surroundings, false),
    ...when(isRoot, () => fieldProblem('basePath', 'base-path-of-gateway')),
    ...listOverlaps(input.routes, 'some'),
    ...listMcpWarnings(input),
    ...when(input.routes.length === 0, () => fieldProblem('routes', 'api-without-routes')),
  ];
}
