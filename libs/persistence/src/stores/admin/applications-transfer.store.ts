import type { Limit } from '@gatehouse/gateway-core';
import { type DataSource, type EntityManager, In } from 'typeorm';
import { Applications, Clients, ClientSecrets } from '../../schemas/index.js';
import type { ApplicationRecord, ClientRecord } from '../../schemas/records.js';
import type { StoredLogo } from './application-logos.store.js';
import { StaleVersionError } from './store-errors.js';

export interface TransferSecret {
  readonly hash: Buffer;
  readonly expiresAt: Date | null;
}

export type TransferClient = Omit<ClientRecord, 'applicationId' | 'version' | 'createdAt' | 'updatedAt'> & {
  /** Undefined: nothing is said of them. */
  readonly secrets: readonly TransferSecret[] | undefined;
};

/** An application with all that is carried to another Gatehouse. */
export interface TransferApplication {
  readonly facts: Omit<
    ApplicationRecord,
    'logoHash' | 'builtIn' | 'organizationId' | 'createdBy' | 'version' | 'createdAt' | 'updatedAt'
  >;
  readonly logo: StoredLogo | null;
  readonly limits: readonly Limit[] | null;
  readonly apiLimits: readonly { readonly apiId: string; readonly limits: readonly Limit[] }[];
  readonly access: readonly { readonly apiId: string; readonly role: 'caller' | 'resource-server' }[];
  readonly clients: readonly TransferClient[];
}

export interface StoredTransfer extends TransferApplication {
  readonly version: number;
  /** By client ID. */
  readonly clientVersions: ReadonlyMap<string, number>;
  readonly builtIn: boolean;
}

/** What is written of one application; `stored` is what it was seen as, undefined for a new one. */
export interface TransferWrite {
  readonly application: TransferApplication;
  readonly stored: StoredTransfer | undefined;
}

interface Extras {
  readonly id: string;
  readonly logoType: string | null;
  readonly logoBytes: Buffer | null;
  readonly limits: Limit[] | null;
  readonly apiLimits: { apiId: string; limits: Limit[] }[];
  readonly access: { apiId: string; role: 'caller' | 'resource-server' }[];
}

const EXTRAS = `
SELECT a.id, g.type AS "logoType", g.bytes AS "logoBytes", l.limits,
  coalesce((SELECT json_agg(json_build_object('apiId', b.api_id, 'limits', b.limits) ORDER BY b.api_id)
    FROM application_api_limits b WHERE b.application_id = a.id), '[]') AS "apiLimits",
  coalesce((SELECT json_agg(json_build_object('apiId', c.api_id, 'role', c.role) ORDER BY c.api_id, c.role)
    FROM api_applications c WHERE c.application_id = a.id), '[]') AS access
FROM applications a LEFT JOIN application_logos g ON g.application_id = a.id
  LEFT JOIN application_limits l ON l.application_id = a.id
WHERE a.id = ANY ($1::uuid[])`;

/** PostgreSQL's foreign_key_violation and unique_violation. */
const BROKEN_KEYS: readonly string[] = ['23503', '23505'];

/** What is not carried: it says where and when, not what. */
const OF_THIS_PLACE = [
  'logoHash',
  'builtIn',
  'organizationId',
  'createdBy',
  'version',
  'createdAt',
  'updatedAt',
] as const;
const OF_THIS_CLIENT = ['applicationId', 'version', 'createdAt', 'updatedAt'] as const;

function without<T extends object, K extends keyof T>(row: T, names: readonly K[]): Omit<T, K> {
  const kept = Object.entries(row).filter(([name]) => !(names as readonly string[]).includes(name));
  return Object.fromEntries(kept) as Omit<T, K>;
}

/** Applications with everything that is theirs, read and written as wholes. */
export class ApplicationsTransferStore {
  constructor(private readonly dataSource: DataSource) {}

