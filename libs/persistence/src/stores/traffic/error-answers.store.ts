import type { Pool } from 'pg';
import { seenBy } from '../admin/rights.store.js';

/** An error answer as it was kept, with the names that its IDs have now. */
export interface ErrorAnswerRow {
  readonly id: string;
  readonly at: Date;
  readonly requestId: string;
  /** Its ID. */
  readonly node: string;
  /** Null, like the next two: the node is forgotten. */
  readonly host: string | null;
  readonly pid: number | null;
  readonly worker: number | null;
  readonly endpoint: string;
  readonly status: number;
  readonly error: string;
  readonly description: string;
  readonly reason: string;
  readonly applicationId: string | null;
  readonly applicationName: string | null;
  readonly clientId: string | null;
  readonly isClientKnown: boolean;
  readonly userId: string | null;
  readonly username: string | null;
}

export interface ErrorAnswerFilter {
  readonly applicationId?: string | undefined;
  /** The error code. */
  readonly error?: string | undefined;
  readonly endpoint?: string | undefined;
  /** Who was signed in. */
  readonly userId?: string | undefined;
  /** From then on. */
  readonly from?: Date | undefined;
  /** Until then, and not at it. */
  readonly to?: Date | undefined;
  /** Those that came before this one. */
  readonly before?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

const ANSWERS = `
SELECT e.id, e.at, e.request_id AS "requestId", e.node, n.host, n.pid, n.worker, e.endpoint, e.status, e.error,
  e.description, e.reason, a.id AS "applicationId", a.name AS "applicationName", e.client_id AS "clientId",
  e.is_client_known AS "isClientKnown", e.user_id AS "userId", u.username
FROM error_answers e LEFT JOIN applications a ON a.id = e.application_id
  LEFT JOIN users u ON u.id = e.user_id LEFT JOIN nodes n ON n.id::text = e.node`;

interface Condition {
  readonly values: readonly unknown[];
  /** @param places placeholders of the values, in their order */
  readonly toText: (...places: string[]) => string;
}

const isEqual = (column: string, value: unknown): Condition[] =>
  value === undefined ? [] : [{ values: [value], toText: (place) => `e.${column} = ${place}` }];

const listConditions = (filter: ErrorAnswerFilter, since: Date, memberId: string | null): Condition[] => [
  { values: [since], toText: (place) => `e.at > ${place}` },
  ...isEqual('application_id', filter.applicationId),
  ...isEqual('error', filter.error),
  ...isEqual('endpoint', filter.endpoint),
  ...isEqual('user_id', filter.userId),
  ...(filter.from === undefined
    ? []
    : [{ values: [filter.from], toText: (place: string) => `e.at >= ${place}` }]),
  ...(filter.to === undefined ? [] : [{ values: [filter.to], toText: (place: string) => `e.at < ${place}` }]),
  ...(filter.before === undefined
    ? []
    : [
        {
          values: [filter.before.at, filter.before.id],
          toText: (at: string, id: string) => `(e.at, e.id) < (${at}::timestamptz, ${id}::bigint)`,
        },
      ]),
  ...(memberId === null
    ? []
    : [{ values: [memberId], toText: (place: string) => seenBy('e.application_id', place) }]),
];

/** What the authorization server has refused, read by the control plane. */
export class ErrorAnswersStore {
  constructor(private readonly pool: Pool) {}

  /** The newest first. @param memberId only those of applications that this member may see */
  async list(filter: ErrorAnswerFilter, since: Date, memberId: string | null): Promise<ErrorAnswerRow[]> {
    const values: unknown[] = [];
    const where = listConditions(filter, since, memberId).map((condition) => {
      const places = condition.values.map((value) => `$${values.push(value)}`);
      return condition.toText(...places);
    });
    // Only what is asked for is in the text, and it is planned anew: one plan for every filter could use no index.
    const { rows } = await this.pool.query<ErrorAnswerRow>(
      `${ANSWERS} WHERE ${where.join(' AND ')} ORDER BY e.at DESC, e.id DESC LIMIT $${values.push(filter.limit)}`,
      values,
    );
    return rows;
  }

  /** Where a proxy in front gave one ID to several requests, the last of them. */
  async find(requestId: string, since: Date, memberId: string | null): Promise<ErrorAnswerRow | undefined> {
    const { rows } = await this.pool.query<ErrorAnswerRow>({
      name: 'error-answers-find',
      text: `${ANSWERS} WHERE e.request_id = $1 AND e.at > $2 AND ${seenBy('a.id', '$3')}
       ORDER BY e.at DESC, e.id DESC LIMIT 1`,
      values: [requestId, since, memberId],
    });
    return rows[0];
  }
}
