import { type DataSource, type EntityManager, In, IsNull, LessThan, MoreThan } from 'typeorm';
import { Applications, Clients, ClientSecrets } from '../../schemas/index.js';
import type { ApplicationRecord, ClientRecord, ClientSecretRecord } from '../../schemas/records.js';
import { type ApplicationFilter, matchApplication, stateCondition } from './application-filter.js';
import { type PageOf, type Paging, readPage } from './paging.js';
import { seenBy } from './rights.store.js';
import { NotFoundError, StaleVersionError } from './store-errors.js';

/** An application with all that belongs to it. */
export interface ApplicationTree {
  readonly application: ApplicationRecord;
  readonly clients: readonly (ClientRecord & { readonly secrets: readonly ClientSecretRecord[] })[];
  readonly authorizationCount: number;
  readonly lastUsedAt: Date | null;
}

/** An application as a list shows it. */
export type ListedApplication = ApplicationRecord & {
  readonly clientIds: readonly string[];
  readonly lastUsedAt: Date | null;
};

export interface ApplicationListFilter extends Paging, ApplicationFilter {
  readonly sort?: 'name' | 'created' | 'lastUsed' | undefined;
  readonly direction?: 'ascending' | 'descending' | undefined;
}

const ORDERS = {
  name: 'lower(a.name)',
  created: 'a.created_at',
  lastUsed: '(SELECT u.last_at FROM application_uses u WHERE u.application_id = a.id)',
} as const;

/** What operators say about an application. */
type Presentation = Pick<
  ApplicationRecord,
  | 'name'
  | 'description'
  | 'publisher'
  | 'isVerified'
  | 'contactEmail'
  | 'contactPhone'
  | 'homepageUrl'
  | 'privacyUrl'
  | 'termsUrl'
  | 'isFirstParty'
>;
export type NewApplication = Presentation &
  Pick<ApplicationRecord, 'id' | 'kind' | 'organizationId' | 'createdBy'>;
export type NewClient = Pick<
  ClientRecord,
  | 'id'
  | 'applicationId'
  | 'name'
  | 'type'
  | 'authenticationMethod'
  | 'redirectUris'
  | 'grantTypes'
  | 'allowedScopes'
  | 'defaultScopes'
> &
  Partial<
    Pick<
      ClientRecord,
      'settings' | 'accessTokenLifetimeSeconds' | 'refreshTokenIdleSeconds' | 'refreshTokenLifetimeSeconds'
    >
  >;
export type NewSecret = Pick<ClientSecretRecord, 'id' | 'clientId' | 'secretHash' | 'sealedSecret'>;
export type ApplicationChange = Partial<Presentation & Pick<ApplicationRecord, 'enabled' | 'origins'>>;
export type ClientChange = Partial<
  Omit<ClientRecord, 'id' | 'applicationId' | 'type' | 'version' | 'createdAt' | 'updatedAt'>
>;

/** Applications, their clients and the clients' secrets. */
export class ApplicationsStore {
  constructor(private readonly dataSource: DataSource) {}

  /** @param memberId only those that this member may see */
  async list(filter: ApplicationListFilter, memberId: string | null): Promise<PageOf<ListedApplication>> {
    const isDescending = filter.direction === 'descending';
    const query = this.dataSource
      .getRepository(Applications)
      .createQueryBuilder('a')
      .where(seenBy('a.id', ':memberId'), { memberId })
      .orderBy(
        ORDERS[filter.sort ?? 'name'],
        isDescending ? 'DESC' : 'ASC',
        isDescending ? 'NULLS LAST' : 'NULLS FIRST',
      )
      .addOrderBy('a.id');
    if (filter.state !== undefined) query.andWhere(stateCondition(filter.state));
    if (filter.kind !== undefined) query.andWhere('a.kind = :kind', { kind: filter.kind });
    const { items, total } = await readPage(query, filter, matchApplication(':pattern'));
    const ids = items.map(({ id }) => id);
    const [clients, uses] = await Promise.all([
      this.dataSource.getRepository(Clients).find({
        where: { applicationId: In(ids) },
        select: { id: true, applicationId: true },
        order: { createdAt: 'ASC' },
      }),
      this.findUses(ids),
    ]);
    const clientIdsOf = (id: string): string[] =>
      clients.filter(({ applicationId }) => applicationId === id).map((client) => client.id);
    return {
      total,
      items: items.map((item) => ({
        ...item,
        clientIds: clientIdsOf(item.id),
        lastUsedAt: uses.get(item.id) ?? null,
      })),
    };
  }

