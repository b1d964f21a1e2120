import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { TrustedIssuers } from '../../schemas/index.js';
import type { TrustedIssuerRecord } from '../../schemas/records.js';
import { type PageOf, type Paging, readPage, toPattern } from './paging.js';
import { NotFoundError, rethrowTaken, StaleVersionError } from './store-errors.js';

/** Without what the store fills in. */
export type TrustedIssuerContent = Omit<TrustedIssuerRecord, 'id' | 'version' | 'createdAt' | 'updatedAt'>;

/** A subject of an issuer, and whom it means. */
export interface LinkedSubjectRow {
  readonly subject: string;
  readonly userId: string;
  readonly username: string;
}

const LINKED = `
FROM linked_subjects l JOIN users u ON u.id = l.user_id
WHERE l.issuer_id = $1 AND ($2::text IS NULL OR l.subject ILIKE $2 OR u.username ILIKE $2)`;

/** Others whose assertions count, and whom their subjects mean. */
export class TrustedIssuersStore {
  constructor(private readonly dataSource: DataSource) {}

  async list(paging: Paging): Promise<PageOf<TrustedIssuerRecord>> {
    const query = this.dataSource
      .getRepository(TrustedIssuers)
      .createQueryBuilder('i')
      .orderBy('lower(i.name)')
      .addOrderBy('i.id');
    return readPage(query, paging, 'i.name ILIKE :pattern OR i.issuer ILIKE :pattern');
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<TrustedIssuerRecord> {
    const found = await this.dataSource.getRepository(TrustedIssuers).findOneBy({ id });
    if (found === null) throw new NotFoundError('trusted issuer');
    return found;
  }

  /** @throws TakenError. @returns its ID */
  async insert(content: TrustedIssuerContent): Promise<string> {
    const id = randomUUID();
    await this.dataSource.manager
      .insert(TrustedIssuers, { id, ...content, version: 1 })
      .catch((error: unknown) => rethrowTaken(error, 'issuer', content.issuer));
    return id;
  }

  /** @throws NotFoundError, StaleVersionError, TakenError */
  async replace(id: string, version: number, content: TrustedIssuerContent): Promise<void> {
    const { affected } = await this.dataSource.manager
      .update(TrustedIssuers, { id, version }, content)
      .catch((error: unknown) => rethrowTaken(error, 'issuer', content.issuer));
    if (affected !== 0) return;
    await this.get(id);
    throw new StaleVersionError('trusted issuer');
  }

  /** @throws NotFoundError */
  async delete(id: string): Promise<void> {
    const { affected } = await this.dataSource.manager.delete(TrustedIssuers, { id });
    if (affected === 0) throw new NotFoundError('trusted issuer');
  }

  /** @throws NotFoundError */
  async listSubjects(id: string, { search, page, pageSize }: Paging): Promise<PageOf<LinkedSubjectRow>> {
    await this.get(id);
    const values = [id, search === undefined || search === '' ? null : toPattern(search)];
    const [items, counts] = await Promise.all([
      this.dataSource.query<LinkedSubjectRow[]>(
        `SELECT l.subject, u.id AS "userId", u.username ${LINKED} ORDER BY l.subject LIMIT $3 OFFSET $4`,
        [...values, pageSize, (page - 1) * pageSize],
      ),
      this.dataSource.query<{ count: number }[]>(`SELECT count(*)::int AS count ${LINKED}`, values),
    ]);
    return { items, total: counts[0]?.count ?? 0 };
  }

  /** @throws NotFoundError when there is no such user, TakenError when the subject is linked already */
  async linkSubject(id: string, subject: string, username: string): Promise<LinkedSubjectRow> {
    await this.get(id);
    const rows = await this.dataSource
      .query<LinkedSubjectRow[]>(
        `WITH link AS (
           INSERT INTO linked_subjects (issuer_id, subject, user_id)
           SELECT $1, $2, id FROM users WHERE lower(username) = lower($3) RETURNING subject, user_id)
         SELECT link.subject, u.id AS "userId", u.username FROM link JOIN users u ON u.id = link.user_id`,
        [id, subject, username],
      )
      .catch((error: unknown) => rethrowTaken(error, 'subject', subject));
    const [link] = rows;
    if (link === undefined) throw new NotFoundError('user');
    return link;
  }

  /** @throws NotFoundError */
  async unlinkSubject(id: string, subject: string): Promise<void> {
    const [, count] = await this.dataSource.query<[unknown[], number]>(
      'DELETE FROM linked_subjects WHERE issuer_id = $1 AND subject = $2',
      [id, subject],
    );
    if (count === 0) throw new NotFoundError('linked subject');
  }
}
