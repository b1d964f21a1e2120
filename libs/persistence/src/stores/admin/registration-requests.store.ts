import type { Pool } from 'pg';
import { type PageOf, type Paging, toPattern } from './paging.js';
import { NotFoundError, StaleVersionError } from './store-errors.js';

export type RegistrationState = 'waiting' | 'approved' | 'declined';

/** What a client developer asks for. */
export interface NewRegistrationRequest {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly purpose: string;
  readonly kind: string;
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
}

export interface RegistrationRequestRow extends NewRegistrationRequest {
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
  /** OpenID Connect Core §5.1: the language that they read, as they say. */
  readonly locale: string | null;
  readonly state: RegistrationState;
  readonly reason: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly applicationId: string | null;
  readonly clientId: string | null;
  /** Whether its client has one at all. */
  readonly hasSecret: boolean;
  readonly secretFetchedAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
}

const COLUMNS = `r.id, r.user_id AS "userId", u.username, u.display_name AS "displayName", u.email,
  u.profile ->> 'locale' AS locale, r.name, r.purpose, r.kind,
  r.redirect_uris AS "redirectUris", r.scopes, r.state, r.reason, r.decided_by AS "decidedBy",
  r.decided_at AS "decidedAt", r.application_id AS "applicationId", r.client_id AS "clientId", r.has_secret AS "hasSecret",
  r.secret_fetched_at AS "secretFetchedAt", r.version, r.created_at AS "createdAt"`;
const FROM = 'FROM registration_requests r JOIN users u ON u.id = r.user_id';
const MANY = 50;

/** Requests for applications. */
export class RegistrationRequestsStore {
  constructor(private readonly pool: Pool) {}

  /** @returns false where as many of this user are waiting as may */
  async insert(row: NewRegistrationRequest, maxWaiting: number): Promise<boolean> {
    const { id, userId, name, purpose, kind, redirectUris, scopes } = row;
    const { rowCount } = await this.pool.query(
      `INSERT INTO registration_requests (id, user_id, name, purpose, kind, redirect_uris, scopes)
       SELECT $1, $2, $3, $4, $5, $6, $7
       WHERE (SELECT count(*) FROM registration_requests WHERE user_id = $2 AND state = 'waiting') < $8`,
      [id, userId, name, purpose, kind, redirectUris, scopes, maxWaiting],
    );
    return rowCount === 1;
  }

  /** The newest first. */
  async listOf(userId: string): Promise<RegistrationRequestRow[]> {
    const { rows } = await this.pool.query<RegistrationRequestRow>(
      `SELECT ${COLUMNS} ${FROM} WHERE r.user_id = $1 ORDER BY r.created_at DESC LIMIT ${MANY}`,
      [userId],
    );
    return rows;
  }

  /** Those that wait longest first; those that are decided, the newest first. */
  async list(
    { search, page, pageSize }: Paging,
    state: RegistrationState | undefined,
  ): Promise<PageOf<RegistrationRequestRow>> {
    const values = [state ?? null, search === undefined || search === '' ? null : toPattern(search)];
    const from = `${FROM} WHERE ($1::text IS NULL OR r.state = $1) AND ($2::text IS NULL
      OR r.name ILIKE $2 OR r.purpose ILIKE $2 OR u.username ILIKE $2 OR u.display_name ILIKE $2)`;
    const order = state === 'waiting' ? 'ASC' : 'DESC';
    const [{ rows }, counts] = await Promise.all([
      this.pool.query<RegistrationRequestRow>(
        `SELECT ${COLUMNS} ${from} ORDER BY r.created_at ${order}, r.id LIMIT $3 OFFSET $4`,
        [...values, pageSize, (page - 1) * pageSize],
      ),
      this.pool.query<{ readonly count: number }>(`SELECT count(*)::int AS count ${from}`, values),
    ]);
    return { items: rows, total: counts.rows[0]?.count ?? 0 };
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<RegistrationRequestRow> {
    const { rows } = await this.pool.query<RegistrationRequestRow>(
      `SELECT ${COLUMNS} ${FROM} WHERE r.id = $1`,
      [id],
    );
    if (rows[0] === undefined) throw new NotFoundError('request');
    return rows[0];
  }

  /** @throws NotFoundError, StaleVersionError when it was decided meanwhile */
  async decline(id: string, version: number, by: string, reason: string): Promise<void> {
    const { rowCount } = await this.pool.query(
      `UPDATE registration_requests SET state = 'declined', reason = $3, decided_by = $4, decided_at = now(),
         version = version + 1 WHERE id = $1 AND version = $2 AND state = 'waiting'`,
      [id, version, reason, by],
    );
    if (rowCount === 0) await this.throwStale(id);
  }

  /** Says what it became. @throws NotFoundError, StaleVersionError when it was decided meanwhile */
  async approve(
    id: string,
    version: number,
    by: string,
    made: {
      readonly applicationId: string;
      readonly clientId: string;
      /** Null: a public client. */
      readonly unseenSecretId: string | null;
    },
  ): Promise<void> {
    const { rowCount } = await this.pool.query(
      `UPDATE registration_requests SET state = 'approved', decided_by = $3, decided_at = now(), application_id = $4,
         client_id = $5, has_secret = $6::uuid IS NOT NULL, unseen_secret_id = $6, version = version + 1
       WHERE id = $1 AND version = $2 AND state = 'waiting'`,
      [id, version, by, made.applicationId, made.clientId, made.unseenSecretId],
    );
    if (rowCount === 0) await this.throwStale(id);
  }

  /**
   * Gives the requester's client a secret, once, in place of the one that nobody has seen.
   * @returns its client; undefined where there is none to fetch, or it was fetched already
   */
  async claimSecret(
    id: string,
    userId: string,
    secret: { readonly id: string; readonly secretHash: Buffer },
  ): Promise<string | undefined> {
    // One statement: whoever comes second finds it fetched.
    const { rows } = await this.pool.query<{ readonly clientId: string }>(
      `WITH claimed AS (
         UPDATE registration_requests SET secret_fetched_at = now()
         WHERE id = $1 AND user_id = $2 AND state = 'approved' AND has_secret AND client_id IS NOT NULL
           AND secret_fetched_at IS NULL
         RETURNING client_id, unseen_secret_id),
       gone AS (DELETE FROM client_secrets s USING claimed WHERE s.id = claimed.unseen_secret_id),
       made AS (INSERT INTO client_secrets (id, client_id, secret_hash) SELECT $3, client_id, $4 FROM claimed)
       SELECT client_id AS "clientId" FROM claimed`,
      [id, userId, secret.id, secret.secretHash],
    );
    return rows[0]?.clientId;
  }

  private async throwStale(id: string): Promise<never> {
    await this.get(id);
    throw new StaleVersionError('request');
  }
}
