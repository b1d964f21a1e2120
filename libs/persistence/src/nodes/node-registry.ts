import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { SnapshotSource } from '../snapshot/snapshot.js';
import type { EpochSection } from './epochs.js';

/** What a node says of itself. */
export interface NodeFacts {
  readonly host: string;
  readonly pid: number;
  /** Its place among the workers of one supervisor, from 1; 0: it has none. */
  readonly worker: number;
  readonly roles: readonly string[];
  readonly version: string;
  /** After how long without hearing it refuses; 0: never. */
  readonly unheardSeconds: number;
}

/** This node's entry among the nodes. */
export interface NodeRegistration {
  readonly nodeId: string;
  /** Acknowledges epochs as they are seen, and shows that the node lives. Resolves after the first time. */
  follow(snapshots: SnapshotSource): Promise<void>;
  /** The node serves no more. */
  stop(): Promise<void>;
}

const HEARTBEAT_MS = 5_000;
const RETRY_MS = 500;

const HEARTBEAT = `
INSERT INTO nodes (id, host, pid, worker, roles, version, unheard_seconds) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO UPDATE SET heard_at = clock_timestamp(), is_hearing = $8, expires_at = now() + interval '25 hours'`;

// Both times of a receipt are the database's. This one is late by the way here: the node had it before.
const ACKNOWLEDGE = `
WITH acknowledged AS (
  INSERT INTO epoch_acknowledgements (node_id, section, epoch, acknowledged_at, expires_at)
  SELECT $1, section, epoch, clock_timestamp(), now() + interval '25 hours'
  FROM unnest($2::text[], $3::bigint[]) AS seen (section, epoch)
  ON CONFLICT DO NOTHING)
UPDATE nodes SET seen = seen || $4::jsonb, first_epoch = coalesce(first_epoch, $5), is_hearing = $6,
  heard_at = clock_timestamp() WHERE id = $1`;

const STOP = 'UPDATE nodes SET stopped_at = clock_timestamp(), is_hearing = false WHERE id = $1';

/**
 * Makes this node known. Before its first snapshot is read: a receipt then waits for a node that may read too early, and
 * a node that a receipt did not know of has read later.
 */
export async function registerNode(
  pool: Pool,
  facts: NodeFacts,
  onError: (error: Error) => void,
): Promise<NodeRegistration> {
  const registration = new PgNodeRegistration(pool, facts, onError);
  await registration.beat();
  return registration;
}

class PgNodeRegistration implements NodeRegistration {
  readonly nodeId = randomUUID();
  readonly #acknowledged = new Map<EpochSection, number>();
  #snapshots: SnapshotSource | undefined;
  #firstEpoch = 0;
  #underWay: Promise<void> | undefined;
  #isStopped = false;
  #heartbeat: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly facts: NodeFacts,
    private readonly onError: (error: Error) => void,
  ) {}

  async beat(): Promise<void> {
    const { host, pid, worker, roles, version, unheardSeconds } = this.facts;
    const isHearing = this.#snapshots?.isListening() ?? false;
    await this.pool.query({
      name: 'node-heartbeat',
      text: HEARTBEAT,
      values: [this.nodeId, host, pid, worker, roles, version, unheardSeconds, isHearing],
    });
  }

  async follow(snapshots: SnapshotSource): Promise<void> {
    this.#snapshots = snapshots;
    this.#firstEpoch = Math.min(...snapshots.seenEpochs().values());
    snapshots.onSeen(() => this.#acknowledge());
    await this.#write(snapshots);
    this.#heartbeat = setInterval(() => {
      this.beat().catch((error: unknown) => this.onError(error as Error));
    }, HEARTBEAT_MS).unref();
    this.#acknowledge();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#heartbeat);
    clearTimeout(this.#retry);
    await this.#underWay;
    // Without a database it is forgotten by and by.
    await this.pool.query(STOP, [this.nodeId]).catch((error: unknown) => this.onError(error as Error));
  }

  /** What is seen while one statement is under way goes with the next. */
  #acknowledge(): void {
    const snapshots = this.#snapshots;
    if (snapshots === undefined || this.#underWay !== undefined || this.#isStopped) return;
    if (this.#listDue(snapshots).length === 0) return;
    this.#underWay = this.#write(snapshots)
      .then(() => {
        this.#underWay = undefined;
        this.#acknowledge();
      })
      .catch((error: unknown) => {
        this.#underWay = undefined;
        this.onError(error as Error);
        if (!this.#isStopped) this.#retry = setTimeout(() => this.#acknowledge(), RETRY_MS).unref();
      });
  }

  #listDue(snapshots: SnapshotSource): [EpochSection, number][] {
    return [...snapshots.seenEpochs()].filter(
      ([section, epoch]) => epoch > (this.#acknowledged.get(section) ?? -1),
    );
  }

  async #write(snapshots: SnapshotSource): Promise<void> {
    const due = this.#listDue(snapshots);
    await this.pool.query({
      name: 'node-acknowledge',
      text: ACKNOWLEDGE,
      values: [
        this.nodeId,
        due.map(([section]) => section),
        due.map(([, epoch]) => epoch),
        JSON.stringify(Object.fromEntries(due)),
        this.#firstEpoch,
        snapshots.isListening(),
      ],
    });
    for (const [section, epoch] of due) this.#acknowledged.set(section, epoch);
  }
}
