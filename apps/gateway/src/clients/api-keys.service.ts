import { Inject, Injectable } from '@nestjs/common';
import type {
  ApiKeyDetail,
  ApiKeyInput,
  ApplicationApi,
  CallableApi,
  CreatedApiKey,
  Page,
  PageQuery,
  UpdateApiKey,
} from '@gatehouse/dto';
import { type Api, isListed, makeApiKey, type Route } from '@gatehouse/gateway-core';
import { hashSecret } from '@gatehouse/oauth-core';
import { type ApiKeyRecord, ApiKeysStore, ApplicationsStore, NotFoundError } from '@gatehouse/persistence';
import { isBuiltInScope } from '@gatehouse/scopes';
import type { Caller } from '../admin/bearer.strategy.js';
import { CallerService } from '../admin/caller.service.js';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { type FieldProblem, fieldProblem, InvalidFieldsError } from '../platform/validation.js';

/** Keeps the API keys of applications. Each change is in force on this node when its answer leaves. */
@Injectable()
export class ApiKeysService {
  private readonly store: ApiKeysStore;
  private readonly applications: ApplicationsStore;

  constructor(
    @Inject(PLATFORM) private readonly platform: Platform,
    @Inject(CallerService) private readonly callers: CallerService,
  ) {
    this.store = new ApiKeysStore(platform.database.dataSource);
    this.applications = new ApplicationsStore(platform.database.dataSource);
  }

  /**
   * Every published API, and whether the application may call it.
   * @param which for members, those of the catalogue and those that list the application
   * @throws NotFoundError
   */
  async listApis(applicationId: string, which: 'all' | 'catalogue'): Promise<readonly ApplicationApi[]> {
    return (await this.listShown(applicationId, which)).map(({ id, name, basePath, isEnabled, callers }) => ({
      id,
      name,
      basePath,
      enabled: isEnabled,
      access: callers.applications === null ? 'everyone' : 'listed',
      isAllowed: isListed(callers, applicationId),
      isResourceServer: callers.resourceServers.has(applicationId),
    }));
  }

  /**
   * What of a published API can be called.
   * @throws NotFoundError where there is none, or the member is not shown it
   */
  async getApi(applicationId: string, which: 'all' | 'catalogue', apiId: string): Promise<CallableApi> {
    const found = (await this.listShown(applicationId, which)).find(({ id }) => id === apiId);
    if (found === undefined) throw new NotFoundError('API');
    const { id, name, hosts, basePath, routes } = found;
    return { id, name, hosts, basePath, routes: routes.map(toCallableRoute) };
  }

  private async listShown(applicationId: string, which: 'all' | 'catalogue'): Promise<readonly Api[]> {
    await this.applications.get(applicationId);
    const isShown = ({ isEnabled, policies, callers }: Api): boolean =>
      which === 'all' ||
      (isEnabled && policies.isListed) ||
      callers.resourceServers.has(applicationId) ||
      callers.applications?.has(applicationId) === true;
    return this.platform.snapshots.current().apis.filter(isShown);
  }

  /** @throws NotFoundError */
  async list(applicationId: string, query: PageQuery): Promise<Page<ApiKeyDetail>> {
    await this.applications.get(applicationId);
    const { items, total } = await this.store.list(applicationId, query);
    return { items: items.map(toDetail), total, page: query.page, pageSize: query.pageSize };
  }

  /** @throws NotFoundError, InvalidFieldsError, ProblemError 409 */
  async create(caller: Caller, applicationId: string, input: ApiKeyInput): Promise<CreatedApiKey> {
    await this.checkOwn(applicationId);
    this.check(input);
    const { text, hint } = makeApiKey();
    const id = await this.store.insert({
      applicationId,
      name: input.name,
      hint,
      keyHash: hashSecret(text),
      enabled: input.enabled ?? true,
      expiresAt: input.expiresAt == null ? null : new Date(input.expiresAt),
      origins: input.origins ?? [],
      scopes: input.scopes ?? [],
      createdBy: await this.callers.getName(caller),
    });
    return { apiKey: await this.refreshed(applicationId, id), key: text };
  }

  /** @throws NotFoundError, InvalidFieldsError, StaleVersionError */
  async update(
    applicationId: string,
    id: string,
    { version, expiresAt, ...change }: UpdateApiKey,
  ): Promise<ApiKeyDetail> {
    this.check({ ...change, expiresAt });
    const end = expiresAt == null ? null : new Date(expiresAt);
    await this.store.update(applicationId, id, version, {
      ...change,
      ...(expiresAt !== undefined && { expiresAt: end }),
    });
    return this.refreshed(applicationId, id);
  }

  /** @throws NotFoundError */
  async delete(applicationId: string, id: string): Promise<void> {
    await this.store.delete(applicationId, id);
    await this.platform.snapshots.refresh('apiKeys');
  }

  private check({
    scopes = [],
    expiresAt,
  }: {
    scopes?: string[];
    expiresAt?: string | null | undefined;
  }): void {
    const { scopes: known } = this.platform.snapshots.current();
    const unknown = scopes.filter((name) => !known.has(name));
    const builtIn = scopes.filter(isBuiltInScope);
    const problems: FieldProblem[] = [
      ...(unknown.length === 0
        ? []
        : [fieldProblem('scopes', 'key-scopes-not-defined', { names: unknown.join(', ') })]),
      ...(builtIn.length === 0
        ? []
        : [fieldProblem('scopes', 'key-scopes-built-in', { names: builtIn.join(', ') })]),
      ...(expiresAt != null && Date.parse(expiresAt) <= Date.now()
        ? [fieldProblem('expiresAt', 'key-ended-already')]
        : []),
    ];
    if (problems.length > 0) throw new InvalidFieldsError(problems);
  }

  private async checkOwn(applicationId: string): Promise<void> {
    const { application } = await this.applications.get(applicationId);
    if (application.builtIn) throw new ProblemError('built-in-without-keys');
  }

  private async refreshed(applicationId: string, id: string): Promise<ApiKeyDetail> {
    await this.platform.snapshots.refresh('apiKeys');
    return toDetail(await this.store.get(applicationId, id));
  }
}

const toCallableRoute = ({
  id,
  methods,
  path,
  access,
  scopes,
  scopeMatch,
}: Route): CallableApi['routes'][number] => ({ id, methods, path, access, scopes, scopeMatch });

const toDetail = ({
  keyHash: _,
  expiresAt,
  lastUsedAt,
  createdAt,
  updatedAt,
  ...row
}: ApiKeyRecord): ApiKeyDetail => ({
  ...row,
  expiresAt: expiresAt?.toISOString() ?? null,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});
