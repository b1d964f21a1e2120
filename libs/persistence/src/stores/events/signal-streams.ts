import type { Pool } from 'pg';

export type StreamStatus = 'enabled' | 'paused' | 'disabled';

/** What a receiver says of its stream (SSF 1.0 §8.1.1). */
export interface StreamContent {
  readonly description: string | null;
  /** Null: it polls. */
  readonly pushUrl: string | null;
  readonly sealedAuthorization: Buffer | null;
  /** Event types as they were asked for, and the kinds of them that there are. */
  readonly requested: readonly string[];
  readonly delivered: readonly string[];
}

export interface StreamRecord extends StreamContent {
  readonly id: string;
  readonly clientId: string;
  readonly applicationId: string;
  readonly status: StreamStatus;
  readonly reason: string | null;
  /** An operator has paused or disabled it: the receiver cannot change that. */
  readonly held: boolean;
}

/** Somebody whom a receiver may know: with what of them it may know. */
export interface KnownUser {
  readonly userId: string;
  readonly email: string | null;
}

/** Streams of the Shared Signals Framework: a client has one at most. */
export interface SignalStreamStore {
  find(clientId: string): Promise<StreamRecord | undefined>;
  /** False: it has one already. */
  insert(stream: Pick<StreamRecord, 'id' | 'clientId' | 'applicationId'> & StreamContent): Promise<boolean>;
  replace(id: string, content: StreamContent): Promise<void>;
  /** False: an operator holds it. */
  setStatus(id: string, status: StreamStatus, reason: string | null): Promise<boolean>;
  delete(id: string): Promise<void>;
  /** Users who have an authorization with the application; an address only where it was allowed and is verified. */
  listKnown(applicationId: string): Promise<readonly KnownUser[]>;
  removeSubject(id: string, userId: string): Promise<void>;
  addSubject(id: string, userId: string): Promise<void>;
}

const FIND = `
SELECT id, client_id AS "clientId", application_id AS "applicationId", description, push_url AS "pushUrl",
  sealed_authorization AS "sealedAuthorization", requested, delivered, status, reason, held
FROM ssf_streams WHERE client_id = $1`;

const KNOWN = `
SELECT z.user_id AS "userId", CASE WHEN u.email_verified AND 'email' = ANY (z.scopes) THEN lower(u.email) END AS email
FROM authorizations z JOIN users u ON u.id = z.user_id WHERE z.application_id = $1 AND z.revoked_at IS NULL`;

const toValues = ({
  description,
  pushUrl,
  sealedAuthorization,
  requested,
  delivered,
}: StreamContent): unknown[] => [description, pushUrl, sealedAuthorization, requested, delivered];

export function createSignalStreamStore(pool: Pool): SignalStreamStore {
  const run = async (text: string, values: readonly unknown[]): Promise<number> =>
    (await pool.query(text, [...values])).rowCount ?? 0;
  return {
    find: async (clientId) => (await pool.query<StreamRecord>(FIND, [clientId])).rows[0],
    insert: async ({ id, clientId, applicationId, ...content }) =>
      (await run(
        `INSERT INTO ssf_streams (id, client_id, application_id, description, push_url, sealed_authorization, requested, delivered)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (client_id) DO NOTHING`,
        [id, clientId, applicationId, ...toValues(content)],
      )) === 1,
    replace: async (id, content) =>
      void (await run(
        `UPDATE ssf_streams SET description = $2, push_url = $3, sealed_authorization = $4, requested = $5, delivered = $6
         WHERE id = $1`,
        [id, ...toValues(content)],
      )),
    setStatus: async (id, status, reason) =>
      (await run('UPDATE ssf_streams SET status = $2, reason = $3 WHERE id = $1 AND NOT held', [
        id,
        status,
        reason,
      ])) === 1,
    delete: async (id) => void (await run('DELETE FROM ssf_streams WHERE id = $1', [id])),
    listKnown: async (applicationId) => (await pool.query<KnownUser>(KNOWN, [applicationId])).rows,
    removeSubject: async (id, userId) =>
      void (await run(
        'INSERT INTO ssf_removed_subjects (stream_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
        [id, userId],
      )),
    addSubject: async (id, userId) =>
      void (await run('DELETE FROM ssf_removed_subjects WHERE stream_id = $1 AND user_id = $2', [
        id,
        userId,
      ])),
  };
}
