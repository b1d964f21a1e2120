import { hashSecret } from '@gatehouse/oauth-core';
import type { Pool } from 'pg';
import { withOneConnection } from '../../one-connection.js';
import { createBatchedFind } from '../batched-find.js';

/** Proofs that expire in the same period are in one table, which is emptied as a whole: nothing is deleted row by row. */
const TABLES = ['proof_uses_0', 'proof_uses_1', 'proof_uses_2', 'proof_uses_3'] as const;
const PERIOD_MS = 120_000;
const HASH_BYTES = 16;
const PAUSE_MS = 2;

interface Inserted {
  readonly proof_hash: Buffer;
  isTaken: boolean;
}

/** Inserts hashes into one table; those that come at once share a statement. Undefined: it was there. */
function createInsert(pool: Pool, table: string): (hash: Buffer) => Promise<Inserted | undefined> {
  const text = `INSERT INTO ${table} (proof_hash) SELECT unnest($1::bytea[]) ON CONFLICT DO NOTHING RETURNING proof_hash`;
  return createBatchedFind<Buffer, Inserted>(
    async (hashes) => {
      const { rows } = await pool.query<{ proof_hash: Buffer }>({
        name: `claim-${table}`,
        text,
        values: [hashes],
      });
      return rows.map((row) => ({ ...row, isTaken: false }));
    },
    // Of two of the same in one statement one row is inserted, and the first takes it.
    (row, hash) => !row.isTaken && row.proof_hash.equals(hash) && (row.isTaken = true),
    PAUSE_MS,
  );
}

/** Never waits long for whoever reads the table, such as a backup: what is left in it is old, and does no harm. */
async function empty(pool: Pool, table: string): Promise<void> {
  await withOneConnection(pool, async (connection) => {
    await connection.query(`BEGIN; SET LOCAL lock_timeout = '200ms'; TRUNCATE ${table}; COMMIT`);
  });
}

export interface ProofUses {
  /**
   * Atomic, across nodes. False: it was used before. Rejects when the database is out of reach.
   * @param expiresAt epoch milliseconds; the same each time that a proof is claimed, and at most two minutes ahead
   */
  claim(identifier: string, expiresAt: number): Promise<boolean>;
}

/**
 * Which DPoP proofs were used, at any node (RFC 9449 §11.1).
 * @param onError of what can wait: a table could not be emptied
 */
export function createProofUses(pool: Pool, now: () => number, onError: (error: unknown) => void): ProofUses {
  const inserts = TABLES.map((table) => createInsert(pool, table));
  const placeOf = (period: number): number => period % TABLES.length;
  let tidied = 0;

  /** The table after the next: nothing that still counts expires there. */
  function tidy(): void {
    const period = Math.floor(now() / PERIOD_MS);
    if (period === tidied) return;
    tidied = period;
    empty(pool, TABLES[placeOf(period + 2)] ?? TABLES[0]).catch(onError);
  }

  return {
    async claim(identifier, expiresAt) {
      tidy();
      const insert = inserts[placeOf(Math.floor(expiresAt / PERIOD_MS))];
      return (await insert?.(hashSecret(identifier).subarray(0, HASH_BYTES))) !== undefined;
    },
  };
}
