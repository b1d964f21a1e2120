import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  ApiChecks,
  ApiDetail,
  ApiInput,
  CheckApi,
  Page,
  PageQuery,
  RouteInput,
  UpdateApi,
} from '@gatehouse/dto';
import { type ApiContent, type ApiImport, ApisStore, type ApiWithRoutes } from '@gatehouse/persistence';
import { PLATFORM, type Platform } from '../platform/platform.tokens.js';
import { ProblemError } from '../platform/problem.filter.js';
import { type OpenUpstreamTls, openUpstreamTls, sealClientKey } from '../platform/upstream-tls.js';
import { type FieldProblem, InvalidFieldsError } from '../platform/validation.js';
import { toContent, toRouteContent, toTls } from './api-content.js';
import { type ApiSurroundings, listApiErrors, listApiWarnings, listClashes } from './api-rules.js';
import { toApiDetail } from './api.answers.js';
import { listTlsErrors, listTlsWarnings } from './certificates.js';
import { checkTarget } from './target-checks.js';

const MAX_TARGETS_CALLED = 20;

/** Publishes APIs. Each change is in force on this node when its answer leaves. */
@Injectable()
export class ApisService {
  private readonly store: ApisStore;

  constructor(@Inject(PLATFORM) private readonly platform: Platform) {
    this.store = new ApisStore(platform.database.dataSource);
  }

  async list(query: PageQuery): Promise<Page<ApiDetail>> {
    const { items, total } = await this.store.list(query);
    return {
      items: items.map((api) => this.toDetail(api)),
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

  /** @throws NotFoundError, StaleVersionError, InvalidFieldsError, TakenError */
  async replace(id: string, input: UpdateApi): Promise<ApiDetail> {
    const content = await this.toCheckedContent(id, input, await this.store.get(id));
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
    await this.checkRoutes(id, routes, imported);
    await this.store.replaceRoutes(id, version, routes.map(toRouteContent), imported);
    return this.refreshed(id);
  }

  async delete(id: string): Promise<void> {
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
    const tls = this.openTls(input, before);
    const surroundings = await this.findSurroundings(id);
    const errors = [...listClashes(input, surroundings), ...listErrors(input, surroundings, tls)];
    const canConnect = connect && !errors.some(({ field }) => field.startsWith('tls.'));
    const called = canConnect ? input.targets.slice(0, MAX_TARGETS_CALLED) : [];
    const targets = await Promise.all(called.map(({ url }) => checkTarget(url, tls)));
    const unreachable = targets.flatMap(({ isReachable, explanation }, index) =>
      isReachable ? [] : [{ field: `targets.${index}.url`, message: explanation }],
    );
    const uselessTls = tls !== null && !input.targets.some(({ url }) => url.startsWith('https:'));
    const warnings = [
      ...listApiWarnings(input, surroundings),
      ...(tls === null ? [] : listTlsWarnings(tls, new Date())),
      ...(uselessTls ? [{ field: 'tls', message: 'No target is called over TLS: use https://.' }] : []),
      ...unreachable,
    ];
    return { errors, warnings, targets };
  }

  private async findSurroundings(id: string | undefined, imported?: ApiImport): Promise<ApiSurroundings> {
    const hasDocument = imported !== undefined || (id !== undefined && (await this.store.hasDocument(id)));
    const { env, snapshots } = this.platform;
    const { apis, scopes, providers, applications, outsideIssuers } = snapshots.current();
    const defined = new Map([
      ...scopes,
      ...(imported?.scopes ?? []).map((scope) => [scope.name, scope] as const),
    ]);
    const others = apis.filter((api) => api.id !== id);
    return { env, scopes: defined, providers, applications, outsideIssuers, hasDocument, others };
  }

  /** What is said of TLS, with the key that is there already where none is given. */
  private openTls(input: ApiInput, before: ApiWithRoutes | undefined): OpenUpstreamTls | null {
    const tls = toTls(input.tls);
    if (tls === null) return null;
    const stored = before && openUpstreamTls(this.platform.sealing, before);
    const kept = tls.clientCertificate === null ? null : (stored?.clientKey ?? null);
    return { ...tls, clientKey: input.tls?.clientKey ?? kept };
  }

  /** @throws InvalidFieldsError, ProblemError 409 */
  private async toCheckedContent(
    id: string,
    input: ApiInput,
    before: ApiWithRoutes | undefined,
    imported?: ApiImport,
  ): Promise<ApiContent> {
    const { env, sealing } = this.platform;
    const tls = this.openTls(input, before);
    const surroundings = await this.findSurroundings(before?.id, imported);
    const problems = listErrors(input, surroundings, tls);
    if (problems.length > 0) throw new InvalidFieldsError(problems);
    const clashes = listClashes(input, surroundings);
    const detail = clashes.map(({ message }) => message).join(' ');
    if (clashes.length > 0) throw new ProblemError(409, 'Already taken', detail, clashes);
    const clientKey = tls?.clientKey ?? null;
    return {
      ...toContent(input, env.gatewayUrl),
      sealedClientKey: clientKey === null ? null : sealClientKey(sealing, id, clientKey),
    };
  }

  private toDetail(api: ApiWithRoutes): ApiDetail {
    return toApiDetail(api, this.platform.env.gatewayUrl);
  }

  private async refreshed(id: string): Promise<ApiDetail> {
    await this.platform.snapshots.refresh('apis', 'scopes', 'contracts');
    return this.get(id);
  }
}

const NO_TLS = { caCertificates: null, clientCertificate: null, serverName: null };

/** Whoever uploads a document has seen no numbers of routes. */
function ofDocument({ field, message }: FieldProblem, routes: readonly RouteInput[]): FieldProblem {
  const route = routes[Number(/^routes\.(\d+)\./.exec(field)?.[1] ?? -1)];
  if (route === undefined) return { field, message };
  return { field: 'document', message: `${route.methods.join(', ')} ${route.path}: ${message}`.trim() };
}

function listErrors(
  input: ApiInput,
  surroundings: ApiSurroundings,
  tls: OpenUpstreamTls | null,
): FieldProblem[] {
  const isNewKey = input.tls?.clientKey !== undefined;
  const given = tls ?? { ...NO_TLS, clientKey: input.tls?.clientKey ?? null };
  return [...listApiErrors(input, surroundings), ...listTlsErrors(given, isNewKey, new Date())];
}
