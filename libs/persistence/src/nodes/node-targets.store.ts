import type { Pool } from 'pg';

/** How one node finds a target of an API. */
export interface NodeTarget {
  readonly apiId: string;
  readonly url: string;
  readonly state: 'available' | 'unhealthy' | 'circuit-open';
  /** ISO 8601. */
  readonly since: string;
  /** Calls that failed in a row. */
  readonly failures: number;
  readonly isChecked: boolean;
}

/** The same, with whose view it is. */
export interface NodeTargetRow extends NodeTarget {
  readonly nodeId: string;
  readonly host: string;
  readonly pid: number;
  readonly worker: number;
}

// A node that is not heard of any more says nothing about targets.
const LIST = `
SELECT n.id AS "nodeId", n.host, n.pid, n.worker, t.*
FROM node_targets r JOIN nodes n ON n.id = r.node_id
  CROSS JOIN LATERAL jsonb_to_recordset(r.targets) AS t ("apiId" uuid, url text, state text, since text,
    failures integer, "isChecked" boolean)
WHERE n.stopped_at IS NULL AND n.heard_at > clock_timestamp() - interval '15 seconds'
  AND ($1::uuid IS NULL OR t."apiId" = $1) AND (NOT $2::boolean OR t.state <> 'available')
ORDER BY t.url, n.host, n.pid`;

/** Where nodes say how their targets are, and operators read it. */
export class NodeTargetsStore {
  constructor(private readonly pool: Pool) {}

  /** Instead of what the node said before. */
  async report(nodeId: string, targets: readonly NodeTarget[]): Promise<void> {
    await this.pool.query({
      name: 'node-targets-report',
      text: `INSERT INTO node_targets (node_id, targets) VALUES ($1, $2::jsonb)
        ON CONFLICT (node_id) DO UPDATE SET targets = excluded.targets, reported_at = now()`,
      values: [nodeId, JSON.stringify(targets)],
    });
  }

  /** What the nodes that live say of one API's targets. */
  async listOf(apiId: string): Promise<readonly NodeTargetRow[]> {
    return (await this.pool.query<NodeTargetRow>(LIST, [apiId, false])).rows;
  }

  /** Those that are not called, of all APIs. */
  async listAiling(): Promise<readonly NodeTargetRow[]> {
    return (await this.pool.query<NodeTargetRow>(LIST, [null, true])).rows;
  }
}
