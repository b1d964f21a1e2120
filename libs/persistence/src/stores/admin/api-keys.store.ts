import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { ApiKeys } from '../../schemas/index.js';
import type { ApiKeyRecord } from '../../schemas/records.js';
import { type PageOf, type Paging, readPage } from './paging.js';
import { NotFoundError, StaleVersionError } from './store-errors.js';

export type NewApiKeyRow = Pick<
  ApiKeyRecord,
  'applicationId' | 'name' | 'hint' | 'keyHash' | 'enabled' | 'expiresAt' | 'origins' | 'scopes' | 'createdBy'
>;
export type ApiKeyChange = Partial<
  Pick<ApiKeyRecord, 'name' | 'enabled' | 'expiresAt' | 'origins' | 'scopes'>
>;

/** API keys of applications: their hashes, never themselves. */
export class ApiKeysStore {
  constructor(private readonly dataSource: DataSource) {}

  async list(applicationId: string, paging: Paging): Promise<PageOf<ApiKeyRecord>> {
    const query = this.dataSource
      .getRepository(ApiKeys)
      .createQueryBuilder('k')
      .where('k.applicationId = :applicationId', { applicationId })
      .orderBy('lower(k.name)')
      .addOrderBy('k.id');
    return readPage(query, paging, 'k.name ILIKE :pattern OR k.hint ILIKE :pattern');
  }

  /** @throws NotFoundError when the application has no such key */
  async get(applicationId: string, id: string): Promise<ApiKeyRecord> {
    const found = await this.dataSource.getRepository(ApiKeys).findOneBy({ id, applicationId });
    if (found === null) throw new NotFoundError('API key');
    return found;
  }

  /** @returns its ID */
  async insert(row: NewApiKeyRow): Promise<string> {
    const id = randomUUID();
    await this.dataSource.manager.insert(ApiKeys, { id, ...row, lastUsedAt: null, version: 1 });
    return id;
  }

  /** @throws NotFoundError, StaleVersionError */
  async update(applicationId: string, id: string, version: number, change: ApiKeyChange): Promise<void> {
    const { affected } = await this.dataSource.manager.update(
      ApiKeys,
      { id, applicationId, version },
      // Written anew although it may be the same: the version counts every change.
      change,
    );
    if (affected !== 0) return;
    await this.get(applicationId, id);
    throw new StaleVersionError('API key');
  }

  /** @throws NotFoundError */
  async delete(applicationId: string, id: string): Promise<void> {
    const { affected } = await this.dataSource.manager.delete(ApiKeys, { id, applicationId });
    if (affected === 0) throw new NotFoundError('API key');
  }
}
