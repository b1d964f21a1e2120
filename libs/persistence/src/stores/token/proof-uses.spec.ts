import { randomUUID } from 'node:crypto';
import type { Database } from '../../database.js';
import { openTestDatabase, waitUntil } from '../../testing/index.js';
import { createProofUses } from './proof-uses.js';

const PERIOD_MS = 120_000;

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function countRows(): Promise<number> {
  const { rows } = await database.pool.query<{ readonly count: number }>(
    [0, 1, 2, 3].map((place) => `SELECT proof_hash FROM proof_uses_${place}`).join(' UNION ALL '),
  );
  return rows.length;
}

describe('uses of DPoP proofs (RFC 9449 §11.1)', () => {
  it('are claimed once, whichever node is asked, of many at once by one', async () => {
    const now = Date.now();
    const one = createProofUses(database.pool, Date.now, fail);
    const other = createProofUses(database.pool, Date.now, fail);
    const identifiers = Array.from({ length: 50 }, () => randomUUID());
    const claims = await Promise.all(
      identifiers.flatMap((identifier) =>
        [one, other, one, other].map((node) => node.claim(identifier, now + 60_000)),
      ),
    );
    expect(claims.filter(Boolean)).toHaveLength(identifiers.length);
    expect(await other.claim(identifiers[0] ?? '', now + 60_000)).toBe(false);
  });

  it('are forgotten once they no longer count, and not before', async () => {
    let now = 4 * PERIOD_MS * 1000;
    const uses = createProofUses(database.pool, () => now, fail);
    await database.pool.query('TRUNCATE proof_uses_0, proof_uses_1, proof_uses_2, proof_uses_3');
    const identifier = randomUUID();
    const expiresAt = now + PERIOD_MS - 1;
    expect(await uses.claim(identifier, expiresAt)).toBe(true);
    now = expiresAt;
    expect(await uses.claim(identifier, expiresAt)).toBe(false);
    // Two periods on, what is used then has another table, and the old one is emptied.
    now += 2 * PERIOD_MS;
    expect(await uses.claim(randomUUID(), now + 1)).toBe(true);
    await waitUntil('the old table is empty', async () => (await countRows()) === 1);
  });
});

function fail(error: unknown): never {
  throw error instanceof Error ? error : new Error(String(error));
}
