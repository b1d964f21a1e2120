import type { Pool } from 'pg';

/** Something that a receiver is to be told. */
export interface Signal {
  /** `jti` of its SET. */
  readonly id: string;
  readonly kind: 'session-revoked' | 'credential-change' | 'verification';
  readonly userId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** One that is to be pushed now. */
export interface DueSignal extends Signal {
  readonly streamId: string;
  readonly clientId: string;
  readonly pushUrl: string;
  readonly sealedAuthorization: Buffer | null;
  /** This one included. */
  readonly attempts: number;
}

export interface SignalStore {
  /** Takes what is to be pushed, a few of each stream; each is due again after a minute. Nodes share the work. */
  takeDue(perStream: number): Promise<readonly DueSignal[]>;
  /** What waits to be polled, the oldest first. */
  listWaiting(streamId: string, limit: number): Promise<readonly Signal[]>;
  /** The receiver has them. */
  acknowledge(streamId: string, ids: readonly string[]): Promise<void>;
  /** The receiver cannot take them: they are not sent again. */
  reject(streamId: string, ids: readonly string[]): Promise<void>;
  retry(id: string, seconds: number): Promise<void>;
  /** SSF 1.0 §8.1.4 */
  insertVerification(streamId: string, state: string | undefined): Promise<void>;
}

const TAKE = `
WITH due AS (
  SELECT d.id, d.expires_at FROM ssf_streams s, LATERAL (
    SELECT id, expires_at FROM ssf_sets WHERE stream_id = s.id AND NOT failed AND due_at <= now()
    ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED) AS d
  WHERE s.status = 'enabled' AND s.push_url IS NOT NULL)
UPDATE ssf_sets x SET attempts = attempts + 1, due_at = now() + interval '1 minute'
FROM due, ssf_streams s
WHERE x.id = due.id AND x.expires_at = due.expires_at AND s.id = x.stream_id
RETURNING x.id, x.kind, x.user_id AS "userId", x.data, x.at, x.attempts, s.id AS "streamId", s.client_id AS "clientId",
  s.push_url AS "pushUrl", s.sealed_authorization AS "sealedAuthorization"`;

const WAITING = `
SELECT id, kind, user_id AS "userId", data, at FROM ssf_sets WHERE stream_id = $1 AND NOT failed ORDER BY due_at, id LIMIT $2`;

export function createSignalStore(pool: Pool): SignalStore {
  const run = async (text: string, values: readonly unknown[]): Promise<void> =>
    void (await pool.query(text, [...values]));
  return {
    takeDue: async (perStream) => (await pool.query<DueSignal>(TAKE, [perStream])).rows,
    listWaiting: async (streamId, limit) => (await pool.query<Signal>(WAITING, [streamId, limit])).rows,
    acknowledge: (streamId, ids) =>
      run('DELETE FROM ssf_sets WHERE stream_id = $1 AND id::text = ANY ($2::text[])', [streamId, ids]),
    reject: (streamId, ids) =>
      run('UPDATE ssf_sets SET failed = true WHERE stream_id = $1 AND id::text = ANY ($2::text[])', [
        streamId,
        ids,
      ]),
    retry: (id, seconds) =>
      run('UPDATE ssf_sets SET due_at = now() + make_interval(secs => $2::float8) WHERE id = $1', [
        id,
        seconds,
      ]),
    insertVerification: (streamId, state) =>
      run("INSERT INTO ssf_sets (stream_id, kind, data) VALUES ($1, 'verification', $2)", [
        streamId,
        state === undefined ? {} : { state },
      ]),
  };
}
