import { hashSecret } from '@gatehouse/oauth-core';
import type { Pool } from 'pg';

/** How often something may be tried: `atOnce` times, and once more every `refillSeconds`. */
export interface AttemptBudget {
  /** What is counted, for example `account ada`; stored as a hash. */
  readonly key: string;
  readonly atOnce: number;
  readonly refillSeconds: number;
}

/** Budgets of attempts, one for all nodes. */
export interface AttemptBudgetStore {
  /**
   * Atomic: takes one attempt, unless the budget is empty.
   * @param now epoch milliseconds
   * @returns 0 when it was taken, else the seconds until there is one
   */
  take(budget: AttemptBudget, now: number): Promise<number>;
  /** Gives an attempt back that turned out not to be a guess. */
  giveBack(budget: AttemptBudget): Promise<void>;
}

/*
 * One moment tells all of a budget (the generic cell rate algorithm): when it will be whole again, which is when its row
 * can be forgotten.
 */
const TAKE = `
WITH taken AS (
  INSERT INTO attempt_budgets AS b (key_hash, expires_at)
  VALUES ($1, $2::timestamptz + make_interval(secs => $3::float8))
  ON CONFLICT (key_hash) DO UPDATE
    SET expires_at = greatest(b.expires_at, $2::timestamptz) + make_interval(secs => $3::float8)
    WHERE greatest(b.expires_at, $2::timestamptz) + make_interval(secs => $3::float8)
      <= $2::timestamptz + make_interval(secs => $3::float8 * $4::float8)
  RETURNING 1)
SELECT CASE WHEN EXISTS (SELECT 1 FROM taken) THEN 0 ELSE greatest(1, ceil(extract(epoch FROM
  coalesce((SELECT expires_at FROM attempt_budgets WHERE key_hash = $1), $2::timestamptz) - $2::timestamptz)
  - $3::float8 * ($4::float8 - 1)))::int END AS wait`;

const GIVE_BACK = `
UPDATE attempt_budgets SET expires_at = expires_at - make_interval(secs => $2::float8) WHERE key_hash = $1`;

export function createAttemptBudgetStore(pool: Pool): AttemptBudgetStore {
  return {
    async take({ key, atOnce, refillSeconds }, now) {
      const { rows } = await pool.query<{ readonly wait: number }>({
        name: 'attempt-take',
        text: TAKE,
        values: [hashSecret(key), new Date(now), refillSeconds, atOnce],
      });
      // No answer is a refusal.
      return rows[0]?.wait ?? refillSeconds;
    },
    async giveBack({ key, refillSeconds }) {
      await pool.query({
        name: 'attempt-give-back',
        text: GIVE_BACK,
        values: [hashSecret(key), refillSeconds],
      });
    },
  };
}
