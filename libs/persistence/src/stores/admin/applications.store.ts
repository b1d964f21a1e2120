import { type DataSource, type EntityManager, In, IsNull, MoreThan } from 'typeorm';
import { Applications, Clients, ClientSecrets } from '../../schemas/index.js';
import type { ApplicationRecord, ClientRecord, ClientSecretRecord } from '../../schemas/records.js';
import { type PageOf, type Paging, readPage } from './paging.js';
import { NotFoundError, StaleVersionError } from './store-errors.js';

/** An application with all that belongs to it. */
export interface ApplicationTree {
  readonly application: ApplicationRecord;
  readonly clients: readonly (ClientRecord & { readonly secrets: readonly ClientSecretRecord[] })[];
  readonly authorizationCount: number;
}

export type NewApplication = Pick<
  ApplicationRecord,
  'id' | 'name' | 'description' | 'contactEmail' | 'isFirstParty' | 'createdBy'
>;
export type NewClient = Pick<
  ClientRecord,
  | 'id'
  | 'applicationId'
  | 'type'
  | 'authenticationMethod'
  | 'redirectUris'
  | 'grantTypes'
  | 'allowedScopes'
  | 'defaultScopes'
>;
export type NewSecret = Pick<ClientSecretRecord, 'id' | 'clientId' | 'secretHash' | 'sealedSecret'>;
export type ApplicationChange = Partial<
  Pick<ApplicationRecord, 'name' | 'description' | 'contactEmail' | 'enabled' | 'isFirstParty' | 'origins'>
>;
export type ClientChange = Partial<
  Omit<ClientRecord, 'id' | 'applicationId' | 'type' | 'createdAt' | 'updatedAt'>
>;

/** Applications, their clients and the clients' secrets. */
export class ApplicationsStore {
  constructor(private readonly dataSource: DataSource) {}

  async list(paging: Paging): Promise<PageOf<ApplicationRecord & { readonly clientIds: readonly string[] }>> {
    const query = this.dataSource
      .getRepository(Applications)
      .createQueryBuilder('a')
      .orderBy('lower(a.name)')
      .addOrderBy('a.id');
    const { items, total } = await readPage(
      query,
      paging,
      `a.name ILIKE :pattern OR a.description ILIKE :pattern OR EXISTS (
        SELECT 1 FROM clients c WHERE c.application_id = a.id AND c.id ILIKE :pattern)`,
    );
    const clients = await this.dataSource.getRepository(Clients).find({
      where: { applicationId: In(items.map(({ id }) => id)) },
      select: { id: true, applicationId: true },
      order: { createdAt: 'ASC' },
    });
    const clientIdsOf = (id: string): string[] =>
      clients.filter(({ applicationId }) => applicationId === id).map((client) => client.id);
    return { total, items: items.map((item) => ({ ...item, clientIds: clientIdsOf(item.id) })) };
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<ApplicationTree> {
    const application = await this.dataSource.getRepository(Applications).findOneBy({ id });
    if (application === null) throw new NotFoundError('application');
    const clients = await this.dataSource
      .getRepository(Clients)
      .find({ where: { applicationId: id }, order: { createdAt: 'ASC' } });
    const living = { clientId: In(clients.map((client) => client.id)) };
    const secrets = await this.dataSource.getRepository(ClientSecrets).find({
      where: [
        { ...living, expiresAt: IsNull() },
        { ...living, expiresAt: MoreThan(new Date()) },
      ],
      order: { createdAt: 'DESC' },
    });
    const [row] = await this.dataSource.query<{ count: number }[]>(
      'SELECT count(*)::int AS count FROM authorizations WHERE application_id = $1 AND revoked_at IS NULL',
      [id],
    );
    return {
      application,
      clients: clients.map((client) => ({
        ...client,
        secrets: secrets.filter(({ clientId }) => clientId === client.id),
      })),
      authorizationCount: row?.count ?? 0,
    };
  }

  /** All of it or nothing. */
  async insert(
    application: NewApplication | undefined,
    client: NewClient,
    secret: NewSecret | undefined,
  ): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      if (application !== undefined) {
        await manager.insert(Applications, {
          ...application,
          enabled: true,
          origins: [],
          builtIn: false,
          version: 1,
        });
      }
      await manager.insert(Clients, {
        ...client,
        settings: {},
        enabled: true,
        accessTokenFormat: 'jwt',
        accessTokenLifetimeSeconds: 3600,
        refreshTokenIdleSeconds: 43_200,
        refreshTokenLifetimeSeconds: 2_592_000,
      });
      if (secret !== undefined) await manager.insert(ClientSecrets, { ...secret, expiresAt: null });
    });
  }

  /** @throws NotFoundError, StaleVersionError */
  async update(id: string, version: number, change: ApplicationChange): Promise<void> {
    const { affected } = await this.dataSource.manager.update(Applications, { id, version }, change);
    if (affected === 0) {
      await this.get(id);
      throw new StaleVersionError('application');
    }
  }

  /** Its clients, secrets and authorizations go with it; so do refresh tokens, whose authorization is gone. */
  async delete(id: string): Promise<void> {
    await this.dataSource.manager.delete(Applications, { id });
  }

  /** @throws NotFoundError when the application has no such client */
  async updateClient(applicationId: string, clientId: string, change: ClientChange): Promise<void> {
    const { affected } = await this.dataSource.manager.update(
      Clients,
      { id: clientId, applicationId },
      // TypeORM's type of a change cannot say jsonb.
      change as object,
    );
    if (affected === 0) throw new NotFoundError('client');
  }

  async deleteClient(applicationId: string, clientId: string): Promise<void> {
    const { affected } = await this.dataSource.manager.delete(Clients, { id: clientId, applicationId });
    if (affected === 0) throw new NotFoundError('client');
  }

  /**
   * Adds a secret and lets the ones before it end at `previousExpiresAt`; of those only the newest stays until then.
   */
  async rotateSecret(secret: NewSecret, previousExpiresAt: Date): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const [newest, ...older] = await listLocked(manager, secret.clientId);
      if (older.length > 0) await manager.delete(ClientSecrets, { id: In(older.map(({ id }) => id)) });
      if (newest !== undefined) {
        const ends =
          newest.expiresAt !== null && newest.expiresAt < previousExpiresAt
            ? newest.expiresAt
            : previousExpiresAt;
        await manager.update(ClientSecrets, { id: newest.id }, { expiresAt: ends });
      }
      await manager.insert(ClientSecrets, { ...secret, expiresAt: null });
    });
  }

  /** Forgets what only `client_secret_jwt` needs; the hashes stay. */
  async forgetSealedSecrets(clientId: string): Promise<void> {
    await this.dataSource.manager.update(ClientSecrets, { clientId }, { sealedSecret: null });
  }

  /** @throws NotFoundError */
  async deleteSecret(clientId: string, id: string): Promise<void> {
    const { affected } = await this.dataSource.manager.delete(ClientSecrets, { id, clientId });
    if (affected === 0) throw new NotFoundError('secret');
  }
}

/** The client's secrets, newest first; two rotations at once take turns. */
async function listLocked(manager: EntityManager, clientId: string): Promise<ClientSecretRecord[]> {
  await manager.query('SELECT 1 FROM clients WHERE id = $1 FOR UPDATE', [clientId]);
  return manager.find(ClientSecrets, { where: { clientId }, order: { createdAt: 'DESC' } });
}
