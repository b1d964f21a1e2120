import type { Pool } from 'pg';

/** Writes down when API keys were used last. @param uses epoch milliseconds by key ID */
export async function recordApiKeyUses(pool: Pool, uses: ReadonlyMap<string, number>): Promise<void> {
  await pool.query(
    `UPDATE api_keys k SET last_used_at = greatest(k.last_used_at, u.at)
     FROM (SELECT unnest($1::uuid[]) AS id, to_timestamp(unnest($2::float8[]) / 1000) AS at) u WHERE k.id = u.id`,
    [[...uses.keys()], [...uses.values()]],
  );
}
