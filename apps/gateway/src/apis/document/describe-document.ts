import { type ApiInput, type ApiPoliciesInput, PLAIN_SCOPE, type RouteInput } from '@gatehouse/dto';
import { DEFAULT_POLICIES, listApiScopes } from '@gatehouse/gateway-core';
import type { ApiWithRoutes, RouteContent, ScopeContent, ScopeRecord } from '@gatehouse/persistence';
import { toAudience, toRequiredDetail } from '../api-content.js';
import { toPoliciesDetail } from '../policies.js';
import { toFixedResponseDetail } from '../shaping.js';
import { toCanonicalJson } from './canonical-json.js';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What is described, and what its IDs are called. */
export interface DescribedApis {
  readonly gatewayUrl: string;
  readonly revision: number;
  readonly apis: readonly ApiWithRoutes[];
  readonly scopes: readonly Pick<ScopeRecord, 'name' | keyof ScopeContent>[];
  readonly providers: readonly Named[];
  readonly applications: readonly Named[];
  readonly outsideIssuers: readonly Named[];
}

/** Without what is as it would be if nothing were said. */
function omitDefaults<T extends object>(said: T, defaults: Partial<Record<keyof T, unknown>>): Partial<T> {
  const differs = (name: string, value: unknown): boolean =>
    value !== undefined &&
    !(name in defaults && toCanonicalJson(value) === toCanonicalJson(defaults[name as keyof T]));
  return Object.fromEntries(
    Object.entries(said).filter(([name, value]) => differs(name, value)),
  ) as Partial<T>;
}

/** The name, where it says which one is meant. */
function toName(things: readonly Named[], id: string): string {
  const name = things.find((thing) => thing.id === id)?.name;
  return name !== undefined && things.filter((thing) => thing.name === name).length === 1 ? name : id;
}

const ROUTE_DEFAULTS: Partial<RouteInput> = {
  methods: [],
  scopes: [],
  scopeMatch: 'all',
  acr: null,
  maxAgeSeconds: null,
  rewrite: null,
  fixedResponse: null,
  requiredDetail: null,
};

const describeRoute = ({ fixedResponse, requiredDetail, ...route }: RouteContent): Partial<RouteInput> => {
  const { path, methods, access, ...more } = route;
  const said = {
    path,
    methods,
    access,
    ...more,
    fixedResponse: fixedResponse && toFixedResponseDetail(fixedResponse),
    requiredDetail: requiredDetail && toRequiredDetail(requiredDetail),
  };
  return omitDefaults<RouteInput>(said, ROUTE_DEFAULTS);
};

/** `photos` from "Photos": a key that no other API has. */
function proposeKey({ name, basePath }: ApiWithRoutes, taken: ReadonlySet<string>): string {
  const slug = (text: string): string =>
    text
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 80);
  const wanted = slug(basePath) || slug(name) || 'api';
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(key)) return key;
  }
}

const describePolicies = (policies: ApiWithRoutes['policies']): Partial<ApiPoliciesInput> =>
  omitDefaults<ApiPoliciesInput>(
    // Answers can be sent back.
    toPoliciesDetail(policies) as ApiPoliciesInput,
    DEFAULT_POLICIES,
  );

function describeTls({ tls }: ApiWithRoutes) {
  return tls && omitDefaults(tls, { caCertificates: null, clientCertificate: null, serverName: null });
}

function describeCallers(
  { access, callers }: ApiWithRoutes,
  { applications, outsideIssuers }: DescribedApis,
) {
  const toNames = (ids: readonly string[]): string[] => ids.map((id) => toName(applications, id)).sort();
  return omitDefaults(
    {
      access,
      applications: toNames(callers.applicationIds),
      resourceServers: toNames(callers.resourceServerIds),
      outsideIssuers: callers.outsideIssuerIds.map((id) => toName(outsideIssuers, id)),
    },
    { access: 'everyone', applications: [], resourceServers: [], outsideIssuers: [] },
  );
}

const API_DEFAULTS = {
  description: '',
  hosts: [],
  enabled: true,
  connectTimeoutMs: 5_000,
  responseTimeoutMs: 30_000,
  provider: null,
  tls: null,
  callers: {},
  policies: {},
};

function describeApi(api: ApiWithRoutes, key: string, described: DescribedApis): object {
  const { name, description, hosts, basePath, targets, audience, enabled, providerId } = api;
  const address = { hosts, basePath } as unknown as ApiInput;
  // An API that has only wildcards has to be given its audience.
  const isOnlyWild = hosts.length > 0 && hosts.every((host) => host.startsWith('*'));
  const said = {
    key,
    name,
    description,
    hosts,
    basePath,
    audience,
    enabled,
    targets: targets.map((target) => omitDefaults(target, { weight: 1 })),
    connectTimeoutMs: api.connectTimeoutMs,
    responseTimeoutMs: api.responseTimeoutMs,
    provider: providerId === null ? null : toName(described.providers, providerId),
    tls: describeTls(api),
    callers: describeCallers(api, described),
    policies: describePolicies(api.policies),
    routes: api.routes.map(({ id: _, apiId: _api, position: _position, ...route }) => describeRoute(route)),
  };
  return omitDefaults(said, {
    ...API_DEFAULTS,
    ...(!isOnlyWild && { audience: toAudience(address, described.gatewayUrl) }),
  });
}

/** A document that makes the same APIs elsewhere, with names where there are IDs, and without secrets. */
export function describeDocument(described: DescribedApis): object {
  const { apis, scopes, revision } = described;
  const taken = new Set(apis.flatMap(({ fileKey }) => (fileKey === null ? [] : [fileKey])));
  const written = apis.map((api) => {
    const key = api.fileKey ?? proposeKey(api, taken);
    taken.add(key);
    return describeApi(api, key, described);
  });
  const used = new Set(apis.flatMap(listApiScopes));
  return {
    revision,
    scopes: scopes
      .filter(({ name }) => used.has(name))
      .map(({ name, title, description, texts, icon, sensitivity }) =>
        omitDefaults(
          { name, title, description, texts, icon, sensitivity },
          { description: '', ...PLAIN_SCOPE },
        ),
      ),
    apis: written,
  };
}
