import type { Pool } from 'pg';

/** A partition by time that is there. */
export interface Partition {
  readonly name: string;
  /** The moment after its last one, in epoch milliseconds; NaN: it is not bounded by two moments. */
  readonly end: number;
}

/**
 * What a table is made of now. Asked before partitions are made: at nearly every start there is nothing to make, and each
 * `IF NOT EXISTS` would be a journey and a lock for nothing.
 */
export async function listPartitions(
  connection: Pick<Pool, 'query'>,
  table: string,
): Promise<readonly Partition[]> {
  const { rows } = await connection.query<{ readonly name: string; readonly bound: string }>(
    `SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound
     FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = $1::regclass`,
    [table],
  );
  return rows.map(({ name, bound }) => ({
    name,
    end: Date.parse(/TO \('([^']+)'\)/.exec(bound)?.[1] ?? ''),
  }));
}
