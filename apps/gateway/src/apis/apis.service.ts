import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  ApiChecks,
  ApiDetail,
  ApiInput,
  ApiSummary,
  CheckApi,
  Page,
  PageQuery,
  RouteInput,
  UpdateApi,
} from '@gatehouse/dto';
import { type ApiContent, type ApiImport, ApisStore, type ApiWithRoutes } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { type FieldProblem, fieldProblem, InvalidFieldsError } from '../platform/validation.js';
import { toRouteContent } from './api-content.js';
import { type ApiSurroundings, listApiErrors, listApiWarnings, listClashes } from './api-rules.js';
import { toApiDetail, toApiSummary } from './api.answers.js';
import { listTlsWarnings } from './certificates.js';
import { listErrors, openTls, toSealedContent } from './checked-content.js';
import { checkTarget } from './target-checks.js';

const MAX_TARGETS_CALLED = 20;

/** Publishes APIs. Each change is in force on this node when its answer leaves. */
@Injectable()
export class ApisService {
  private readonly store: ApisStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new ApisStore(platform.database.dataSource);
  }

  async list(query: PageQuery): Promise<Page<ApiSummary>> {
    const { items, total } = await this.store.list(query);
    return {
      items: items.map(toApiSummary),
      total,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  async get(id: string): Promise<ApiDetail> {
    return this.toDetail(await this.store.get(id));
  }

  /** @throws InvalidFieldsError, TakenError */
  async create(input: ApiInput, imported?: ApiImport): Promise<ApiDetail> {
    const id = randomUUID();
    const content = await this.toCheckedContent(id, input, undefined, imported);
    await this.store.insert(id, content, input.routes.map(toRouteContent), imported);
    return this.refreshed(id);
  }

  /** @throws NotFoundError, StaleVersionError, InvalidFieldsError, TakenError, ProblemError 409 */
  async replace(id: string, input: UpdateApi): Promise<ApiDetail> {
    const before = await this.store.get(id);
    checkNotManaged(before);
    const content = await this.toCheckedContent(id, input, before);
    await this.store.replace(id, input.version, content, input.routes.map(toRouteContent));
    return this.refreshed(id);
  }

  /** Whether an API could be saved with the routes of an OpenAPI document. @throws NotFoundError, InvalidFieldsError */
  async checkRoutes(id: string, routes: readonly RouteInput[], imported: ApiImport): Promise<void> {
    const stored = this.toDetail(await this.store.get(id));
    // What was answered may be sent again, but for the key of its TLS: nothing new is said of that.
    const input = { ...stored, tls: null, routes } as unknown as ApiInput;
    const problems = listApiErrors(input, await this.findSurroundings(id, imported));
    if (problems.length > 0) throw new InvalidFieldsError(problems.map((one) => ofDocument(one, routes)));
  }

  /** The routes of a later OpenAPI document. @throws NotFoundError, StaleVersionError, InvalidFieldsError */
  async replaceRoutes(
    id: string,
    version: number,
    routes: readonly RouteInput[],
    imported: ApiImport,
  ): Promise<ApiDetail> {
    checkNotManaged(await this.store.get(id));
    await this.checkRoutes(id, routes, imported);
    await this.store.replaceRoutes(id, version, routes.map(toRouteContent), imported);
    return this.refreshed(id);
  }

  /** @throws NotFoundError, ProblemError 409 */
  async delete(id: string): Promise<void> {
    checkNotManaged(await this.store.get(id));
    await this.store.delete(id);
    await this.platform.snapshots.refresh('apis', 'contracts');
  }

  /** @throws NotFoundError */
  async purgeCache(id: string): Promise<void> {
    await this.store.purgeCache(id);
    await this.platform.snapshots.refresh('apis');
  }

  /** Says what is wrong with an API without saving it. @throws NotFoundError */
  async check({ id, connect = true, ...input }: CheckApi): Promise<ApiChecks> {
    const before = id === undefined ? undefined : await this.store.get(id);
    const { sealing } = this.platform;
    const tls = openTls(sealing, input, before);
    const surroundings = await this.findSurroundings(id);
    const errors = [...listClashes(input, surroundings), ...listErrors(sealing, input, before, surroundings)];
    // Where the gateway answers every route by itself, nothing is ever sent there.
    const isCalled = input.routes.some(({ fixedResponse }) => fixedResponse == null);
    const canConnect = connect && isCalled && !errors.some(({ field }) => field.startsWith('tls.'));
    const called = canConnect ? input.targets.slice(0, MAX_TARGETS_CALLED) : [];
    const checked = await Promise.all(
      called.map(({ url }, index) => checkTarget(`targets.${index}.url`, url, tls)),
    );
    const uselessTls = tls !== null && !input.targets.some(({ url }) => url.startsWith('https:'));
    const warnings = [
      ...listApiWarnings(input, surroundings),
      ...(tls === null ? [] : listTlsWarnings(tls, new Date())),
      ...(uselessTls ? [fieldProblem('tls', 'tls-without-use')] : []),
      ...checked.flatMap(({ problems }) => problems),
    ];
    return { errors, warnings, targets: checked.map(({ target }) => target) };
  }

  private async findSurroundings(id: string | undefined, imported?: ApiImport): Promise<ApiSurroundings> {
    const hasDocument = imported !== undefined || (id !== undefined && (await this.store.hasDocument(id)));
    const { env, snapshots } = this.platform;
    const { apis, scopes, detailsTypes, providers, applications, outsideIssuers } = snapshots.current();
    const defined = new Map([
      ...scopes,
      ...(imported?.scopes ?? []).map((scope) => [scope.name, scope] as const),
    ]);
    const others = apis.filter((api) => api.id !== id);
    return {
      env,
      scopes: defined,
      detailsTypes,
      providers,
      applications,
      outsideIssuers,
      hasDocument,
      others,
    };
  }

  /** @throws InvalidFieldsError, ProblemError 409 */
  private async toCheckedContent(
    id: string,
    input: ApiInput,
    before: ApiWithRoutes | undefined,
    imported?: ApiImport,
  ): Promise<ApiContent> {
    const surroundings = await this.findSurroundings(before?.id, imported);
    const problems = listErrors(this.platform.sealing, input, before, surroundings);
    if (problems.length > 0) throw new InvalidFieldsError(problems);
    const clashes = listClashes(input, surroundings);
    if (clashes[0] !== undefined) throw new ProblemError('address-taken', clashes[0].values, clashes);
    return toSealedContent(this.platform, id, input, before);
  }

  private toDetail(api: ApiWithRoutes): ApiDetail {
    return toApiDetail(api, this.platform.env.gatewayUrl);
  }

  private async refreshed(id: string): Promise<ApiDetail> {
    await this.platform.snapshots.refresh('apis', 'scopes', 'contracts');
    return this.get(id);
  }
}

/** Whoever uploads a document has seen no numbers of routes. */
function ofDocument(problem: FieldProblem, routes: readonly RouteInput[]): FieldProblem {
  const route = routes[Number(/^routes\.(\d+)\./.exec(problem.field)?.[1] ?? -1)];
  if (route === undefined) return problem;
  // Without its code, whose words do not say which route it is.
  const message = `${route.methods.join(', ')} ${route.path}: ${problem.message}`.trim();
  return { field: 'document', message };
}

/** @throws ProblemError 409 when it is not operators who say what the API is */
function checkNotManaged({ management, fileKey }: ApiWithRoutes): void {
  if (management !== 'file') return;
  throw new ProblemError('managed-by-file', { key: fileKey ?? '' });
}
