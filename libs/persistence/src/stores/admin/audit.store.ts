import type { Pool } from 'pg';
import { type AuditContext, describeAuditContext } from '../../audit/audit-context.js';
import { BEGINNING, type ChainedEntry, type ChainEnd } from '../../audit/audit-chain.js';

/** Something that was done and changed no row that is told of: a test, an export, or what was refused. */
export interface AuditedOperation {
  readonly action: string;
  readonly subject: { readonly type: string; readonly id: string | undefined; readonly name?: string };
  readonly result: 'done' | 'refused' | 'failed';
  readonly detail?: string;
  /** What else there is to know, by name. Like values of changes it is for operators and admins. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface AuditFilter {
  /** ID of a user, or of a client. */
  readonly actor?: string | undefined;
  /** `operator`, `client`, `server`, `end-user` or `unknown`. */
  readonly actorKind?: string | undefined;
  readonly result?: AuditedOperation['result'] | undefined;
  /** A whole name, or its beginning up to a dot. */
  readonly action?: string | undefined;
  readonly type?: string | undefined;
  readonly subject?: string | undefined;
  /** Of one operation. */
  readonly operation?: string | undefined;
  /** Beginnings of words in names, IDs and addresses. */
  readonly search?: string | undefined;
  /** From then on. */
  readonly from?: Date | undefined;
  /** Until then, and not at it. */
  readonly to?: Date | undefined;
}

/** Somebody, or something, that has left entries. */
export interface AuditedActor {
  readonly kind: string;
  /** Null: what has no ID, such as the server itself. */
  readonly id: string | null;
  /** As it was called in its newest entry. */
  readonly name: string | null;
}

// One look at the index for each actor, however many entries there are.
const LIST_ACTORS = `
WITH RECURSIVE named AS (
  (SELECT actor_id, number, entry FROM audit_entries WHERE actor_id IS NOT NULL ORDER BY actor_id DESC, number DESC LIMIT 1)
  UNION ALL
  SELECT next.* FROM named, LATERAL (SELECT e.actor_id, e.number, e.entry FROM audit_entries e
    WHERE e.actor_id < named.actor_id ORDER BY e.actor_id DESC, e.number DESC LIMIT 1) AS next),
kinds AS (
  SELECT newest.* FROM unnest(ARRAY['server', 'end-user', 'unknown']) AS kind, LATERAL (
    SELECT NULL::text AS actor_id, number, entry FROM audit_entries
    WHERE entry::jsonb #>> '{actor,kind}' = kind AND actor_id IS NULL ORDER BY number DESC LIMIT 1) AS newest),
actors AS (
  SELECT actor_id AS id, entry::jsonb #>> '{actor,kind}' AS kind, entry::jsonb #>> '{actor,name}' AS name, number
  FROM ((SELECT * FROM named LIMIT 1000) UNION ALL SELECT * FROM kinds) AS found)
SELECT kind, id, CASE WHEN id IS NOT NULL THEN name END AS name FROM actors
WHERE $1 = '' OR strpos(lower(coalesce(name, '')), $1) > 0 OR strpos(lower(coalesce(id, '')), $1) > 0
ORDER BY number DESC LIMIT $2`;

