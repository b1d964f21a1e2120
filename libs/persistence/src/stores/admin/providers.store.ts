import { type DataSource, In } from 'typeorm';
import { Apis, Providers } from '../../schemas/index.js';
import type { ProviderRecord } from '../../schemas/records.js';
import { type PageOf, type Paging, readPage } from './paging.js';
import { NotFoundError, rethrowTaken, StaleVersionError } from './store-errors.js';

/** Without what the store fills in. */
export type ProviderContent = Pick<ProviderRecord, 'name' | 'settings' | 'sealedSecrets'>;
/** An API whose upstream gets a provider's access tokens. */
export interface ProviderUse {
  readonly providerId: string;
  readonly apiId: string;
  readonly apiName: string;
}

/** An API still needs it. */
export class ProviderInUseError extends Error {
  constructor(readonly apiNames: readonly string[]) {
    super(`the provider is used by ${apiNames.join(', ')}`);
    this.name = 'ProviderInUseError';
  }
}

/** Outside authorization servers that upstreams trust. */
export class ProvidersStore {
  constructor(private readonly dataSource: DataSource) {}

  async list(paging: Paging): Promise<PageOf<ProviderRecord>> {
    const query = this.dataSource
      .getRepository(Providers)
      .createQueryBuilder('p')
      .orderBy('lower(p.name)')
      .addOrderBy('p.id');
    return readPage(query, paging, 'p.name ILIKE :pattern');
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<ProviderRecord> {
    const found = await this.dataSource.getRepository(Providers).findOneBy({ id });
    if (found === null) throw new NotFoundError('provider');
    return found;
  }

  async listUses(ids: readonly string[]): Promise<ProviderUse[]> {
    const apis = await this.dataSource
      .getRepository(Apis)
      .find({ where: { providerId: In(ids) }, order: { name: 'ASC' } });
    return apis.map(({ id, name, providerId }) => ({
      providerId: providerId ?? '',
      apiId: id,
      apiName: name,
    }));
  }

  /** The ID is given: the secrets are sealed for it. @throws TakenError */
  async insert(id: string, content: ProviderContent): Promise<void> {
    await this.dataSource.manager
      .insert(Providers, { id, ...content, version: 1 })
      .catch((error: unknown) => rethrowTaken(error, 'name', content.name));
  }

  /**
   * @param endsTokens what was fetched so far is thrown away: it belongs to another client, or to another order
   * @throws NotFoundError, StaleVersionError, TakenError
   */
  async replace(id: string, version: number, content: ProviderContent, endsTokens: boolean): Promise<void> {
    await this.dataSource
      .transaction(async (manager) => {
        const { affected } = await manager.update(Providers, { id, version }, content);
        if (affected === 0) {
          if (!(await manager.existsBy(Providers, { id }))) throw new NotFoundError('provider');
          throw new StaleVersionError('provider');
        }
        if (endsTokens) await manager.query('DELETE FROM provider_tokens WHERE provider_id = $1', [id]);
      })
      .catch((error: unknown) => rethrowTaken(error, 'name', content.name));
  }

  /** Its tokens go with it. @throws NotFoundError, ProviderInUseError */
  async delete(id: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      // Nobody attaches an API to it meanwhile: that would take a share of this lock.
      await manager.query('SELECT 1 FROM providers WHERE id = $1 FOR UPDATE', [id]);
      const apis = await manager.findBy(Apis, { providerId: id });
      if (apis.length > 0) throw new ProviderInUseError(apis.map(({ name }) => name));
      const { affected } = await manager.delete(Providers, { id });
      if (affected === 0) throw new NotFoundError('provider');
    });
  }
}
