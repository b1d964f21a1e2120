import type { DataSource } from 'typeorm';
import { Scopes } from '../../schemas/index.js';
import type { ScopeRecord } from '../../schemas/records.js';
import { type PageOf, toPattern } from './paging.js';
import { NotFoundError, rethrowTaken, StaleVersionError } from './store-errors.js';

/** An API whose routes need a scope. */
export interface ScopeApiRow {
  readonly apiId: string;
  readonly apiName: string;
}

export type ScopeContent = Pick<ScopeRecord, 'title' | 'description' | 'texts' | 'icon' | 'sensitivity'>;

export interface ScopeRow extends ScopeContent {
  readonly name: string;
  readonly version: number;
  /** The first ones, by name. */
  readonly usedBy: readonly ScopeApiRow[];
  readonly apiCount: number;
}

/** Which scopes; undefined: however they are. */
export interface ScopeFilter {
  readonly search?: string | undefined;
  readonly isUsed?: boolean | undefined;
  readonly sensitivity?: string | undefined;
  /** These alone. */
  readonly names?: readonly string[] | undefined;
}

const SHOWN_APIS = 5;

/** Whether something of an API's MCP server needs the scope. */
const ofTool = (api: string): string =>
  `${api}.policies @> jsonb_build_object('mcp', jsonb_build_object('rules',
    jsonb_build_array(jsonb_build_object('scopes', jsonb_build_array(s.name)))))`;

const FOUND = `
  WHERE ($1::text IS NULL OR s.name ILIKE $1 OR s.title ILIKE $1 OR s.description ILIKE $1 OR s.texts::text ILIKE $1
    OR s.name IN (SELECT unnest(r.scopes) FROM routes r JOIN apis a ON a.id = r.api_id WHERE a.name ILIKE $1))
  AND ($2::boolean IS NULL OR (s.name IN (SELECT unnest(r.scopes) FROM routes r)
    OR EXISTS (SELECT FROM apis t WHERE ${ofTool('t')})) = $2)
  AND ($3::text IS NULL OR s.sensitivity = $3)
  AND ($4::text[] IS NULL OR s.name = ANY ($4))`;

/** Scopes that operators define; the built-in ones are not in the database. */
export class ScopesStore {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * By name.
   * @param window which of those that are found
   * @param apiIds only these APIs are told of; undefined: all
   */
  async list(
    { search, isUsed, sensitivity, names }: ScopeFilter,
    window: { readonly offset: number; readonly limit: number },
    apiIds?: readonly string[],
  ): Promise<PageOf<ScopeRow>> {
    const found = [
      search === undefined || search === '' ? null : toPattern(search),
      isUsed ?? null,
      sensitivity ?? null,
      names ?? null,
    ];
    const [counted, items] = await Promise.all([
      this.dataSource.query<{ total: number }[]>(
        `SELECT count(*)::int AS total FROM scopes s ${FOUND}`,
        found,
      ),
      this.dataSource.query<ScopeRow[]>(
        `SELECT s.*, coalesce(u.apis, '[]') AS "usedBy", coalesce(u.total, 0) AS "apiCount" FROM (
           SELECT s.name, s.title, s.description, s.texts, s.icon, s.sensitivity, s.version FROM scopes s ${FOUND}
           ORDER BY s.name LIMIT $5 OFFSET $6) s
         LEFT JOIN LATERAL (
           SELECT max(n.total)::int AS total, json_agg(json_build_object('apiId', n.id, 'apiName', n.name) ORDER BY n.place) AS apis
           FROM (SELECT a.id, a.name, count(*) OVER () AS total, row_number() OVER (ORDER BY a.name, a.id) AS place
             FROM apis a WHERE (a.id IN (SELECT r.api_id FROM routes r WHERE r.scopes @> ARRAY[s.name]) OR ${ofTool('a')})
               AND ($7::uuid[] IS NULL OR a.id = ANY ($7))) n
           WHERE n.place <= ${SHOWN_APIS}) u ON true
         ORDER BY s.name`,
        [...found, window.limit, window.offset, apiIds ?? null],
      ),
    ]);
    return { items, total: counted[0]?.total ?? 0 };
  }

  /** @throws TakenError */
  async insert(name: string, content: ScopeContent): Promise<void> {
    await this.dataSource.manager
      .insert(Scopes, { name, ...content })
      .catch((error: unknown) => rethrowTaken(error, 'name', name));
  }

  /** @throws NotFoundError, StaleVersionError */
  async update(name: string, version: number, content: ScopeContent): Promise<void> {
    const { affected } = await this.dataSource.manager.update(Scopes, { name, version }, content);
    if (affected !== 0) return;
    if (await this.dataSource.manager.existsBy(Scopes, { name })) throw new StaleVersionError('scope');
    throw new NotFoundError('scope');
  }

  /** Clients and API keys that were allowed it are no longer. @throws NotFoundError */
  async delete(name: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const { affected } = await manager.delete(Scopes, { name });
      if (affected === 0) throw new NotFoundError('scope');
      await manager.query(
        `UPDATE clients SET allowed_scopes = array_remove(allowed_scopes, $1),
           default_scopes = array_remove(default_scopes, $1), version = version + 1
         WHERE allowed_scopes @> ARRAY[$1]`,
        [name],
      );
      await manager.query(
        `UPDATE api_keys SET scopes = array_remove(scopes, $1), version = version + 1 WHERE $1 = ANY (scopes)`,
        [name],
      );
    });
  }
}
