import type { Pool } from 'pg';
import type { PageOf } from '../stores/admin/paging.js';
import { NotFoundError } from '../stores/admin/store-errors.js';
import type { EpochKind, EpochSection } from './epochs.js';

/** A node as the registry has it. Moments in epoch milliseconds of the database's clock. */
export interface NodeRow {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly worker: number;
  readonly roles: readonly string[];
  readonly version: string;
  /** 0: it never refuses because it cannot hear. */
  readonly unheardSeconds: number;
  readonly startedAt: number;
  readonly heardAt: number;
  readonly isHearing: boolean;
  readonly stoppedAt: number | null;
  /** What it had seen when it began to serve; null: it does not serve yet. */
  readonly firstEpoch: number | null;
}

/** A node with how far it has come. */
export interface NodeProgress extends NodeRow {
  /** The newest epoch that it has acknowledged. */
  readonly epoch: number;
  /** How many it has not acknowledged. */
  readonly behind: number;
  /** When the oldest of those came. */
  readonly behindSince: number | null;
}

/** A change that took rights away. */
export interface EpochRow {
  readonly epoch: number;
  readonly kind: EpochKind;
  readonly subjectId: string;
  /** What operators know it as, while it is there. */
  readonly subjectName: string | null;
  readonly section: EpochSection;
  /** Taken a moment before the commit. */
  readonly revokedAt: number;
}

/** What one node knows of one epoch; only of nodes that may have served without it. */
export interface AcknowledgementRow extends NodeRow {
  readonly epoch: number;
  readonly acknowledgedAt: number | null;
}

export interface EpochFilter {
  readonly kind?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly page: number;
  readonly pageSize: number;
}

const toMs = (moment: string): string => `(extract(epoch FROM ${moment}) * 1000)::float8`;

const NODE_COLUMNS = `n.id, n.host, n.pid, n.worker, n.roles, n.version, n.unheard_seconds AS "unheardSeconds",
  ${toMs('n.started_at')} AS "startedAt", ${toMs('n.heard_at')} AS "heardAt", n.is_hearing AS "isHearing",
  ${toMs('n.stopped_at')} AS "stoppedAt", n.first_epoch::float8 AS "firstEpoch"`;

// The ones that were silent for longer are gone.
const LIST_NODES = `
SELECT ${NODE_COLUMNS}, coalesce(seen.epoch, 0)::float8 AS epoch, due.behind, ${toMs('due.since')} AS "behindSince"
FROM nodes n
  CROSS JOIN LATERAL (
    SELECT max(e.epoch) AS epoch FROM revocation_epochs e WHERE e.epoch <= (n.seen ->> e.section)::bigint) AS seen
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS behind, min(e.revoked_at) AS since FROM revocation_epochs e
    WHERE e.epoch > coalesce((n.seen ->> e.section)::bigint, 0) AND e.epoch > coalesce(n.first_epoch, 0)) AS due
WHERE n.stopped_at IS NULL AND n.heard_at > clock_timestamp() - make_interval(secs => $1)
ORDER BY n.host, n.worker, n.started_at`;

const LIST_EPOCHS = `
SELECT e.epoch::float8, e.kind, e.subject_id AS "subjectId", e.section, ${toMs('e.revoked_at')} AS "revokedAt",
  coalesce(a.name, c.id, u.username, p.name, k.name, z.application || ' for ' || z.username) AS "subjectName"
FROM revocation_epochs e
  LEFT JOIN applications a ON a.id = CASE WHEN e.kind = 'application' THEN e.subject_id::uuid END
  LEFT JOIN clients c ON e.kind = 'client' AND c.id = e.subject_id
  LEFT JOIN users u ON u.id = CASE WHEN e.kind = 'user' THEN e.subject_id::uuid END
  LEFT JOIN apis p ON p.id = CASE WHEN e.kind = 'api' THEN e.subject_id::uuid END
  LEFT JOIN api_keys k ON k.id = CASE WHEN e.kind = 'api-key' THEN e.subject_id::uuid END
  LEFT JOIN LATERAL (
    SELECT za.name AS application, zu.username FROM authorizations z
      JOIN applications za ON za.id = z.application_id JOIN users zu ON zu.id = z.user_id
    WHERE z.id = CASE WHEN e.kind = 'authorization' THEN e.subject_id::uuid END) AS z ON true`;

const LIST_ACKNOWLEDGEMENTS = `
SELECT e.epoch::float8, ${NODE_COLUMNS}, (
  SELECT ${toMs('k.acknowledged_at')} FROM epoch_acknowledgements k
  WHERE k.node_id = n.id AND k.section = e.section AND k.epoch >= e.epoch ORDER BY k.epoch LIMIT 1
) AS "acknowledgedAt"
FROM revocation_epochs e CROSS JOIN nodes n
WHERE e.epoch = ANY ($1::bigint[]) AND (n.first_epoch IS NULL OR n.first_epoch < e.epoch)
  AND (n.stopped_at IS NULL OR n.stopped_at > e.revoked_at)
ORDER BY n.host, n.worker, n.started_at`;

/** Which nodes there are, and what each has acknowledged. */
export class ReceiptsStore {
  constructor(private readonly pool: Pool) {}

  /** The nodes that live, or were heard of within the time. */
  async listNodes(heardWithinSeconds: number): Promise<readonly NodeProgress[]> {
    return (await this.pool.query<NodeProgress>(LIST_NODES, [heardWithinSeconds])).rows;
  }

  /** The newest first. */
  async listEpochs({ kind, subjectId, page, pageSize }: EpochFilter): Promise<PageOf<EpochRow>> {
    const where = 'WHERE ($1::text IS NULL OR e.kind = $1) AND ($2::text IS NULL OR e.subject_id = $2)';
    const values = [kind ?? null, subjectId ?? null];
    const [{ rows }, counts] = await Promise.all([
      this.pool.query<EpochRow>(`${LIST_EPOCHS} ${where} ORDER BY e.epoch DESC LIMIT $3 OFFSET $4`, [
        ...values,
        pageSize,
        (page - 1) * pageSize,
      ]),
      this.pool.query<{ readonly count: number }>(
        `SELECT count(*)::int AS count FROM revocation_epochs e ${where}`,
        values,
      ),
    ]);
    return { items: rows, total: counts.rows[0]?.count ?? 0 };
  }

  /** @throws NotFoundError */
  async getEpoch(epoch: number): Promise<EpochRow> {
    const { rows } = await this.pool.query<EpochRow>(`${LIST_EPOCHS} WHERE e.epoch = $1`, [epoch]);
    const [row] = rows;
    if (row === undefined) throw new NotFoundError('revocation');
    return row;
  }

  /** What the nodes know of these epochs, and the database's present moment. */
  async listAcknowledgements(
    epochs: readonly number[],
  ): Promise<{ readonly now: number; readonly rows: readonly AcknowledgementRow[] }> {
    const { rows } = await this.pool.query<AcknowledgementRow>(LIST_ACKNOWLEDGEMENTS, [epochs]);
    const clock = await this.pool.query<{ readonly now: number }>(
      `SELECT ${toMs('clock_timestamp()')} AS now`,
    );
    return { rows, now: clock.rows[0]?.now ?? Date.now() };
  }
}