const COLUMNS = 'number::float8 AS number, entry, hash';
const SEPARATORS = /[\s!-/:-@[-`{-~]+/;

/** Every word as the beginning of one; undefined where nothing is looked for. */
function toWordQuery(search: string | undefined): string | null {
  const words = (search ?? '').toLowerCase().split(SEPARATORS).filter(Boolean);
  return words.length === 0 ? null : words.map((word) => `'${word}':*`).join(' & ');
}

/** Times are stored with microseconds, and compared as text: without its Z a time is before all that it begins. */
const toMoment = (date: Date | undefined): string | null => date?.toISOString().slice(0, -1) ?? null;

const toPrefix = (action: string | undefined): string | null =>
  action === undefined ? null : `${action.replace(/[\\%_]/g, '\\$&')}.%`;

/** Conditions are left out where nothing is asked: each that is there has an index. */
function describeFilter(filter: AuditFilter): { readonly conditions: string[]; readonly values: unknown[] } {
  const [conditions, values]: [string[], unknown[]] = [[], []];
  const add = (value: unknown, condition: (place: string) => string): void => {
    if (value === undefined || value === null) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  add(filter.actor, (place) => `actor_id = ${place}`);
  add(filter.actorKind, (place) => `entry::jsonb #>> '{actor,kind}' = ${place}`);
  add(filter.result, (place) => `entry::jsonb ->> 'result' = ${place}`);
  add(filter.action, (place) => `(action = ${place} OR action LIKE $${values.length + 1})`);
  if (filter.action !== undefined) values.push(toPrefix(filter.action));
  add(filter.type, (place) => `subject_type = ${place}`);
  add(filter.subject, (place) => `subject_id = ${place}`);
  add(filter.operation, (place) => `operation = ${place}`);
  add(toWordQuery(filter.search), (place) => `words @@ ${place}::tsquery`);
  add(toMoment(filter.from), (place) => `at >= ${place}`);
  add(toMoment(filter.to), (place) => `at < ${place}`);
  return { conditions, values };
}

const where = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;

/** The audit log: who did what. Only ever appended to. */
export class AuditStore {
  constructor(private readonly pool: Pool) {}

  /** Leaves an entry of what was done, unless its changes have left one already. */
  async record(context: AuditContext, operation: AuditedOperation): Promise<void> {
    const { action, subject, result, detail, facts = {} } = operation;
    const changes = Object.entries(facts).map(([name, after]) => [name, { after }] as const);
    await this.pool.query(
      `SELECT gatehouse_audit_write($1::jsonb, $2, $3, $4, $5, $9::jsonb, $6, $7)
       WHERE NOT EXISTS (SELECT 1 FROM audit_entries WHERE operation = $8)`,
      [
        describeAuditContext(context),
        action,
        subject.type,
        subject.id ?? null,
        subject.name ?? null,
        result,
        detail ?? null,
        context.operation,
        JSON.stringify(Object.fromEntries(changes)),
      ],
    );
  }

  /** Where the user is an operator; of others nothing is told. */
  async recordFailedSignIn(context: AuditContext, userId: string, detail: string): Promise<void> {
    await this.pool.query(
      `SELECT gatehouse_audit_write($1::jsonb, 'operator.sign-in', 'user', id::text, username, '{}', 'failed', $3)
       FROM users WHERE id = $2 AND operator_role IS NOT NULL`,
      [describeAuditContext(context), userId, detail],
    );
  }

  /** The newest first. @param before only older ones than this number */
  async list(filter: AuditFilter, before: number | undefined, limit: number): Promise<ChainedEntry[]> {
    const { conditions, values } = describeFilter(filter);
    if (before !== undefined) conditions.push(`number < $${values.push(before)}`);
    const { rows } = await this.pool.query<ChainedEntry>(
      `SELECT ${COLUMNS} FROM audit_entries ${where(conditions)} ORDER BY number DESC LIMIT $${values.push(limit)}`,
      values,
    );
    return rows;
  }

  /** Those who acted last come first. @param search part of a name or an ID */
  async listActors(search: string, limit: number): Promise<AuditedActor[]> {
    const { rows } = await this.pool.query<AuditedActor>(LIST_ACTORS, [search.trim().toLowerCase(), limit]);
    return rows;
  }

  async find(number: number): Promise<ChainedEntry | undefined> {
    const { rows } = await this.pool.query<ChainedEntry>(
      `SELECT ${COLUMNS} FROM audit_entries WHERE number = $1`,
      [number],
    );
    return rows[0];
  }

  /** In the order of the chain. */
  async listAfter(number: number, limit: number, filter: AuditFilter = {}): Promise<ChainedEntry[]> {
    const { conditions, values } = describeFilter(filter);
    conditions.push(`number > $${values.push(number)}`);
    const { rows } = await this.pool.query<ChainedEntry>(
      `SELECT ${COLUMNS} FROM audit_entries ${where(conditions)} ORDER BY number LIMIT $${values.push(limit)}`,
      values,
    );
    return rows;
  }

  async findNewest(): Promise<ChainEnd | undefined> {
    const { rows } = await this.pool.query<ChainEnd>(
      'SELECT number::float8 AS number, hash FROM audit_entries ORDER BY number DESC LIMIT 1',
    );
    return rows[0];
  }

  /** What the oldest entry follows: nothing, or what the entry of the last removal says was before it. */
  async findStart(): Promise<ChainEnd> {
    const { rows } = await this.pool.query<{ number: number; hash: string }>(
      `SELECT (entry::jsonb #>> '{changes,throughNumber,after}')::float8 AS number,
         entry::jsonb #>> '{changes,throughHash,after}' AS hash
       FROM audit_entries WHERE action = 'audit.trim' ORDER BY number DESC LIMIT 1`,
    );
    const [trimmed] = rows;
    return trimmed === undefined
      ? BEGINNING
      : { number: trimmed.number, hash: Buffer.from(trimmed.hash, 'hex') };
  }

  /** Removes entries that are older, the oldest first, at most so many. @returns how many it were */
  async trim(days: number, most: number): Promise<number> {
    const { rows } = await this.pool.query<{ removed: number }>(
      'SELECT gatehouse_audit_trim($1, $2)::float8 AS removed',
      [days, most],
    );
    return rows[0]?.removed ?? 0;
  }
}
