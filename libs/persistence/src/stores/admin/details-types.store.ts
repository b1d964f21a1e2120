import type { DataSource } from 'typeorm';
import { type DetailsTypeRecord, DetailsTypes } from '../../schemas/details-types.js';
import { type PageOf, type Paging, readPage } from './paging.js';
import { NotFoundError, rethrowTaken, StaleVersionError } from './store-errors.js';

/** Without what the store fills in. */
export type DetailsTypeContent = Omit<DetailsTypeRecord, 'name' | 'version' | 'createdAt' | 'updatedAt'>;

/** What hangs on one type. */
export interface DetailsTypeUseRow {
  /** The first ones, by API and place. */
  readonly routes: readonly {
    readonly apiId: string;
    readonly apiName: string;
    readonly methods: readonly string[];
    readonly path: string;
  }[];
  readonly clientCount: number;
  readonly applicationCount: number;
  /** In force. */
  readonly authorizationCount: number;
}

const USE = `
SELECT
  (SELECT coalesce(json_agg(r), '[]') FROM (
    SELECT a.id AS "apiId", a.name AS "apiName", r.methods, r.path FROM routes r JOIN apis a ON a.id = r.api_id
    WHERE r.required_detail ->> 'type' = $1 ORDER BY a.name, a.id, r.position LIMIT 100) r) AS routes,
  count(*)::int AS "clientCount", count(DISTINCT c.application_id)::int AS "applicationCount",
  (SELECT count(*)::int FROM authorizations z WHERE z.revoked_at IS NULL
    AND z.details @> jsonb_build_array(jsonb_build_object('type', $1::text))) AS "authorizationCount"
FROM clients c WHERE c.settings -> 'authorizationDetailsTypes' ? $1`;

/** Types of authorization details (RFC 9396). */
export class DetailsTypesStore {
  constructor(private readonly dataSource: DataSource) {}

  /** By name. @param apiId those that this API knows alone */
  async list(paging: Paging, apiId?: string): Promise<PageOf<DetailsTypeRecord>> {
    const query = this.dataSource.getRepository(DetailsTypes).createQueryBuilder('t').orderBy('t.name');
    if (apiId !== undefined) query.andWhere(':apiId = ANY (t.api_ids)', { apiId });
    const texts = 't.title ILIKE :pattern OR t.description ILIKE :pattern OR t.texts::text ILIKE :pattern';
    return readPage(query, paging, `t.name ILIKE :pattern OR ${texts}`);
  }

  /** @throws NotFoundError */
  async get(name: string): Promise<DetailsTypeRecord> {
    const found = await this.dataSource.getRepository(DetailsTypes).findOneBy({ name });
    if (found === null) throw new NotFoundError('details type');
    return found;
  }

  async findUse(name: string): Promise<DetailsTypeUseRow> {
    const [row] = await this.dataSource.query<DetailsTypeUseRow[]>(USE, [name]);
    if (row === undefined) throw new Error('a count has no row');
    return row;
  }

  /** @throws TakenError */
  async insert(name: string, content: DetailsTypeContent): Promise<void> {
    await this.dataSource.manager
      .insert(DetailsTypes, { name, ...content })
      .catch((error: unknown) => rethrowTaken(error, 'name', name));
  }

  /** @throws NotFoundError, StaleVersionError */
  async update(name: string, version: number, content: DetailsTypeContent): Promise<void> {
    const { affected } = await this.dataSource.manager.update(DetailsTypes, { name, version }, content);
    if (affected !== 0) return;
    await this.get(name);
    throw new StaleVersionError('details type');
  }

  /** Clients that were registered for it are no longer. @throws NotFoundError */
  async delete(name: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const { affected } = await manager.delete(DetailsTypes, { name });
      if (affected === 0) throw new NotFoundError('details type');
      await manager.query(
        `UPDATE clients SET version = version + 1, settings = jsonb_set(settings, '{authorizationDetailsTypes}',
           (settings -> 'authorizationDetailsTypes') - $1::text)
         WHERE settings -> 'authorizationDetailsTypes' ? $1`,
        [name],
      );
    });
  }
}