  /** IDs of all that are not part of Gatehouse, by name. */
  async listIds(limit: number): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      'SELECT id FROM applications WHERE NOT built_in ORDER BY lower(name), id LIMIT $1',
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  /** By ID; those that are not there are missing. */
  async read(ids: readonly string[]): Promise<ReadonlyMap<string, StoredTransfer>> {
    const { manager } = this.dataSource;
    const rows = await manager.findBy(Applications, { id: In([...ids]) });
    const clients = await manager.find(Clients, {
      where: { applicationId: In([...ids]) },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    const secrets = await manager.find(ClientSecrets, {
      where: { clientId: In(clients.map(({ id }) => id)) },
      order: { createdAt: 'ASC' },
    });
    const extras = new Map(
      (await manager.query<Extras[]>(EXTRAS, [ids])).map((row) => [row.id, row] as const),
    );
    return new Map(
      rows.map((row) => {
        const extra = extras.get(row.id);
        const stored: StoredTransfer = {
          facts: without(row, OF_THIS_PLACE),
          version: row.version,
          clientVersions: new Map(
            clients
              .filter(({ applicationId }) => applicationId === row.id)
              .map((client) => [client.id, client.version]),
          ),
          builtIn: row.builtIn,
          logo: extra?.logoBytes ? { type: extra.logoType ?? '', bytes: extra.logoBytes } : null,
          limits: extra?.limits ?? null,
          apiLimits: extra?.apiLimits ?? [],
          access: extra?.access ?? [],
          clients: clients
            .filter(({ applicationId }) => applicationId === row.id)
            .map((client) => ({
              ...without(client, OF_THIS_CLIENT),
              secrets: secrets
                .filter(({ clientId }) => clientId === client.id)
                .map(({ secretHash, expiresAt }) => ({ hash: secretHash, expiresAt })),
            })),
        };
        return [row.id, stored] as const;
      }),
    );
  }

  /** Which application has which of these clients. */
  async findOwners(clientIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.dataSource.query<{ id: string; applicationId: string }[]>(
      'SELECT id, application_id AS "applicationId" FROM clients WHERE id = ANY ($1::text[])',
      [clientIds],
    );
    return new Map(rows.map(({ id, applicationId }) => [id, applicationId]));
  }

  /** All of it or nothing. Clients and secrets that are not named stay. @throws StaleVersionError */
  async write(writes: readonly TransferWrite[], createdBy: string): Promise<void> {
    try {
      await this.dataSource.transaction(async (manager) => {
        for (const write of writes) await writeOne(manager, write, createdBy);
      });
    } catch (error) {
      // Somebody has made the same application or client meanwhile, or deleted an API.
      const { code = '' } = error as NodeJS.ErrnoException;
      throw BROKEN_KEYS.includes(code) ? new StaleVersionError('application') : error;
    }
  }
}

async function writeOne(
  manager: EntityManager,
  { application, stored }: TransferWrite,
  createdBy: string,
): Promise<void> {
  const { facts, logo, limits, apiLimits, access, clients } = application;
  if (stored === undefined) {
    await manager.insert(Applications, { ...facts, builtIn: false, createdBy, version: 1 });
  } else {
    const { affected } = await manager.update(Applications, { id: facts.id, version: stored.version }, facts);
    if (affected === 0) throw new StaleVersionError('application');
  }
  await writeLogo(manager, facts.id, logo);
  await manager.query(
    `INSERT INTO application_limits (application_id, limits, version) SELECT $1, $2::jsonb, 1
     WHERE $2::jsonb IS NOT NULL OR $3 OR EXISTS (SELECT 1 FROM application_limits WHERE application_id = $1)
     ON CONFLICT (application_id) DO UPDATE SET limits = excluded.limits, version = application_limits.version + 1`,
    [facts.id, limits === null ? null : JSON.stringify(limits), apiLimits.length > 0],
  );
  await manager.query('DELETE FROM application_api_limits WHERE application_id = $1', [facts.id]);
  await manager.query(
    `INSERT INTO application_api_limits (application_id, api_id, limits)
     SELECT $1, r."apiId", r.limits FROM jsonb_to_recordset($2::jsonb) AS r ("apiId" uuid, limits jsonb)`,
    [facts.id, JSON.stringify(apiLimits)],
  );
  await manager.query('DELETE FROM api_applications WHERE application_id = $1', [facts.id]);
  await manager.query(
    `INSERT INTO api_applications (application_id, api_id, role)
     SELECT $1, r."apiId", r.role FROM jsonb_to_recordset($2::jsonb) AS r ("apiId" uuid, role text)`,
    [facts.id, JSON.stringify(access)],
  );
  for (const client of clients)
    await writeClient(manager, facts.id, client, stored?.clientVersions.get(client.id));
}

async function writeLogo(manager: EntityManager, id: string, logo: StoredLogo | null): Promise<void> {
  await manager.query(
    `UPDATE applications SET logo_hash = CASE WHEN $2::bytea IS NULL THEN NULL ELSE encode(sha256($2), 'hex') END WHERE id = $1`,
    [id, logo?.bytes ?? null],
  );
  if (logo === null) {
    await manager.query('DELETE FROM application_logos WHERE application_id = $1', [id]);
    return;
  }
  await manager.query(
    `INSERT INTO application_logos (application_id, type, bytes, hash) VALUES ($1, $2, $3, encode(sha256($3), 'hex'))
     ON CONFLICT (application_id) DO UPDATE SET type = excluded.type, bytes = excluded.bytes, hash = excluded.hash`,
    [id, logo.type, logo.bytes],
  );
}

async function writeClient(
  manager: EntityManager,
  applicationId: string,
  { secrets = [], ...client }: TransferClient,
  version: number | undefined,
): Promise<void> {
  if (version === undefined) {
    await manager.insert(Clients, { ...client, applicationId, version: 1 } as object);
  } else {
    const seen = { id: client.id, applicationId, version };
    const { affected } = await manager.update(Clients, seen, client as object);
    if (affected === 0) throw new StaleVersionError('client');
    // What only this method needs is not kept for another.
    if (client.authenticationMethod !== 'client_secret_jwt')
      await manager.update(ClientSecrets, { clientId: client.id }, { sealedSecret: null });
  }
  const known = await manager.findBy(ClientSecrets, { clientId: client.id });
  for (const { hash, expiresAt } of secrets) {
    if (known.some(({ secretHash }) => secretHash.equals(hash))) continue;
    await manager.query(
      'INSERT INTO client_secrets (id, client_id, secret_hash, expires_at) VALUES (gen_random_uuid(), $1, $2, $3)',
      [client.id, hash, expiresAt],
    );
  }
}
