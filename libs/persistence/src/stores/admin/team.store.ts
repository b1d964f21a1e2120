import type { OperatorRole, OrganizationRole } from '@gatehouse/scopes';
import type { Pool } from 'pg';
import { type PageOf, type Paging, toPattern } from './paging.js';

/** Somebody with access to the console. */
export interface TeamRow {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly role: OperatorRole;
  readonly enabled: boolean;
  readonly version: number;
  /** At the console. */
  readonly lastSignInAt: Date | null;
  readonly hasSecondFactor: boolean;
  /** Has not chosen a password yet, and has no other way in. */
  readonly isInvited: boolean;
  readonly organizations: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: OrganizationRole;
  }[];
}

const FROM = `FROM users u WHERE u.operator_role IS NOT NULL
  AND ($1::text IS NULL OR u.username ILIKE $1 OR u.display_name ILIKE $1 OR u.email ILIKE $1)`;

/** Operators and members. */
export class TeamStore {
  constructor(private readonly pool: Pool) {}

  async list({ search, page, pageSize }: Paging): Promise<PageOf<TeamRow>> {
    const pattern = search === undefined || search === '' ? null : toPattern(search);
    const [{ rows }, counts] = await Promise.all([
      this.pool.query<TeamRow>(
        `SELECT u.id, u.username, u.display_name AS "displayName", u.email, u.operator_role AS role, u.enabled, u.version,
           (SELECT last_at FROM console_sign_ins s WHERE s.user_id = u.id) AS "lastSignInAt",
           EXISTS (SELECT 1 FROM user_totp t WHERE t.user_id = u.id)
             OR EXISTS (SELECT 1 FROM user_passkeys p WHERE p.user_id = u.id) AS "hasSecondFactor",
           EXISTS (SELECT 1 FROM user_tickets i WHERE i.user_id = u.id AND i.purpose = 'invite' AND i.expires_at > now())
             AS "isInvited",
           coalesce((SELECT json_agg(json_build_object('id', o.id, 'name', o.name, 'role', m.role) ORDER BY lower(o.name))
             FROM organization_members m JOIN organizations o ON o.id = m.organization_id
             WHERE m.user_id = u.id), '[]') AS organizations
         ${FROM} ORDER BY array_position(ARRAY['admin', 'operator', 'viewer', 'member'], u.operator_role),
           lower(u.username) LIMIT $2 OFFSET $3`,
        [pattern, pageSize, (page - 1) * pageSize],
      ),
      this.pool.query<{ readonly count: number }>(`SELECT count(*)::int AS count ${FROM}`, [pattern]),
    ]);
    return { items: rows, total: counts.rows[0]?.count ?? 0 };
  }

  /** Remembers that somebody has signed in to the console. */
  async recordSignIn(userId: string): Promise<void> {
    await this.pool.query(
      `INSERT INTO console_sign_ins (user_id, last_at) VALUES ($1, now())
       ON CONFLICT (user_id) DO UPDATE SET last_at = excluded.last_at`,
      [userId],
    );
  }
}
