import { Inject, Injectable } from '@nestjs/common';
import type { ApiDetail, ApiInput, Page, PageQuery, RouteInput, UpdateApi } from '@gatehouse/dto';
import { findPatternProblem } from '@gatehouse/gateway-core';
import { type ApiContent, ApisStore, type ApiWithRoutes, type RouteContent } from '@gatehouse/persistence';
import { isBuiltInScope } from '@gatehouse/scopes';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { toPolicies, toPoliciesDetail } from './policies.js';
import { type FieldProblem, InvalidFieldsError } from '../platform/validation.js';

const CONNECT_TIMEOUT_MS = 5_000;
const RESPONSE_TIMEOUT_MS = 30_000;

/** Publishes APIs. Each change is in force on this node when its answer leaves. */
@Injectable()
export class ApisService {
  private readonly store: ApisStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new ApisStore(platform.database.dataSource);
  }

  async list(query: PageQuery): Promise<Page<ApiDetail>> {
    const { items, total } = await this.store.list(query);
    return { items: items.map(toApiDetail), total, page: query.page, pageSize: query.pageSize };
  }

  async get(id: string): Promise<ApiDetail> {
    return toApiDetail(await this.store.get(id));
  }

  /** @throws InvalidFieldsError, TakenError */
  async create(input: ApiInput): Promise<ApiDetail> {
    this.check(input);
    return this.refreshed(await this.store.insert(this.toContent(input), input.routes.map(toRouteContent)));
  }

  /** @throws NotFoundError, StaleVersionError, InvalidFieldsError, TakenError */
  async replace(id: string, input: UpdateApi): Promise<ApiDetail> {
    this.check(input);
    await this.store.replace(id, input.version, this.toContent(input), input.routes.map(toRouteContent));
    return this.refreshed(id);
  }

  async delete(id: string): Promise<void> {
    await this.store.delete(id);
    await this.platform.snapshots.refresh('apis');
  }

  private check({ routes, providerId }: ApiInput): void {
    const isUnknown = providerId != null && !this.platform.snapshots.current().providers.has(providerId);
    const problems = [
      ...(isUnknown
        ? [{ field: 'providerId', message: 'There is no such provider; it may have been deleted.' }]
        : []),
      ...routes.flatMap((route, index) => this.listRouteProblems(route, index)),
      ...listShadowed(routes),
    ];
    if (problems.length > 0) throw new InvalidFieldsError(problems);
  }

  private listRouteProblems(route: RouteInput, index: number): FieldProblem[] {
    const at = (field: string, message: string): FieldProblem => ({
      field: `routes.${index}.${field}`,
      message,
    });
    const { scopes } = this.platform.snapshots.current();
    const unknown = route.scopes.filter((name) => !scopes.has(name));
    const builtIn = route.scopes.filter(isBuiltInScope);
    const pattern = findPatternProblem(route.path);
    return [
      ...(pattern === undefined ? [] : [at('path', pattern)]),
      ...(unknown.length === 0
        ? []
        : [at('scopes', `Not defined: ${unknown.join(', ')}. Define scopes first.`)]),
      ...(builtIn.length === 0 ? [] : [at('scopes', `${builtIn.join(', ')} is Gatehouse's own scope.`)]),
      ...(route.access === 'scopes' && route.scopes.length === 0
        ? [at('scopes', 'Name a scope, or let any valid access token in.')]
        : []),
      ...(route.access !== 'scopes' && route.scopes.length > 0
        ? [at('scopes', 'Scopes are only asked for where the access is "scopes".')]
        : []),
      ...(route.access === 'public' && (route.acr ?? route.maxAgeSeconds ?? null) !== null
        ? [at('access', 'A public route is called without a sign-in: it cannot demand one.')]
        : []),
    ];
  }

  private toContent(input: ApiInput): ApiContent {
    return {
      name: input.name,
      description: input.description ?? '',
      basePath: input.basePath,
      targets: input.targets.map(({ url, weight = 1 }) => ({ url: url.replace(/\/+$/, ''), weight })),
      audience: input.audience ?? `${this.platform.env.gatewayUrl}${input.basePath}`,
      enabled: input.enabled ?? true,
      connectTimeoutMs: input.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
      responseTimeoutMs: input.responseTimeoutMs ?? RESPONSE_TIMEOUT_MS,
      providerId: input.providerId ?? null,
      policies: toPolicies(input.policies),
    };
  }

  private async refreshed(id: string): Promise<ApiDetail> {
    await this.platform.snapshots.refresh('apis');
    return this.get(id);
  }
}

const toRouteContent = ({ acr, maxAgeSeconds, ...route }: RouteInput): RouteContent => ({
  ...route,
  acr: acr ?? null,
  maxAgeSeconds: maxAgeSeconds ?? null,
});

/** Routes that another one before them, with the same path, leaves nothing for. */
function listShadowed(routes: readonly RouteInput[]): FieldProblem[] {
  const seen = new Map<string, number>();
  return routes.flatMap((route, index) => {
    const shape = route.path.replaceAll(/\{[^/]*\}/g, '{}');
    const methods = route.methods.length === 0 ? ['*'] : route.methods;
    const before = methods.map((method) => seen.get(`${method} ${shape}`) ?? seen.get(`* ${shape}`));
    for (const method of methods) seen.set(`${method} ${shape}`, index);
    const first = before[0];
    if (first === undefined || before.includes(undefined)) return [];
    return [{ field: `routes.${index}.path`, message: `Route ${first + 1} already answers all of this.` }];
  });
}

function toApiDetail({ routes, policies, createdAt, updatedAt, ...api }: ApiWithRoutes): ApiDetail {
  return {
    ...api,
    policies: toPoliciesDetail(policies),
    routes: routes.map(({ id, methods, path, access, scopes, scopeMatch, acr, maxAgeSeconds }) => ({
      id,
      methods,
      path,
      access,
      scopes,
      scopeMatch,
      acr,
      maxAgeSeconds,
    })),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
