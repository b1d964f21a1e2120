import { randomUUID } from 'node:crypto';
import type { AuthorizationDetail, RevocationReason } from '@gatehouse/oauth-core';
import type { DataSource, EntityManager } from 'typeorm';
import type { SessionPlace } from '../interaction/sessions.js';
import { REVOCATION_LIFETIME_SECONDS } from '../token/revocations.js';
import { type PageOf, type Paging, toPattern } from './paging.js';
import { seenBy } from './rights.store.js';
import { NotFoundError } from './store-errors.js';

/** An authorization with the names of both sides. */
export interface AuthorizationRow {
  readonly id: string;
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  readonly applicationId: string;
  readonly applicationName: string;
  readonly applicationDescription: string;
  readonly scopes: readonly string[];
  /** RFC 9396: the newest that were allowed in detail. */
  readonly details: readonly AuthorizationDetail[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly revokedAt: Date | null;
  readonly revokedReason: RevocationReason | null;
}

/** Who takes back what is theirs, and where. */
export interface Owner {
  readonly userId: string;
  readonly place: SessionPlace;
}

export const AUTHORIZATION_STATES = ['active', 'revoked'] as const;
export type AuthorizationState = (typeof AUTHORIZATION_STATES)[number];

export interface AuthorizationFilter extends Paging {
  readonly applicationId?: string | undefined;
  readonly userId?: string | undefined;
  readonly scope?: string | undefined;
  /** Left out: both. */
  readonly state?: AuthorizationState | undefined;
}

// Whom and what a search means is found first, and each once: joined to every authorization, all their names would be read.
const FOUND = `
FROM authorizations z
WHERE z.application_id NOT IN (SELECT id FROM applications WHERE built_in)
  AND ($1::text IS NULL OR z.user_id IN (SELECT id FROM users WHERE username ILIKE $1 OR display_name ILIKE $1)
    OR z.application_id IN (SELECT id FROM applications WHERE name ILIKE $1))
  AND ($2::uuid IS NULL OR z.application_id = $2) AND ($3::uuid IS NULL OR z.user_id = $3)
  AND ${seenBy('z.application_id', '$4')}
  AND ($5::text IS NULL OR z.scopes @> ARRAY[$5]) AND ($6::boolean IS NULL OR (z.revoked_at IS NULL) = $6)`;

const ORDER = 'ORDER BY z.updated_at DESC, z.id';

const COLUMNS = `
z.id, u.id AS "userId", u.username, u.display_name AS "displayName", a.id AS "applicationId",
  a.name AS "applicationName", a.description AS "applicationDescription", z.scopes, z.details, z.created_at AS "createdAt",
  z.updated_at AS "updatedAt", z.revoked_at AS "revokedAt", z.revoked_reason AS "revokedReason"`;

/** What end users have allowed applications. */
export class AuthorizationsStore {
  constructor(private readonly dataSource: DataSource) {}

  /** @param memberId only those of applications that this member may see */
  async list(filter: AuthorizationFilter, memberId: string | null): Promise<PageOf<AuthorizationRow>> {
    const { search, page, pageSize } = filter;
    const pattern = search === undefined || search === '' ? null : toPattern(search);
    const { applicationId = null, userId = null, scope = null, state } = filter;
    const isLive = state === undefined ? null : state === 'active';
    const values = [pattern, applicationId, userId, memberId, scope, isLive];
    const [items, counts] = await Promise.all([
      this.dataSource.query<AuthorizationRow[]>(
        `WITH page AS MATERIALIZED (SELECT z.id ${FOUND} ${ORDER} LIMIT $7 OFFSET $8)
         SELECT ${COLUMNS} FROM page JOIN authorizations z USING (id) JOIN users u ON u.id = z.user_id
           JOIN applications a ON a.id = z.application_id ${ORDER}`,
        [...values, pageSize, (page - 1) * pageSize],
      ),
      this.dataSource.query<{ count: number }[]>(`SELECT count(*)::int AS count ${FOUND}`, values),
    ]);
    return { items, total: counts[0]?.count ?? 0 };
  }

  /** A revoked one too. @throws NotFoundError */
  async get(id: string): Promise<AuthorizationRow> {
    const rows = await this.dataSource.query<AuthorizationRow[]>(
      `SELECT ${COLUMNS} FROM authorizations z JOIN users u ON u.id = z.user_id
         JOIN applications a ON a.id = z.application_id WHERE z.id = $1 AND NOT a.built_in`,
      [id],
    );
    if (rows[0] === undefined) throw new NotFoundError('authorization');
    return rows[0];
  }

  /**
   * Revokes an authorization with every access and refresh token that came from it. A new consent makes a new one.
   * @param owner only if it is this user's, who then revokes it themselves
   * @throws NotFoundError
   */
  async revoke(id: string, owner?: string): Promise<void> {
    const reason = owner === undefined ? 'operator' : 'end-user';
    await this.dataSource.transaction(async (manager) => {
      await end(manager, id, owner ?? null, reason);
      await endRefreshTokens(manager, [id], reason);
    });
  }

  /** Revokes all that a user has allowed. @returns the IDs of what was revoked, in the order in which it was */
  async revokeAllOf(userId: string): Promise<readonly string[]> {
    return this.dataSource.transaction(async (manager) => {
      // Gatehouse's own applications stay: whoever is signed in to the console is not thrown out of it.
      const [rows] = await manager.query<[{ readonly id: string }[], number]>(
        `UPDATE authorizations z SET revoked_at = now(), revoked_reason = 'operator' FROM applications a
         WHERE a.id = z.application_id AND NOT a.built_in AND z.user_id = $1 AND z.revoked_at IS NULL RETURNING z.id`,
        [userId],
      );
      const ids = rows.map(({ id }) => id);
      await manager.query(
        `INSERT INTO revocations (kind, id, expires_at, reason)
         SELECT 'authorization', id, now() + make_interval(secs => $2), 'operator'
         FROM unnest($1::text[]) WITH ORDINALITY AS ended (id, place) ORDER BY place ON CONFLICT (kind, id) DO NOTHING`,
        [ids, REVOCATION_LIFETIME_SECONDS],
      );
      await endRefreshTokens(manager, ids, 'operator');
      return ids;
    });
  }

