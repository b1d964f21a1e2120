import type { Pool } from 'pg';

/** Something that a receiver is to be told. */
export interface Signal {
  /** `jti` of its SET. */
  readonly id: string;
  readonly kind: 'session-revoked' | 'credential-change' | 'verification' | 'stream-updated';
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
  /**
   * Takes what is to be pushed, a few of each stream; each is due again after a minute. Nodes share the work.
   * @param busy streams of which nothing is taken
   */
  takeDue(perStream: number, busy: readonly string[]): Promise<readonly DueSignal[]>;
  /** What waits to be polled, the oldest first. */
  listWaiting(streamId: string, limit: number): Promise<readonly Signal[]>;
  /** The receiver has them. */
  acknowledge(streamId: string, ids: readonly string[]): Promise<void>;
  /** The receiver cannot take them: they are not sent again. @param error what operators are told of it */
  reject(streamId: string, ids: readonly string[], error: string): Promise<void>;
  retry(signal: Pick<DueSignal, 'id' | 'streamId'>, seconds: number, error: string): Promise<void>;
  /** SSF 1.0 §8.1.4 */
  insertVerification(streamId: string, state: string | undefined): Promise<void>;
}

const TAKE = `
WITH due AS (
  SELECT d.id, d.expires_at FROM ssf_streams s, LATERAL (
    SELECT id, expires_at FROM ssf_sets WHERE stream_id = s.id AND NOT failed AND due_at <= now()
      AND (s.status = 'enabled' OR kind = 'stream-updated')
    ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED) AS d
  WHERE s.push_url IS NOT NULL AND s.id <> ALL ($2::uuid[]))
UPDATE ssf_sets x SET attempts = attempts + 1, due_at = now() + interval '1 minute'
FROM due, ssf_streams s
WHERE x.id = due.id AND x.expires_at = due.expires_at AND s.id = x.stream_id
RETURNING x.id, x.kind, x.user_id AS "userId", x.data, x.at, x.attempts, s.id AS "streamId", s.client_id AS "clientId",
  s.push_url AS "pushUrl", s.sealed_authorization AS "sealedAuthorization"`;

const WAITING = `
SELECT x.id, x.kind, x.user_id AS "userId", x.data, x.at FROM ssf_sets x JOIN ssf_streams s ON s.id = x.stream_id
WHERE x.stream_id = $1 AND NOT x.failed AND (s.status = 'enabled' OR x.kind = 'stream-updated')
ORDER BY x.due_at, x.id LIMIT $2`;

const ACKNOWLEDGE = `
WITH taken AS (DELETE FROM ssf_sets WHERE stream_id = $1 AND id::text = ANY ($2::text[]) RETURNING stream_id, kind)
INSERT INTO ssf_stream_states AS s (stream_id, taken_at, verified_at)
SELECT stream_id, now(), CASE WHEN bool_or(kind = 'verification') THEN now() END FROM taken GROUP BY stream_id
ON CONFLICT (stream_id) DO UPDATE
SET taken_at = now(), verified_at = coalesce(EXCLUDED.verified_at, s.verified_at), last_error = NULL`;

/** @param change what becomes of the events $2 of the stream $1 that are not taken, for the reason $3 */
const fail = (change: string): string => `
WITH untaken AS (UPDATE ssf_sets SET ${change} WHERE stream_id = $1 AND id::text = ANY ($2::text[]) RETURNING stream_id)
INSERT INTO ssf_stream_states AS s (stream_id, failed_at, last_error) SELECT DISTINCT stream_id, now(), $3 FROM untaken
ON CONFLICT (stream_id) DO UPDATE SET failed_at = now(), last_error = EXCLUDED.last_error`;

export function createSignalStore(pool: Pool): SignalStore {
  const run = async (text: string, values: readonly unknown[]): Promise<void> =>
    void (await pool.query(text, [...values]));
  return {
    takeDue: async (perStream, busy) => (await pool.query<DueSignal>(TAKE, [perStream, busy])).rows,
    listWaiting: async (streamId, limit) => (await pool.query<Signal>(WAITING, [streamId, limit])).rows,
    acknowledge: (streamId, ids) => run(ACKNOWLEDGE, [streamId, ids]),
    reject: (streamId, ids, error) => run(fail('failed = true'), [streamId, ids, error]),
    retry: ({ id, streamId }, seconds, error) =>
      run(fail('due_at = now() + make_interval(secs => $4::float8)'), [streamId, [id], error, seconds]),
    insertVerification: (streamId, state) =>
      run("INSERT INTO ssf_sets (stream_id, kind, data) VALUES ($1, 'verification', $2)", [
        streamId,
        state === undefined ? {} : { state },
      ]),
  };
}