  /** When the gateway last let a call of theirs through, to the minute; those that were never used are not there. */
  private async findUses(ids: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    const rows = await this.dataSource.query<{ readonly id: string; readonly lastAt: Date }[]>(
      'SELECT application_id AS id, last_at AS "lastAt" FROM application_uses WHERE application_id = ANY ($1::uuid[])',
      [ids],
    );
    return new Map(rows.map(({ id, lastAt }) => [id, lastAt]));
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
      lastUsedAt: (await this.findUses([id])).get(id) ?? null,
    };
  }

  /** All of it or nothing. */
  async insert(
    application: NewApplication | undefined,
    client: NewClient,
    secret: NewSecret | undefined,
  ): Promise<void> {
    await this.dataSource.transaction((manager) => insertClient(manager, application, client, secret));
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

  /** @throws NotFoundError when the application has no such client, StaleVersionError */
  async updateClient(
    applicationId: string,
    clientId: string,
    version: number,
    change: ClientChange,
  ): Promise<void> {
    const { affected } = await this.dataSource.manager.update(
      Clients,
      { id: clientId, applicationId, version },
      // TypeORM's type of a change cannot say jsonb.
      change as object,
    );
    if (affected !== 0) return;
    const client = { id: clientId, applicationId };
    if (await this.dataSource.manager.existsBy(Clients, client)) throw new StaleVersionError('client');
    throw new NotFoundError('client');
  }

  async deleteClient(applicationId: string, clientId: string): Promise<void> {
    const { affected } = await this.dataSource.manager.delete(Clients, { id: clientId, applicationId });
    if (affected === 0) throw new NotFoundError('client');
  }

  /**
   * Adds a secret and lets the ones before it end at `previousExpiresAt`; of those only the one that was in use stays until
   * then: the newest, but no temporary one.
   */
  async rotateSecret(secret: NewSecret, previousExpiresAt: Date): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const present = await listLocked(manager, secret.clientId);
      const kept = present.find(({ expiresAt }) => expiresAt === null) ?? present[0];
      const others = present.filter((one) => one !== kept).map(({ id }) => id);
      if (others.length > 0) await manager.delete(ClientSecrets, { id: In(others) });
      if (kept !== undefined) {
        const ends =
          kept.expiresAt !== null && kept.expiresAt < previousExpiresAt ? kept.expiresAt : previousExpiresAt;
        await manager.update(ClientSecrets, { id: kept.id }, { expiresAt: ends });
      }
      await manager.insert(ClientSecrets, { ...secret, expiresAt: null });
    });
  }

  /** Adds a secret that ends by itself, and clears away those that have ended; the others stay as they are. */
  async addTemporarySecret(secret: NewSecret, expiresAt: Date): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await listLocked(manager, secret.clientId);
      await manager.delete(ClientSecrets, { clientId: secret.clientId, expiresAt: LessThan(new Date()) });
      await manager.insert(ClientSecrets, { ...secret, expiresAt });
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

/** Within a transaction. */
export async function insertClient(
  manager: EntityManager,
  application: NewApplication | undefined,
  client: NewClient,
  secret: NewSecret | undefined,
): Promise<void> {
  if (application !== undefined) {
    await manager.insert(Applications, {
      ...application,
      enabled: true,
      origins: [],
      builtIn: false,
      version: 1,
    });
  }
  // TypeORM's type of a row cannot say jsonb.
  const row: object = {
    settings: {},
    enabled: true,
    accessTokenFormat: 'jwt',
    accessTokenLifetimeSeconds: 3600,
    refreshTokenIdleSeconds: 43_200,
    refreshTokenLifetimeSeconds: 2_592_000,
    ...client,
  };
  await manager.insert(Clients, row);
  if (secret !== undefined) await manager.insert(ClientSecrets, { ...secret, expiresAt: null });
}