  /**
   * Takes one scope out of an authorization. What is left lives on under a new ID: the old one is revoked with every
   * access token that came from it, on the same way as any other, so that nothing that is being issued meanwhile
   * escapes; refresh tokens go over with the scopes that are left. The last scope takes the authorization with it.
   * @param owner only if it is this user's; undefined: an operator does it, whoever's it is
   * @returns the authorization's new ID; undefined when nothing is left of it
   * @throws NotFoundError when there is no such authorization, or it has no such scope
   */
  async removeScope(id: string, scope: string, owner?: Owner): Promise<string | undefined> {
    return this.dataSource.transaction(async (manager) => {
      const { scopes, details } = await end(manager, id, owner?.userId ?? null, 'permission-removed');
      if (!scopes.includes(scope)) throw new NotFoundError('authorization');
      await tellOwner(manager, id, scope, owner?.place);
      // A refresh token that came with offline_access lives by it (OpenID Connect Core §11).
      await manager.query(
        `UPDATE refresh_tokens SET revoked_at = now(), revoked_reason = 'permission-removed'
         WHERE authorization_id = $1 AND revoked_at IS NULL AND (scopes = ARRAY[$2::text] OR ($2 = 'offline_access' AND $2 = ANY (scopes)))`,
        [id, scope],
      );
      if (scopes.length === 1 && details.length === 0) return undefined;
      const newId = randomUUID();
      await manager.query(
        `INSERT INTO authorizations (id, application_id, user_id, scopes, details, created_at)
         SELECT $2::uuid, application_id, user_id, array_remove(scopes, $3::text), details, created_at FROM authorizations WHERE id = $1`,
        [id, newId, scope],
      );
      await manager.query(
        `UPDATE refresh_tokens SET authorization_id = $2, scopes = array_remove(scopes, $3)
         WHERE authorization_id = $1 AND revoked_at IS NULL`,
        [id, newId, scope],
      );
      await manager.query(
        `INSERT INTO consents (authorization_id, at, client_id, scopes, details, way, address, user_agent)
         SELECT $2, at, client_id, scopes, details, way, address, user_agent FROM consents WHERE authorization_id = $1 ORDER BY id`,
        [id, newId],
      );
      await moveUses(manager, id, newId, scope);
      return newId;
    });
  }
}

async function tellOwner(
  manager: EntityManager,
  id: string,
  scope: string,
  place: SessionPlace | undefined,
): Promise<void> {
  await manager.query(
    `INSERT INTO account_events (user_id, kind, name, detail, address, user_agent, by_operator)
     SELECT z.user_id, 'permission-removed', a.name, $2, $3, $4, $5
     FROM authorizations z JOIN applications a ON a.id = z.application_id WHERE z.id = $1`,
    [id, scope, place?.address ?? null, place?.userAgent ?? null, place === undefined],
  );
}

type Ended = Pick<AuthorizationRow, 'scopes' | 'details'>;

/** Ends an authorization and its access tokens. Waits for redemptions that hold the row; none can begin after it. */
async function end(
  manager: EntityManager,
  id: string,
  owner: string | null,
  reason: RevocationReason,
): Promise<Ended> {
  const [rows] = await manager.query<[Ended[], number]>(
    `UPDATE authorizations SET revoked_at = now(), revoked_reason = $3
     WHERE id = $1 AND revoked_at IS NULL AND ($2::uuid IS NULL OR user_id = $2) RETURNING scopes, details`,
    [id, owner, reason],
  );
  const ended = rows[0];
  if (ended === undefined) throw new NotFoundError('authorization');
  await manager.query(
    `INSERT INTO revocations (kind, id, expires_at, reason)
     VALUES ('authorization', $1, now() + make_interval(secs => $2), $3) ON CONFLICT (kind, id) DO NOTHING`,
    [id, REVOCATION_LIFETIME_SECONDS, reason],
  );
  return ended;
}

const endRefreshTokens = (
  manager: EntityManager,
  authorizationIds: readonly string[],
  reason: RevocationReason,
): Promise<unknown> =>
  manager.query(
    `UPDATE refresh_tokens SET revoked_at = now(), revoked_reason = $2
     WHERE authorization_id = ANY ($1::uuid[]) AND revoked_at IS NULL`,
    [authorizationIds, reason],
  );

/** Locks in the order in which uses are written. */
async function moveUses(manager: EntityManager, from: string, to: string, but: string): Promise<void> {
  await manager.query(
    'SELECT 1 FROM authorization_uses WHERE authorization_id = $1 ORDER BY scope, day FOR UPDATE',
    [from],
  );
  await manager.query(
    'UPDATE authorization_uses SET authorization_id = $2 WHERE authorization_id = $1 AND scope <> $3',
    [from, to, but],
  );
  await manager.query(
    'SELECT 1 FROM exchanged_uses WHERE authorization_id = $1 ORDER BY passed_to, day FOR UPDATE',
    [from],
  );
  await manager.query('UPDATE exchanged_uses SET authorization_id = $2 WHERE authorization_id = $1', [
    from,
    to,
  ]);
}
