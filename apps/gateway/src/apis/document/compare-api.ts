import type { ApisChange } from '@gatehouse/dto';
import { completePolicies } from '@gatehouse/gateway-core';
import type { ApiContent, ApiWithRoutes, RouteContent } from '@gatehouse/persistence';
import { toRouteFields } from '../api.answers.js';
import { toCanonicalJson } from './canonical-json.js';

type Fields = ReadonlyMap<string, string>;

/** Settings by name, as texts that are the same when they mean the same. */
function toFields({ callers, policies, ...content }: Omit<ApiContent, 'sealedClientKey'>): Fields {
  // In whatever order: these two are sets.
  const sets = {
    ...callers,
    applicationIds: [...callers.applicationIds].sort(),
    resourceServerIds: [...callers.resourceServerIds].sort(),
  };
  const fields = { ...content, callers: sets };
  return new Map([
    ...Object.entries(fields).map(([name, value]) => [name, toCanonicalJson(value)] as const),
    ...Object.entries(completePolicies(policies)).map(
      ([name, value]) => [`policies.${name}`, toCanonicalJson(value)] as const,
    ),
  ]);
}

const toStoredContent = ({
  id: _,
  routes: _routes,
  sealedClientKey: _key,
  fileKey: _fileKey,
  management: _management,
  version: _version,
  createdAt: _created,
  updatedAt: _updated,
  ...content
}: ApiWithRoutes): Omit<ApiContent, 'sealedClientKey'> => content;

const toRouteKey = ({ methods, path }: RouteContent): string => `${[...methods].sort().join(',')} ${path}`;

/** How many routes come, go and change. Of two with the same methods and path, the last counts. */
export function compareRoutes(
  before: readonly RouteContent[],
  after: readonly RouteContent[],
): ApisChange['routes'] {
  const known = new Map(before.map((route) => [toRouteKey(route), toCanonicalJson(route)]));
  const next = new Map(after.map((route) => [toRouteKey(route), toCanonicalJson(route)]));
  const keys = [...next.keys()];
  return {
    added: keys.filter((key) => !known.has(key)).length,
    removed: [...known.keys()].filter((key) => !next.has(key)).length,
    changed: keys.filter((key) => known.has(key) && known.get(key) !== next.get(key)).length,
  };
}

/** Which settings differ; `routes` too when only their order does. */
export function compareApi(
  stored: ApiWithRoutes,
  { sealedClientKey: _, ...content }: ApiContent,
  routes: readonly RouteContent[],
): string[] {
  const [before, after] = [toFields(toStoredContent(stored)), toFields(content)];
  const differing = [...after.keys()].filter((name) => before.get(name) !== after.get(name));
  const isSame = toCanonicalJson(stored.routes.map(toRouteFields)) === toCanonicalJson(routes);
  return isSame ? differing : [...differing, 'routes'];
}
