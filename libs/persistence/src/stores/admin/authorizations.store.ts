import type { DataSource } from 'typeorm';
import { REVOCATION_LIFETIME_SECONDS } from '../token/revocations.js';
import { type PageOf, type Paging, toPattern } from './paging.js';
import { NotFoundError } from './store-errors.js';

/** A living authorization with the names of both sides. */
export interface AuthorizationRow {
  readonly id: string;
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  readonly applicationId: string;
  readonly applicationName: string;
  readonly applicationDescription: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface AuthorizationFilter extends Paging {
  readonly applicationId?: string | undefined;
  readonly userId?: string | undefined;
}

const FROM = `
FROM authorizations z JOIN users u ON u.id = z.user_id JOIN applications a ON a.id = z.application_id
WHERE z.revoked_at IS NULL AND NOT a.built_in
  AND ($1::text IS NULL OR u.username ILIKE $1 OR u.display_name ILIKE $1 OR a.name ILIKE $1)
  AND ($2::uuid IS NULL OR z.application_id = $2) AND ($3::uuid IS NULL OR z.user_id = $3)`;

/** What end users have allowed applications. */
export class AuthorizationsStore {
  constructor(private readonly dataSource: DataSource) {}

  async list(filter: AuthorizationFilter): Promise<PageOf<AuthorizationRow>> {
    const { search, page, pageSize } = filter;
    const pattern = search === undefined || search === '' ? null : toPattern(search);
    const values = [pattern, filter.applicationId ?? null, filter.userId ?? null];
    const [items, counts] = await Promise.all([
      this.dataSource.query<AuthorizationRow[]>(
        `SELECT z.id, u.id AS "userId", u.username, u.display_name AS "displayName", a.id AS "applicationId",
           a.name AS "applicationName", a.description AS "applicationDescription", z.scopes, z.created_at AS "createdAt", z.updated_at AS "updatedAt"
         ${FROM} ORDER BY z.updated_at DESC, z.id LIMIT $4 OFFSET $5`,
        [...values, pageSize, (page - 1) * pageSize],
      ),
      this.dataSource.query<{ count: number }[]>(`SELECT count(*)::int AS count ${FROM}`, values),
    ]);
    return { items, total: counts[0]?.count ?? 0 };
  }

  /**
   * Revokes an authorization with every access and refresh token that came from it. A new consent makes a new one.
   * @param owner only if it is this user's
   * @throws NotFoundError
   */
  async revoke(id: string, owner?: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      // Waits for redemptions that hold the row; none can begin after it.
      const rows = await manager.query<[unknown[], number]>(
        `UPDATE authorizations SET revoked_at = now()
         WHERE id = $1 AND revoked_at IS NULL AND ($2::uuid IS NULL OR user_id = $2)`,
        [id, owner ?? null],
      );
      if (rows[1] === 0) throw new NotFoundError('authorization');
      await manager.query('UPDATE refresh_tokens SET revoked_at = now() WHERE authorization_id = $1', [id]);
      await manager.query(
        `INSERT INTO revocations (kind, id, expires_at)
         VALUES ('authorization', $1, now() + make_interval(secs => $2)) ON CONFLICT (kind, id) DO NOTHING`,
        [id, REVOCATION_LIFETIME_SECONDS],
      );
    });
  }
}
