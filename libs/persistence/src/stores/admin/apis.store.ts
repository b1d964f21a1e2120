import { randomUUID } from 'node:crypto';
import { type DataSource, type EntityManager, Not } from 'typeorm';
import { ApiDocuments, Apis, Routes, Scopes } from '../../schemas/index.js';
import type { ApiDocumentRecord, ApiRecord, RouteRecord, ScopeRecord } from '../../schemas/records.js';
import { type ApiCallersContent, readApiCallers, replaceApiCallers } from './api-callers.js';
import { type PageOf, type Paging, readPage } from './paging.js';
import { NotFoundError, rethrowTaken, StaleVersionError } from './store-errors.js';

const LISTED = [
  'id',
  'name',
  'description',
  'hosts',
  'basePath',
  'targets',
  'audience',
  'enabled',
  'fileKey',
  'management',
  'version',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof ApiRecord)[];

export type ApiWithRoutes = ApiRecord & {
  readonly routes: readonly RouteRecord[];
  readonly callers: ApiCallersContent;
};
/** In a list. */
export type ApiOverview = Pick<ApiRecord, (typeof LISTED)[number]> & { readonly routeCount: number };
/** Without what the store fills in. */
export type ApiContent = Omit<
  ApiRecord,
  'id' | 'fileKey' | 'management' | 'version' | 'createdAt' | 'updatedAt'
> & {
  readonly callers: ApiCallersContent;
};
export type RouteContent = Omit<RouteRecord, 'id' | 'apiId' | 'position'>;

/** What comes with an API that is made from an OpenAPI document. */
export interface ApiImport {
  /** Those that exist by now are left as they are. */
  readonly scopes: readonly Pick<ScopeRecord, 'name' | 'title' | 'description'>[];
  readonly document: Omit<ApiDocumentRecord, 'apiId' | 'updatedAt'>;
}

/** Published APIs with their routes; the routes are replaced whole. */
export class ApisStore {
  constructor(private readonly dataSource: DataSource) {}

  /** Their routes are counted, and not read: an API can have a thousand. */
  async list(paging: Paging): Promise<PageOf<ApiOverview>> {
    const query = this.dataSource
      .getRepository(Apis)
      .createQueryBuilder('a')
      .select(LISTED.map((column) => `a.${column}`))
      .orderBy('lower(a.name)')
      .addOrderBy('a.id');
    const { items, total } = await readPage(
      query,
      paging,
      "a.name ILIKE :pattern OR a.base_path ILIKE :pattern OR array_to_string(a.hosts, ' ') ILIKE :pattern",
    );
    const counts = await this.dataSource.query<{ apiId: string; count: number }[]>(
      'SELECT api_id AS "apiId", count(*)::int AS count FROM routes WHERE api_id = ANY($1) GROUP BY api_id',
      [items.map(({ id }) => id)],
    );
    const countOf = new Map(counts.map(({ apiId, count }) => [apiId, count]));
    return { total, items: items.map((api) => ({ ...api, routeCount: countOf.get(api.id) ?? 0 })) };
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<ApiWithRoutes> {
    const api = await this.dataSource.getRepository(Apis).findOneBy({ id });
    if (api === null) throw new NotFoundError('API');
    const routes = await this.dataSource
      .getRepository(Routes)
      .find({ where: { apiId: id }, order: { position: 'ASC' } });
    const callersOf = await readApiCallers(this.dataSource, [id]);
    return { ...api, routes, callers: callersOf(id) };
  }

  /** The ID is given: a key is sealed for it. @throws TakenError when an address is another API's */
  async insert(
    id: string,
    { callers, ...content }: ApiContent,
    routes: readonly RouteContent[],
    imported?: ApiImport,
  ): Promise<void> {
    await this.dataSource
      .transaction(async (manager) => {
        await manager.insert(Apis, { id, ...content, version: 1 });
        await insertRoutes(manager, id, routes);
        await replaceApiCallers(manager, id, callers);
        if (imported !== undefined) await saveImport(manager, id, imported);
      })
      .catch((error: unknown) => rethrowTaken(error, 'basePath', content.basePath));
  }

  /** @throws NotFoundError, StaleVersionError, TakenError */
  async replace(
    id: string,
    version: number,
    { callers, ...content }: ApiContent,
    routes: readonly RouteContent[],
    imported?: ApiImport,
  ): Promise<void> {
    await this.dataSource
      .transaction(async (manager) => {
        const { affected } = await manager.update(Apis, { id, version }, content);
        if (affected === 0) {
          if (!(await manager.existsBy(Apis, { id }))) throw new NotFoundError('API');
          throw new StaleVersionError('API');
        }
        await manager.delete(Routes, { apiId: id });
        await insertRoutes(manager, id, routes);
        await replaceApiCallers(manager, id, callers);
        if (imported !== undefined) await saveImport(manager, id, imported);
      })
      .catch((error: unknown) => rethrowTaken(error, 'basePath', content.basePath));
  }

  /** The routes of a later OpenAPI document. @throws NotFoundError, StaleVersionError */
  async replaceRoutes(
    id: string,
    version: number,
    routes: readonly RouteContent[],
    imported: ApiImport,
  ): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const { affected } = await manager.update(Apis, { id, version }, { updatedAt: new Date() });
      if (affected === 0) {
        if (!(await manager.existsBy(Apis, { id }))) throw new NotFoundError('API');
        throw new StaleVersionError('API');
      }
      await manager.delete(Routes, { apiId: id });
      await insertRoutes(manager, id, routes);
      await saveImport(manager, id, imported);
    });
  }

  /** The OpenAPI document that it was made from. @throws NotFoundError */
  async getDocument(apiId: string): Promise<ApiDocumentRecord> {
    const found = await this.findDocument(apiId);
    if (found === null) throw new NotFoundError('OpenAPI document');
    return found;
  }

  findDocument(apiId: string): Promise<ApiDocumentRecord | null> {
    return this.dataSource.getRepository(ApiDocuments).findOneBy({ apiId });
  }

  hasDocument(apiId: string): Promise<boolean> {
    return this.dataSource.manager.existsBy(ApiDocuments, { apiId });
  }

  /** No node gives what it has kept of the API's answers any more. @throws NotFoundError */
  async purgeCache(id: string): Promise<void> {
    const [, affected] = await this.dataSource.query<[unknown, number]>(
      'UPDATE apis SET cache_epoch = cache_epoch + 1 WHERE id = $1',
      [id],
    );
    if (affected === 0) throw new NotFoundError('API');
  }

  /** @throws NotFoundError when there is none that operators may delete */
  async delete(id: string): Promise<void> {
    const { affected } = await this.dataSource.manager.delete(Apis, { id, management: Not('file') });
    if (affected === 0) throw new NotFoundError('API');
  }
}

async function saveImport(manager: EntityManager, apiId: string, imported: ApiImport): Promise<void> {
  if (imported.scopes.length > 0) {
    await manager
      .createQueryBuilder()
      .insert()
      .into(Scopes)
      .values([...imported.scopes])
      .orIgnore()
      .execute();
  }
  await manager.save(ApiDocuments, { apiId, ...imported.document });
}

const ROUTES_PER_STATEMENT = 1_000;

export async function insertRoutes(
  manager: EntityManager,
  apiId: string,
  routes: readonly RouteContent[],
): Promise<void> {
  const rows = routes.map((route, position) => ({ ...route, id: randomUUID(), apiId, position }));
  for (let first = 0; first < rows.length; first += ROUTES_PER_STATEMENT) {
    await manager.insert(Routes, rows.slice(first, first + ROUTES_PER_STATEMENT));
  }
}
