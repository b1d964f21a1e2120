import type { DataSource } from 'typeorm';
import { Scopes } from '../../schemas/index.js';
import type { ScopeRecord } from '../../schemas/records.js';
import { NotFoundError, rethrowTaken } from './store-errors.js';

/** Where a scope is used. */
export interface ScopeUse {
  readonly scope: string;
  readonly apiId: string;
  readonly apiName: string;
}

export type ScopeWords = Pick<ScopeRecord, 'title' | 'description'>;

/** Scopes that operators define; the built-in ones are not in the database. */
export class ScopesStore {
  constructor(private readonly dataSource: DataSource) {}

  async list(): Promise<ScopeRecord[]> {
    return this.dataSource.getRepository(Scopes).find({ order: { name: 'ASC' } });
  }

  /** Which published APIs use which scopes; of one scope, or of all. */
  async listUses(scope?: string): Promise<ScopeUse[]> {
    return this.dataSource.query<ScopeUse[]>(
      `SELECT DISTINCT used.scope, a.id AS "apiId", a.name AS "apiName"
       FROM routes r CROSS JOIN unnest(r.scopes) AS used (scope) JOIN apis a ON a.id = r.api_id
       WHERE $1::text IS NULL OR used.scope = $1 ORDER BY used.scope, a.name`,
      [scope ?? null],
    );
  }

  /** @throws TakenError */
  async insert(name: string, words: ScopeWords): Promise<void> {
    await this.dataSource.manager
      .insert(Scopes, { name, ...words })
      .catch((error: unknown) => rethrowTaken(error, 'name', name));
  }

  /** @throws NotFoundError */
  async update(name: string, words: ScopeWords): Promise<void> {
    const { affected } = await this.dataSource.manager.update(Scopes, { name }, words);
    if (affected === 0) throw new NotFoundError('scope');
  }

  /** Clients that were allowed it are no longer. @throws NotFoundError */
  async delete(name: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const { affected } = await manager.delete(Scopes, { name });
      if (affected === 0) throw new NotFoundError('scope');
      await manager.query(
        `UPDATE clients SET allowed_scopes = array_remove(allowed_scopes, $1),
           default_scopes = array_remove(default_scopes, $1)
         WHERE $1 = ANY (allowed_scopes)`,
        [name],
      );
    });
  }
}
