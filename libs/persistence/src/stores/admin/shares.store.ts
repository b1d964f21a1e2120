import type { AccessRight, OperatorRole } from '@gatehouse/scopes';
import type { Pool } from 'pg';
import { NotFoundError, StaleVersionError } from './store-errors.js';

export interface ShareRow {
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: OperatorRole | null;
  readonly access: AccessRight;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** Somebody with access to the console. */
export interface TeamMember {
  readonly id: string;
  readonly role: OperatorRole;
}

/** To whom applications belong, and with whom they are shared. */
export class SharesStore {
  constructor(private readonly pool: Pool) {}

  /** The organization that owns it; undefined: none. */
  async findOrganization(
    applicationId: string,
  ): Promise<{ readonly id: string; readonly name: string } | undefined> {
    const { rows } = await this.pool.query<{ readonly id: string; readonly name: string }>(
      'SELECT o.id, o.name FROM applications a JOIN organizations o ON o.id = a.organization_id WHERE a.id = $1',
      [applicationId],
    );
    return rows[0];
  }

  /** @throws NotFoundError, StaleVersionError */
  async setOrganization(
    applicationId: string,
    version: number,
    organizationId: string | null,
  ): Promise<void> {
    const { rowCount } = await this.pool.query(
      `UPDATE applications SET organization_id = $3, version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $2`,
      [applicationId, version, organizationId],
    );
    if (rowCount === 1) return;
    const { rowCount: known } = await this.pool.query('SELECT 1 FROM applications WHERE id = $1', [
      applicationId,
    ]);
    throw known === 0 ? new NotFoundError('application') : new StaleVersionError('application');
  }

  async list(applicationId: string): Promise<ShareRow[]> {
    const { rows } = await this.pool.query<ShareRow>(
      `SELECT u.id AS "userId", u.username, u.display_name AS "displayName", u.operator_role AS role, s.access,
         s.created_by AS "createdBy", s.created_at AS "createdAt"
       FROM application_shares s JOIN users u ON u.id = s.user_id
       WHERE s.application_id = $1 ORDER BY lower(u.username)`,
      [applicationId],
    );
    return rows;
  }

  /** Shares with somebody, or lets them do more or less than before. */
  async set(applicationId: string, userId: string, access: AccessRight, createdBy: string): Promise<void> {
    await this.pool.query(
      `INSERT INTO application_shares (application_id, user_id, access, created_by) VALUES ($1, $2, $3, $4)
       ON CONFLICT (application_id, user_id) DO UPDATE SET access = excluded.access`,
      [applicationId, userId, access, createdBy],
    );
  }

  /** @throws NotFoundError */
  async remove(applicationId: string, userId: string): Promise<void> {
    const { rowCount } = await this.pool.query(
      'DELETE FROM application_shares WHERE application_id = $1 AND user_id = $2',
      [applicationId, userId],
    );
    if (rowCount === 0) throw new NotFoundError('share');
  }

  /** By user name, without regard to case. */
  async findTeamMember(username: string): Promise<TeamMember | undefined> {
    const { rows } = await this.pool.query<TeamMember>(
      `SELECT id, operator_role AS role FROM users
       WHERE lower(username) = lower($1) AND operator_role IS NOT NULL AND enabled`,
      [username],
    );
    return rows[0];
  }
}
