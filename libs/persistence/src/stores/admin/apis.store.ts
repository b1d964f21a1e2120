import { randomUUID } from 'node:crypto';
import { type DataSource, type EntityManager, In } from 'typeorm';
import { Apis, Routes } from '../../schemas/index.js';
import type { ApiRecord, RouteRecord } from '../../schemas/records.js';
import { type PageOf, type Paging, readPage } from './paging.js';
import { NotFoundError, rethrowTaken, StaleVersionError } from './store-errors.js';

export type ApiWithRoutes = ApiRecord & { readonly routes: readonly RouteRecord[] };
/** Without what the store fills in. */
export type ApiContent = Omit<ApiRecord, 'id' | 'version' | 'createdAt' | 'updatedAt'>;
export type RouteContent = Omit<RouteRecord, 'id' | 'apiId' | 'position'>;

/** Published APIs with their routes; the routes are replaced whole. */
export class ApisStore {
  constructor(private readonly dataSource: DataSource) {}

  async list(paging: Paging): Promise<PageOf<ApiWithRoutes>> {
    const query = this.dataSource
      .getRepository(Apis)
      .createQueryBuilder('a')
      .orderBy('lower(a.name)')
      .addOrderBy('a.id');
    const { items, total } = await readPage(
      query,
      paging,
      'a.name ILIKE :pattern OR a.base_path ILIKE :pattern',
    );
    const routes = await this.dataSource
      .getRepository(Routes)
      .find({ where: { apiId: In(items.map(({ id }) => id)) }, order: { position: 'ASC' } });
    const byApi = new Map<string, RouteRecord[]>(items.map(({ id }) => [id, []]));
    for (const route of routes) byApi.get(route.apiId)?.push(route);
    return { total, items: items.map((api) => ({ ...api, routes: byApi.get(api.id) ?? [] })) };
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<ApiWithRoutes> {
    const api = await this.dataSource.getRepository(Apis).findOneBy({ id });
    if (api === null) throw new NotFoundError('API');
    const routes = await this.dataSource
      .getRepository(Routes)
      .find({ where: { apiId: id }, order: { position: 'ASC' } });
    return { ...api, routes };
  }

  /** @throws TakenError when the base path is another API's */
  async insert(content: ApiContent, routes: readonly RouteContent[]): Promise<string> {
    const id = randomUUID();
    await this.dataSource
      .transaction(async (manager) => {
        await manager.insert(Apis, { id, ...content, version: 1 });
        await insertRoutes(manager, id, routes);
      })
      .catch((error: unknown) => rethrowTaken(error, 'basePath', content.basePath));
    return id;
  }

  /** @throws NotFoundError, StaleVersionError, TakenError */
  async replace(
    id: string,
    version: number,
    content: ApiContent,
    routes: readonly RouteContent[],
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
      })
      .catch((error: unknown) => rethrowTaken(error, 'basePath', content.basePath));
  }

  /** @throws NotFoundError */
  async delete(id: string): Promise<void> {
    const { affected } = await this.dataSource.manager.delete(Apis, { id });
    if (affected === 0) throw new NotFoundError('API');
  }
}

const ROUTES_PER_STATEMENT = 1_000;

async function insertRoutes(
  manager: EntityManager,
  apiId: string,
  routes: readonly RouteContent[],
): Promise<void> {
  const rows = routes.map((route, position) => ({ ...route, id: randomUUID(), apiId, position }));
  for (let first = 0; first < rows.length; first += ROUTES_PER_STATEMENT) {
    await manager.insert(Routes, rows.slice(first, first + ROUTES_PER_STATEMENT));
  }
}
