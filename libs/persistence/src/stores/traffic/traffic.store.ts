import type { CallDetails, RefusedCheck } from '@gatehouse/gateway-core';
import type { DataSource } from 'typeorm';
import { seenBy } from '../admin/rights.store.js';

/** One call as it was kept, with the names that its IDs have now. */
export interface CallRow {
  readonly id: string;
  /** When it ended. */
  readonly at: Date;
  readonly requestId: string;
  /** Its ID. */
  readonly node: string;
  /** Null, like the next two: the node is forgotten. */
  readonly host: string | null;
  readonly pid: number | null;
  readonly worker: number | null;
  readonly method: string;
  readonly path: string;
  /** 0: nobody was there to be answered. */
  readonly status: number;
  readonly check: RefusedCheck | null;
  readonly apiId: string | null;
  readonly applicationId: string | null;
  readonly applicationName: string | null;
  readonly clientId: string | null;
  readonly userId: string | null;
  readonly username: string | null;
  readonly durationMs: number;
  readonly details: CallDetails;
}

export interface CallFilter {
  readonly apiId?: string | undefined;
  readonly applicationId?: string | undefined;
  /** First digit of the status; 0: no answer. */
  readonly statusClass?: number | undefined;
  readonly refusedOnly?: boolean | undefined;
  readonly limit: number;
}

/** All nodes' calls of one second. */
export interface SecondRow {
  readonly second: Date;
  readonly calls: number;
  readonly refused: number;
  readonly failed: number;
}

const CALLS = `
SELECT c.id, c.at, c.request_id AS "requestId", c.node, n.host, n.pid, n.worker, c.method, c.path, c.status, c.refused_check AS "check",
  c.api_id AS "apiId", a.id AS "applicationId", a.name AS "applicationName", c.client_id AS "clientId",
  c.user_id AS "userId", u.username, c.duration_ms AS "durationMs", c.details
FROM calls c LEFT JOIN clients k ON k.id = c.client_id
  LEFT JOIN applications a ON a.id = coalesce(c.application_id, k.application_id)
  LEFT JOIN users u ON u.id::text = c.user_id LEFT JOIN nodes n ON n.id::text = c.node`;

/** What nodes have seen, read by the control plane. */
export class TrafficStore {
  constructor(private readonly dataSource: DataSource) {}

  /** The newest first. @param memberId only those of applications that this member may see */
  listCalls(filter: CallFilter, since: Date, memberId: string | null): Promise<CallRow[]> {
    const { apiId, applicationId, statusClass, refusedOnly, limit } = filter;
    return this.dataSource.query<CallRow[]>(
      `${CALLS} WHERE c.at > $1 AND ($2::uuid IS NULL OR c.api_id = $2) AND ($3::uuid IS NULL OR a.id = $3)
         AND ($4::int IS NULL OR c.status / 100 = $4) AND (NOT $5::boolean OR c.refused_check IS NOT NULL)
         AND ${seenBy('a.id', '$6')}
       ORDER BY c.at DESC, c.id DESC LIMIT $7`,
      [
        since,
        apiId ?? null,
        applicationId ?? null,
        statusClass ?? null,
        refusedOnly ?? false,
        memberId,
        limit,
      ],
    );
  }

  /** Where a proxy in front gave one ID to several calls, the last of them. */
  async findCall(requestId: string, since: Date, memberId: string | null): Promise<CallRow | undefined> {
    const rows = await this.dataSource.query<CallRow[]>(
      `${CALLS} WHERE c.request_id = $1 AND c.at > $2 AND ${seenBy('a.id', '$3')} ORDER BY c.at DESC LIMIT 1`,
      [requestId, since, memberId],
    );
    return rows[0];
  }

  listSeconds(since: Date): Promise<SecondRow[]> {
    return this.dataSource.query<SecondRow[]>(
      `SELECT second, sum(calls)::int AS calls, sum(refused)::int AS refused, sum(failed)::int AS failed
       FROM call_seconds WHERE second > $1 GROUP BY second ORDER BY second`,
      [since],
    );
  }
}
