import type { DataSource } from 'typeorm';
import { seenBy } from '../admin/rights.store.js';

/** By what calls can be told apart in sums. */
export const TRAFFIC_GROUPS = ['api', 'application', 'client', 'scopes', 'status', 'check'] as const;
export type TrafficGroup = (typeof TRAFFIC_GROUPS)[number];

export type TrafficStep = 'minute' | 'hour' | 'day';

export interface SumFilter {
  /** Undefined: one sum over the whole time. */
  readonly step?: TrafficStep | undefined;
  readonly groupBy: readonly TrafficGroup[];
  readonly apiId?: string | undefined;
  readonly applicationId?: string | undefined;
  readonly limit: number;
}

/** Calls that have in common what they are grouped by; by what they are not, null. */
export interface SumRow {
  readonly time: Date | null;
  readonly apiId: string | null;
  readonly apiName: string | null;
  readonly applicationId: string | null;
  readonly applicationName: string | null;
  readonly clientId: string | null;
  readonly scopes: string | null;
  readonly status: number | null;
  readonly check: string | null;
  readonly calls: number;
  readonly durationMs: number;
  readonly upstreamMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly buckets: number[];
}

/** The use of one authorization through one scope. */
export interface UseRow {
  /** Empty: a route that asks for an access token alone. */
  readonly scope: string;
  readonly calls: number;
  readonly lastAt: Date;
}

/** The use of one authorization by those that it was passed on to. */
export interface ExchangedUseRow {
  /** Clients, the one that called first. */
  readonly passedTo: readonly string[];
  readonly calls: number;
  readonly lastAt: Date;
}

/** The same on one day. */
export interface DailyUseRow extends UseRow {
  readonly day: Date;
}

const COLUMNS: Readonly<Record<TrafficGroup, string>> = {
  api: 'c.api_id',
  application: 'c.application_id',
  client: 'c.client_id',
  scopes: 'c.scopes',
  status: 'c.status',
  check: 'c.refused_check',
};

const BUCKETS = Array.from({ length: 12 }, (_, index) => `sum(c.buckets[${index + 1}])::float8`).join(', ');

/** Sums of all calls, as long as they are kept. */
export class TrafficSumsStore {
  constructor(private readonly dataSource: DataSource) {}

  /** Ordered by time, then by the number of calls. @param memberId only of applications that this member may see */
  sum(from: Date, to: Date, filter: SumFilter, memberId: string | null): Promise<SumRow[]> {
    const { step, groupBy, apiId, applicationId, limit } = filter;
    const column = (group: TrafficGroup): string => (groupBy.includes(group) ? COLUMNS[group] : 'NULL');
    // Only words of ours are put into the statement.
    const time = step === undefined ? 'NULL::timestamptz' : `date_trunc('${step}', c.minute, 'UTC')`;
    const keys = [...(step === undefined ? [] : [time]), ...groupBy.map((group) => COLUMNS[group])];
    return this.dataSource.query<SumRow[]>(
      `SELECT s.*, p.name AS "apiName", a.name AS "applicationName" FROM (
         SELECT ${time} AS time, ${column('api')}::uuid AS "apiId", ${column('application')}::uuid AS "applicationId",
           ${column('client')}::text AS "clientId", ${column('scopes')}::text AS scopes,
           ${column('status')}::int AS status, ${column('check')}::text AS "check", sum(c.calls)::float8 AS calls,
           sum(c.duration_ms) AS "durationMs", sum(c.upstream_ms) AS "upstreamMs", sum(c.bytes_in)::float8 AS "bytesIn",
           sum(c.bytes_out)::float8 AS "bytesOut", ARRAY[${BUCKETS}] AS buckets
         FROM call_counts c
         WHERE c.minute >= $1 AND c.minute < $2 AND ($3::uuid IS NULL OR c.api_id = $3)
           AND ($4::uuid IS NULL OR c.application_id = $4)
           AND ${seenBy('c.application_id', '$6')}
         ${keys.length === 0 ? 'HAVING count(*) > 0' : `GROUP BY ${keys.join(', ')}`}
         ORDER BY 1, calls DESC LIMIT $5) s
       LEFT JOIN apis p ON p.id = s."apiId" LEFT JOIN applications a ON a.id = s."applicationId"
       ORDER BY s.time, s.calls DESC`,
      [from, to, apiId ?? null, applicationId ?? null, limit, memberId],
    );
  }

  /** As far back as sums are kept, by authorization, the most used scope first; those that opened no call are not there. */
  async sumUses(authorizationIds: readonly string[]): Promise<ReadonlyMap<string, readonly UseRow[]>> {
    const rows = await this.dataSource.query<(UseRow & { readonly id: string })[]>(
      `SELECT authorization_id AS id, scope, sum(calls)::float8 AS calls, max(last_at) AS "lastAt"
       FROM authorization_uses WHERE authorization_id = ANY ($1::uuid[])
       GROUP BY authorization_id, scope ORDER BY calls DESC, scope`,
      [authorizationIds],
    );
    const byId = new Map<string, UseRow[]>();
    for (const { id, ...use } of rows) byId.set(id, [...(byId.get(id) ?? []), use]);
    return byId;
  }

  /** As far back as sums are kept, by authorization, the latest first: who used what was exchanged for them. */
  async sumExchangedUses(
    authorizationIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly ExchangedUseRow[]>> {
    const rows = await this.dataSource.query<(ExchangedUseRow & { readonly id: string })[]>(
      `SELECT authorization_id AS id, string_to_array(passed_to, ' ') AS "passedTo", sum(calls)::float8 AS calls,
         max(last_at) AS "lastAt"
       FROM exchanged_uses WHERE authorization_id = ANY ($1::uuid[])
       GROUP BY authorization_id, passed_to ORDER BY "lastAt" DESC, passed_to`,
      [authorizationIds],
    );
    const byId = new Map<string, ExchangedUseRow[]>();
    for (const { id, ...use } of rows) byId.set(id, [...(byId.get(id) ?? []), use]);
    return byId;
  }

  /** The newest day first. */
  listUses(authorizationId: string): Promise<DailyUseRow[]> {
    return this.dataSource.query<DailyUseRow[]>(
      `SELECT day, scope, calls::float8 AS calls, last_at AS "lastAt"
       FROM authorization_uses WHERE authorization_id = $1 ORDER BY day DESC, scope`,
      [authorizationId],
    );
  }
}
