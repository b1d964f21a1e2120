import type { ApiContract } from '@gatehouse/gateway-core';
import type { Pool } from 'pg';

type Contracts = ReadonlyMap<string, ApiContract>;

interface Row {
  readonly apiId: string;
  readonly hash: string;
  /** Null: as read before. */
  readonly contract: ApiContract | null;
}

interface Known {
  readonly hash: string;
  readonly contract: ApiContract;
}

/** Contracts are large and seldom change: what was read is kept, and with it all that was compiled from it. */
const knownOfPool = new WeakMap<Pool, ReadonlyMap<string, Known>>();

/** What the requests of those APIs are checked against whose operators want it; by the API's ID. */
export async function loadContracts(pool: Pool): Promise<Contracts> {
  const known = knownOfPool.get(pool) ?? new Map<string, Known>();
  const { rows } = await pool.query<Row>(
    `SELECT d.api_id AS "apiId", d.hash, CASE WHEN d.hash = ANY ($1) THEN NULL ELSE d.contract END AS contract
     FROM api_documents d JOIN apis a ON a.id = d.api_id
     WHERE jsonb_typeof(a.policies->'requestValidation') = 'object'`,
    [[...known.values()].map(({ hash }) => hash)],
  );
  const byHash = new Map([...known.values()].map(({ hash, contract }) => [hash, contract]));
  const read = new Map<string, Known>();
  for (const { apiId, hash, contract: fresh } of rows) {
    const contract = fresh ?? byHash.get(hash);
    if (contract === undefined) throw new Error('a contract is neither known nor read');
    read.set(apiId, { hash, contract });
  }
  knownOfPool.set(pool, read);
  return new Map([...read].map(([apiId, { contract }]) => [apiId, contract]));
}
