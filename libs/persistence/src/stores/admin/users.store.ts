import type { DataSource, EntityManager } from 'typeorm';
import { Users } from '../../schemas/index.js';
import type { UserRecord } from '../../schemas/records.js';
import { REVOCATION_LIFETIME_SECONDS } from '../token/revocations.js';
import { END_SESSIONS_OF_USER } from '../interaction/session-ends.js';
import { type PageOf, type Paging, readPage } from './paging.js';
import { NotFoundError, rethrowTaken, StaleVersionError } from './store-errors.js';

export type NewUser = Pick<
  UserRecord,
  'id' | 'username' | 'displayName' | 'email' | 'passwordHash' | 'operatorRole'
>;
export type UserChange = Partial<
  Pick<UserRecord, 'displayName' | 'email' | 'operatorRole' | 'enabled' | 'profile'>
>;

/** The last enabled admin would be gone, and nobody could make another. */
export class LastAdminError extends Error {
  constructor() {
    super('the last admin stays');
    this.name = 'LastAdminError';
  }
}

/** End users and operators. */
export class UsersStore {
  constructor(private readonly dataSource: DataSource) {}

  async list(paging: Paging): Promise<PageOf<UserRecord>> {
    const query = this.dataSource
      .getRepository(Users)
      .createQueryBuilder('u')
      .orderBy('lower(u.username)')
      .addOrderBy('u.id');
    return readPage(
      query,
      paging,
      'u.username ILIKE :pattern OR u.display_name ILIKE :pattern OR u.email ILIKE :pattern',
    );
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<UserRecord> {
    const user = await this.dataSource.getRepository(Users).findOneBy({ id });
    if (user === null) throw new NotFoundError('user');
    return user;
  }

  /** @throws TakenError */
  async insert(user: NewUser): Promise<void> {
    await this.dataSource.manager
      .insert(Users, { ...user, enabled: true, version: 1 })
      .catch((error: unknown) => rethrowTaken(error, 'username', user.username));
  }

  /**
   * Whoever is disabled or changes role loses sessions and everything issued until now, in the same transaction.
   * @throws NotFoundError, StaleVersionError, LastAdminError
   */
  async update(id: string, version: number, change: UserChange): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      // Two admins who disable each other take turns.
      await manager.query("SELECT 1 FROM users WHERE operator_role = 'admin' FOR UPDATE");
      const before = await manager.findOneBy(Users, { id });
      if (before === null) throw new NotFoundError('user');
      const { affected } = await manager.update(Users, { id, version }, withUnverified(before, change));
      if (affected === 0) throw new StaleVersionError('user');
      const admins = await manager.countBy(Users, { operatorRole: 'admin', enabled: true });
      if (admins === 0) throw new LastAdminError();
      const losesRole = change.operatorRole !== undefined && change.operatorRole !== before.operatorRole;
      if (change.operatorRole === null) await leaveTeam(manager, id);
      if (losesRole || change.enabled === false) await revokeEverything(manager, id);
    });
  }
}

/** Whoever showed that an address is theirs did so for that address alone. */
function withUnverified(before: UserRecord, change: UserChange): UserChange & { emailVerified?: boolean } {
  const isMoved = change.email !== undefined && change.email !== before.email;
  return { ...change, ...(isMoved && { emailVerified: false }) };
}

/** Who comes back later begins anew. */
async function leaveTeam(manager: EntityManager, userId: string): Promise<void> {
  await manager.query('DELETE FROM organization_members WHERE user_id = $1', [userId]);
  await manager.query('DELETE FROM application_shares WHERE user_id = $1', [userId]);
}

async function revokeEverything(manager: EntityManager, userId: string): Promise<void> {
  await manager.query(END_SESSIONS_OF_USER, [userId]);
  await manager.query(
    `WITH ended AS (
       UPDATE authorizations SET revoked_at = now(), revoked_reason = 'user-changed'
       WHERE user_id = $1 AND revoked_at IS NULL RETURNING id)
     INSERT INTO revocations (kind, id, expires_at, reason)
     SELECT 'authorization', id::text, now() + make_interval(secs => $2), 'user-changed' FROM ended
     ON CONFLICT (kind, id) DO NOTHING`,
    [userId, REVOCATION_LIFETIME_SECONDS],
  );
}
