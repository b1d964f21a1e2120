import type { OrganizationRole } from '@gatehouse/scopes';
import type { Pool } from 'pg';
import { type PageOf, type Paging, toPattern } from './paging.js';
import { NotFoundError, rethrowTaken, StaleVersionError } from './store-errors.js';

export interface OrganizationRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly version: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly memberCount: number;
  readonly applicationCount: number;
  /** Of the member who asks; null: whoever asks is bound to no organization. */
  readonly role: OrganizationRole | null;
}

export interface OrganizationMemberRow {
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: OrganizationRole;
  readonly createdAt: Date;
}

export interface OwnedApplicationRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
}

const COLUMNS = `o.id, o.name, o.description, o.version, o.created_by AS "createdBy", o.created_at AS "createdAt",
  (SELECT count(*)::int FROM organization_members m WHERE m.organization_id = o.id) AS "memberCount",
  (SELECT count(*)::int FROM applications a WHERE a.organization_id = o.id) AS "applicationCount",
  (SELECT m.role FROM organization_members m WHERE m.organization_id = o.id AND m.user_id = $1::uuid) AS role`;

const SEEN = `($1::uuid IS NULL OR EXISTS (
  SELECT 1 FROM organization_members m WHERE m.organization_id = o.id AND m.user_id = $1::uuid))`;

const toSearch = (search: string | undefined): string | null =>
  search === undefined || search === '' ? null : toPattern(search);

/** Organizations, who belongs to them, and what they own. */
export class OrganizationsStore {
  constructor(private readonly pool: Pool) {}

  /** @param memberId only those that this member belongs to */
  async list({ search, page, pageSize }: Paging, memberId: string | null): Promise<PageOf<OrganizationRow>> {
    const from = `FROM organizations o WHERE ${SEEN} AND ($2::text IS NULL OR o.name ILIKE $2 OR o.description ILIKE $2)`;
    const values = [memberId, toSearch(search)];
    const { rows } = await this.pool.query<OrganizationRow>(
      `SELECT ${COLUMNS} ${from} ORDER BY lower(o.name), o.id LIMIT $3 OFFSET $4`,
      [...values, pageSize, (page - 1) * pageSize],
    );
    return { items: rows, total: await this.count(from, values) };
  }

  /** @throws NotFoundError */
  async get(id: string, memberId: string | null = null): Promise<OrganizationRow> {
    const { rows } = await this.pool.query<OrganizationRow>(
      `SELECT ${COLUMNS} FROM organizations o WHERE ${SEEN} AND o.id = $2`,
      [memberId, id],
    );
    if (rows[0] === undefined) throw new NotFoundError('organization');
    return rows[0];
  }

  /** @throws TakenError */
  async insert(row: {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly createdBy: string;
  }): Promise<void> {
    await this.pool
      .query('INSERT INTO organizations (id, name, description, created_by) VALUES ($1, $2, $3, $4)', [
        row.id,
        row.name,
        row.description,
        row.createdBy,
      ])
      .catch((error: unknown) => rethrowTaken(error, 'name', row.name));
  }

  /** @throws NotFoundError, StaleVersionError, TakenError */
  async update(
    id: string,
    version: number,
    { name, description }: { readonly name?: string | undefined; readonly description?: string | undefined },
  ): Promise<void> {
    const { rowCount } = await this.pool
      .query(
        `UPDATE organizations SET name = coalesce($3, name), description = coalesce($4, description),
           version = version + 1, updated_at = now() WHERE id = $1 AND version = $2`,
        [id, version, name ?? null, description ?? null],
      )
      .catch((error: unknown) => rethrowTaken(error, 'name', name ?? ''));
    if (rowCount === 1) return;
    await this.get(id);
    throw new StaleVersionError('organization');
  }

  /** @returns false while it owns applications @throws NotFoundError */
  async delete(id: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `DELETE FROM organizations o WHERE o.id = $1
         AND NOT EXISTS (SELECT 1 FROM applications a WHERE a.organization_id = o.id)`,
      [id],
    );
    if (rowCount === 1) return true;
    await this.get(id);
    return false;
  }

  async listMembers(id: string, { search, page, pageSize }: Paging): Promise<PageOf<OrganizationMemberRow>> {
    const from = `FROM organization_members m JOIN users u ON u.id = m.user_id
      WHERE m.organization_id = $1 AND ($2::text IS NULL OR u.username ILIKE $2 OR u.display_name ILIKE $2)`;
    const values = [id, toSearch(search)];
    const { rows } = await this.pool.query<OrganizationMemberRow>(
      `SELECT u.id AS "userId", u.username, u.display_name AS "displayName", m.role, m.created_at AS "createdAt"
       ${from} ORDER BY lower(u.username) LIMIT $3 OFFSET $4`,
      [...values, pageSize, (page - 1) * pageSize],
    );
    return { items: rows, total: await this.count(from, values) };
  }

  /** Adds a member, or gives one another role. */
  async setMember(id: string, userId: string, role: OrganizationRole): Promise<void> {
    await this.pool.query(
      `INSERT INTO organization_members (organization_id, user_id, role) VALUES ($1, $2, $3)
       ON CONFLICT (organization_id, user_id) DO UPDATE SET role = excluded.role`,
      [id, userId, role],
    );
  }

  /** @throws NotFoundError */
  async removeMember(id: string, userId: string): Promise<void> {
    const { rowCount } = await this.pool.query(
      'DELETE FROM organization_members WHERE organization_id = $1 AND user_id = $2',
      [id, userId],
    );
    if (rowCount === 0) throw new NotFoundError('member');
  }

  async listApplications(
    id: string,
    { search, page, pageSize }: Paging,
  ): Promise<PageOf<OwnedApplicationRow>> {
    const from = `FROM applications a WHERE a.organization_id = $1
      AND ($2::text IS NULL OR a.name ILIKE $2 OR a.description ILIKE $2)`;
    const values = [id, toSearch(search)];
    const { rows } = await this.pool.query<OwnedApplicationRow>(
      `SELECT a.id, a.name, a.description, a.enabled ${from} ORDER BY lower(a.name), a.id LIMIT $3 OFFSET $4`,
      [...values, pageSize, (page - 1) * pageSize],
    );
    return { items: rows, total: await this.count(from, values) };
  }

  private async count(from: string, values: readonly unknown[]): Promise<number> {
    const { rows } = await this.pool.query<{ readonly count: number }>(
      `SELECT count(*)::int AS count ${from}`,
      [...values],
    );
    return rows[0]?.count ?? 0;
  }
}
