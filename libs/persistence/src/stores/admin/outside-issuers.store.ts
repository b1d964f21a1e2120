import type { OutsideIssuerSettings } from '@gatehouse/gateway-core';
import type { DataSource, EntityManager } from 'typeorm';
import { OutsideIssuers } from '../../schemas/index.js';
import type { OutsideIssuerRecord } from '../../schemas/records.js';
import { type PageOf, type Paging, readPage } from './paging.js';
import { NotFoundError, rethrowTaken, StaleVersionError } from './store-errors.js';

/** An application of ours, as an outside issuer calls it. */
export interface OutsideClientRow {
  readonly clientId: string;
  readonly applicationId: string;
  readonly applicationName: string;
}

/** Without what the store fills in. */
export type OutsideIssuerContent = Pick<
  OutsideIssuerRecord,
  'name' | 'issuer' | 'enabled' | 'sealedClientSecret'
> & {
  readonly settings: OutsideIssuerSettings;
  readonly clients: readonly Pick<OutsideClientRow, 'clientId' | 'applicationId'>[];
};

export type OutsideIssuerWithClients = Omit<OutsideIssuerRecord, 'settings'> & {
  readonly settings: OutsideIssuerSettings;
  readonly clients: readonly OutsideClientRow[];
};

/** An API that accepts an outside issuer's access tokens. */
export interface OutsideIssuerUse {
  readonly issuerId: string;
  readonly apiId: string;
  readonly apiName: string;
}

/** An API still accepts its access tokens. */
export class OutsideIssuerInUseError extends Error {
  constructor(readonly apiNames: readonly string[]) {
    super(`the outside issuer is accepted by ${apiNames.join(', ')}`);
    this.name = 'OutsideIssuerInUseError';
  }
}

/** @throws TakenError that names the field */
function rethrow(error: unknown, { name, issuer }: OutsideIssuerContent): never {
  const { constraint } = error as { readonly constraint?: string };
  return constraint === 'outside_issuers_issuer'
    ? rethrowTaken(error, 'issuer', issuer)
    : rethrowTaken(error, 'name', name);
}

const USES = `
SELECT o.issuer_id AS "issuerId", a.id AS "apiId", a.name AS "apiName"
FROM api_outside_issuers o JOIN apis a ON a.id = o.api_id WHERE o.issuer_id = ANY ($1) ORDER BY lower(a.name)`;

/** Outside issuers whose access tokens APIs may accept, and whom their clients stand for. */
export class OutsideIssuersStore {
  constructor(private readonly dataSource: DataSource) {}

  async list(paging: Paging): Promise<PageOf<OutsideIssuerWithClients>> {
    const query = this.dataSource
      .getRepository(OutsideIssuers)
      .createQueryBuilder('i')
      .orderBy('lower(i.name)')
      .addOrderBy('i.id');
    const { items, total } = await readPage(
      query,
      paging,
      'i.name ILIKE :pattern OR i.issuer ILIKE :pattern',
    );
    return { items: await this.withClients(items), total };
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<OutsideIssuerWithClients> {
    const found = await this.dataSource.getRepository(OutsideIssuers).findOneBy({ id });
    const [issuer] = found === null ? [] : await this.withClients([found]);
    if (issuer === undefined) throw new NotFoundError('outside issuer');
    return issuer;
  }

  listUses(ids: readonly string[]): Promise<OutsideIssuerUse[]> {
    return this.dataSource.query<OutsideIssuerUse[]>(USES, [ids]);
  }

  /** The ID is given: the secret is sealed for it. @throws TakenError */
  async insert(id: string, content: OutsideIssuerContent): Promise<void> {
    const { clients, ...row } = content;
    await this.dataSource
      .transaction(async (manager) => {
        await manager.insert(OutsideIssuers, { id, ...row, version: 1 });
        await replaceClients(manager, id, clients);
      })
      .catch((error: unknown) => rethrow(error, content));
  }

  /** @throws NotFoundError, StaleVersionError, TakenError */
  async replace(id: string, version: number, content: OutsideIssuerContent): Promise<void> {
    const { clients, ...row } = content;
    await this.dataSource
      .transaction(async (manager) => {
        const { affected } = await manager.update(OutsideIssuers, { id, version }, row);
        if (affected === 0) {
          if (!(await manager.existsBy(OutsideIssuers, { id }))) throw new NotFoundError('outside issuer');
          throw new StaleVersionError('outside issuer');
        }
        await replaceClients(manager, id, clients);
      })
      .catch((error: unknown) => rethrow(error, content));
  }

  /** @throws NotFoundError, OutsideIssuerInUseError */
  async delete(id: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      // Nobody lets an API accept it meanwhile: that would take a share of this lock.
      await manager.query('SELECT 1 FROM outside_issuers WHERE id = $1 FOR UPDATE', [id]);
      const uses = await manager.query<OutsideIssuerUse[]>(USES, [[id]]);
      if (uses.length > 0) throw new OutsideIssuerInUseError(uses.map(({ apiName }) => apiName));
      const { affected } = await manager.delete(OutsideIssuers, { id });
      if (affected === 0) throw new NotFoundError('outside issuer');
    });
  }

  private async withClients(issuers: readonly OutsideIssuerRecord[]): Promise<OutsideIssuerWithClients[]> {
    const rows = await this.dataSource.query<(OutsideClientRow & { readonly issuerId: string })[]>(
      `SELECT c.issuer_id AS "issuerId", c.client_id AS "clientId", a.id AS "applicationId", a.name AS "applicationName"
       FROM outside_clients c JOIN applications a ON a.id = c.application_id
       WHERE c.issuer_id = ANY ($1) ORDER BY c.client_id`,
      [issuers.map(({ id }) => id)],
    );
    return issuers.map((issuer) => ({
      ...issuer,
      settings: issuer.settings as OutsideIssuerSettings,
      clients: rows
        .filter(({ issuerId }) => issuerId === issuer.id)
        .map(({ issuerId: _, ...client }) => client),
    }));
  }
}

async function replaceClients(
  manager: EntityManager,
  issuerId: string,
  clients: OutsideIssuerContent['clients'],
): Promise<void> {
  await manager.query('DELETE FROM outside_clients WHERE issuer_id = $1', [issuerId]);
  if (clients.length === 0) return;
  await manager.query(
    `INSERT INTO outside_clients (issuer_id, client_id, application_id)
     SELECT $1::uuid, client_id, application_id FROM unnest($2::text[], $3::uuid[]) AS t (client_id, application_id)`,
    [issuerId, clients.map(({ clientId }) => clientId), clients.map(({ applicationId }) => applicationId)],
  );
}
