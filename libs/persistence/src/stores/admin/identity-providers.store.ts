import type { DataSource } from 'typeorm';
import { IdentityProviders } from '../../schemas/index.js';
import type { IdentityProviderRecord } from '../../schemas/records.js';
import { type PageOf, type Paging, readPage, toPattern } from './paging.js';
import { NotFoundError, rethrowTaken, StaleVersionError } from './store-errors.js';
import type { LinkedSubjectRow } from './trusted-issuers.store.js';

/** Without what the store fills in. */
export type IdentityProviderContent = Omit<
  IdentityProviderRecord,
  'id' | 'version' | 'createdAt' | 'updatedAt'
>;

const FIELD_OF_CONSTRAINT = {
  identity_providers_slug_key: 'slug',
  identity_providers_issuer_key: 'issuer',
  identity_providers_name: 'name',
} as const;

/** @throws TakenError that names the field */
function rethrow(error: unknown, content: IdentityProviderContent): never {
  const { constraint } = error as { readonly constraint?: keyof typeof FIELD_OF_CONSTRAINT };
  const field = (constraint && FIELD_OF_CONSTRAINT[constraint]) ?? 'name';
  return rethrowTaken(error, field, content[field]);
}

const LINKED = `
FROM outside_accounts o JOIN users u ON u.id = o.user_id
WHERE o.source = $1 AND ($2::text IS NULL OR o.subject ILIKE $2 OR u.username ILIKE $2)`;

/** OpenID providers that people sign in with, and the accounts that their subjects are linked to. */
export class IdentityProvidersStore {
  constructor(private readonly dataSource: DataSource) {}

  async list(paging: Paging): Promise<PageOf<IdentityProviderRecord>> {
    const query = this.dataSource
      .getRepository(IdentityProviders)
      .createQueryBuilder('p')
      .orderBy('lower(p.name)')
      .addOrderBy('p.id');
    return readPage(query, paging, 'p.name ILIKE :pattern OR p.issuer ILIKE :pattern');
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<IdentityProviderRecord> {
    const found = await this.dataSource.getRepository(IdentityProviders).findOneBy({ id });
    if (found === null) throw new NotFoundError('identity provider');
    return found;
  }

  /** How many people are linked to each of these issuers. */
  async countLinks(issuers: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.dataSource.query<{ readonly source: string; readonly count: number }[]>(
      'SELECT source, count(*)::int AS count FROM outside_accounts WHERE source = ANY ($1) GROUP BY source',
      [issuers],
    );
    return new Map(rows.map(({ source, count }) => [source, count]));
  }

  /** The ID is given: the secrets are sealed for it. @throws TakenError */
  async insert(id: string, content: IdentityProviderContent): Promise<void> {
    await this.dataSource.manager
      .insert(IdentityProviders, { id, ...content, version: 1 })
      .catch((error: unknown) => rethrow(error, content));
  }

  /** @throws NotFoundError, StaleVersionError, TakenError */
  async replace(id: string, version: number, content: IdentityProviderContent): Promise<void> {
    const { affected } = await this.dataSource.manager
      .update(IdentityProviders, { id, version }, content)
      .catch((error: unknown) => rethrow(error, content));
    if (affected !== 0) return;
    await this.get(id);
    throw new StaleVersionError('identity provider');
  }

  /** Its links go with it: the accounts stay, and may get a password. @throws NotFoundError */
  async delete(id: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[{ readonly issuer: string }[], number]>(
        'DELETE FROM identity_providers WHERE id = $1 RETURNING issuer',
        [id],
      );
      const [deleted] = rows;
      if (deleted === undefined) throw new NotFoundError('identity provider');
      await manager.query('DELETE FROM outside_accounts WHERE source = $1', [deleted.issuer]);
    });
  }

  /** @throws NotFoundError */
  async listLinks(id: string, { search, page, pageSize }: Paging): Promise<PageOf<LinkedSubjectRow>> {
    const { issuer } = await this.get(id);
    const values = [issuer, search === undefined || search === '' ? null : toPattern(search)];
    const [items, counts] = await Promise.all([
      this.dataSource.query<LinkedSubjectRow[]>(
        `SELECT o.subject, u.id AS "userId", u.username ${LINKED} ORDER BY u.username, o.subject LIMIT $3 OFFSET $4`,
        [...values, pageSize, (page - 1) * pageSize],
      ),
      this.dataSource.query<{ count: number }[]>(`SELECT count(*)::int AS count ${LINKED}`, values),
    ]);
    return { items, total: counts[0]?.count ?? 0 };
  }

  /**
   * Lets a subject sign in as a user who is there.
   * @throws NotFoundError when there is no such user, TakenError when the subject is linked already
   */
  async link(id: string, subject: string, username: string): Promise<LinkedSubjectRow> {
    const { issuer } = await this.get(id);
    const rows = await this.dataSource
      .query<LinkedSubjectRow[]>(
        `WITH link AS (
           INSERT INTO outside_accounts (source, subject, user_id, made_account)
           SELECT $1, $2, id, false FROM users WHERE lower(username) = lower($3) RETURNING subject, user_id)
         SELECT link.subject, u.id AS "userId", u.username FROM link JOIN users u ON u.id = link.user_id`,
        [issuer, subject, username],
      )
      .catch((error: unknown) => rethrowTaken(error, 'subject', subject));
    const [link] = rows;
    if (link === undefined) throw new NotFoundError('user');
    return link;
  }

  /** @throws NotFoundError */
  async unlink(id: string, subject: string): Promise<void> {
    const { issuer } = await this.get(id);
    const [, count] = await this.dataSource.query<[unknown[], number]>(
      'DELETE FROM outside_accounts WHERE source = $1 AND subject = $2',
      [issuer, subject],
    );
    if (count === 0) throw new NotFoundError('linked account');
  }
}
