import type { Pool } from 'pg';
import { NotFoundError } from '../admin/store-errors.js';
import type { StreamStatus } from './signal-streams.js';

/** A stream as operators look at it. */
export interface KeptStream {
  readonly id: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly applicationId: string;
  readonly applicationName: string;
  readonly description: string | null;
  /** Null: it polls. */
  readonly pushUrl: string | null;
  readonly hasAuthorization: boolean;
  readonly requested: readonly string[];
  /** Kinds. */
  readonly delivered: readonly string[];
  readonly status: StreamStatus;
  readonly reason: string | null;
  readonly held: boolean;
  /** Users whom it can hear of, and those of whom it does not want to. */
  readonly subjects: number;
  readonly removedSubjects: number;
  /** Of the last 30 days. */
  readonly waiting: number;
  readonly failed: number;
  readonly takenAt: Date | null;
  readonly verifiedAt: Date | null;
  readonly failedAt: Date | null;
  /** Null: the last event was taken. */
  readonly lastError: string | null;
  readonly createdAt: Date;
}

const RECORD = `
SELECT s.id, s.client_id AS "clientId", c.name AS "clientName", s.application_id AS "applicationId", a.name AS "applicationName",
  s.description, s.push_url AS "pushUrl", s.sealed_authorization IS NOT NULL AS "hasAuthorization", s.requested, s.delivered,
  s.status, s.reason, s.held, s.created_at AS "createdAt", t.taken_at AS "takenAt", t.verified_at AS "verifiedAt",
  t.failed_at AS "failedAt", t.last_error AS "lastError",
  (SELECT count(DISTINCT z.user_id)::int FROM authorizations z
    WHERE z.application_id = s.application_id AND z.revoked_at IS NULL) AS subjects,
  (SELECT count(*)::int FROM ssf_removed_subjects r WHERE r.stream_id = s.id) AS "removedSubjects",
  (SELECT count(*)::int FROM ssf_sets x WHERE x.stream_id = s.id AND NOT x.failed) AS waiting,
  (SELECT count(*)::int FROM ssf_sets x WHERE x.stream_id = s.id AND x.failed) AS failed
FROM ssf_streams s JOIN clients c ON c.id = s.client_id JOIN applications a ON a.id = s.application_id
  LEFT JOIN ssf_stream_states t ON t.stream_id = s.id`;

// SSF 1.0 §8.1.5: whoever's stream it is must be told.
const SET_STATUS = `
WITH changed AS (
  UPDATE ssf_streams SET status = $2::text, reason = $3::text, held = $2::text <> 'enabled'
  WHERE id = $1 AND (status, reason, held) IS DISTINCT FROM ($2::text, $3::text, $2::text <> 'enabled') RETURNING id)
INSERT INTO ssf_sets (stream_id, kind, data)
SELECT id, 'stream-updated', jsonb_strip_nulls(jsonb_build_object('status', $2::text, 'reason', $3::text)) FROM changed`;

/** Streams of the Shared Signals Framework: receivers make them, operators look after them. */
export class StreamsStore {
  /** @param pool the control plane's, which tells the audit log who acts */
  constructor(private readonly pool: Pool) {}

  /** All of them: there are few. */
  async list(): Promise<readonly KeptStream[]> {
    return (await this.pool.query<KeptStream>(`${RECORD} ORDER BY lower(a.name), s.created_at`)).rows;
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<KeptStream> {
    const [found] = (await this.pool.query<KeptStream>(`${RECORD} WHERE s.id = $1`, [id])).rows;
    if (found === undefined) throw new NotFoundError('stream');
    return found;
  }

  /** The receiver is told, and can change it only where it is enabled. @throws NotFoundError */
  async setStatus(id: string, status: StreamStatus, reason: string | null): Promise<void> {
    await this.get(id);
    await this.pool.query(SET_STATUS, [id, status, reason]);
  }

  /** With what waits to be told. @throws NotFoundError */
  async delete(id: string): Promise<void> {
    const { rowCount } = await this.pool.query('DELETE FROM ssf_streams WHERE id = $1', [id]);
    if (rowCount === 0) throw new NotFoundError('stream');
  }
}
