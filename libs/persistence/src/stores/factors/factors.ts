import type { Pool } from 'pg';

/** Which second factors a user has. */
export interface FactorSummary {
  readonly hasPassword: boolean;
  readonly hasTotp: boolean;
  readonly passkeyCount: number;
  /** Recovery codes that were not used yet. */
  readonly recoveryCodesLeft: number;
}

/** One-time passwords and recovery codes of users, and the view over all their factors. */
export interface FactorStore {
  findSummary(userId: string): Promise<FactorSummary>;
  /** False: an outside directory keeps this user's password. */
  setPassword(userId: string, passwordHash: string): Promise<boolean>;
  /** The sealed TOTP secret; undefined when there is none. */
  findTotp(userId: string): Promise<Buffer | undefined>;
  /** Replaces the one before. */
  setTotp(userId: string, sealedSecret: Buffer): Promise<void>;
  deleteTotp(userId: string): Promise<void>;
  /** Replaces all codes before, used or not. */
  setRecoveryCodes(userId: string, codeHashes: readonly Buffer[]): Promise<void>;
  /** Atomic. False: it is no code of this user, or was used. */
  claimRecoveryCode(userId: string, codeHash: Buffer): Promise<boolean>;
  /** Recovery codes stand in for a factor: without any they go too. */
  deleteLoneRecoveryCodes(userId: string): Promise<void>;
  /** Every factor beside the password. */
  reset(userId: string): Promise<void>;
}

const SUMMARY = `
SELECT EXISTS (SELECT 1 FROM users WHERE id = $1 AND password_hash IS NOT NULL) AS "hasPassword",
  EXISTS (SELECT 1 FROM user_totp WHERE user_id = $1) AS "hasTotp",
  (SELECT count(*)::int FROM user_passkeys WHERE user_id = $1) AS "passkeyCount",
  (SELECT count(*)::int FROM user_recovery_codes WHERE user_id = $1 AND used_at IS NULL) AS "recoveryCodesLeft"`;

const SET_TOTP = `
INSERT INTO user_totp (user_id, sealed_secret) VALUES ($1, $2)
ON CONFLICT (user_id) DO UPDATE SET sealed_secret = EXCLUDED.sealed_secret, created_at = now()`;

const SET_RECOVERY_CODES = `
WITH gone AS (DELETE FROM user_recovery_codes WHERE user_id = $1)
INSERT INTO user_recovery_codes (user_id, code_hash) SELECT $1, unnest($2::bytea[])`;

const CLAIM_RECOVERY_CODE = `
UPDATE user_recovery_codes SET used_at = now() WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL`;

const DELETE_LONE_RECOVERY_CODES = `
DELETE FROM user_recovery_codes WHERE user_id = $1
  AND NOT EXISTS (SELECT 1 FROM user_totp WHERE user_id = $1)
  AND NOT EXISTS (SELECT 1 FROM user_passkeys WHERE user_id = $1)`;

const RESET = `
WITH totp AS (DELETE FROM user_totp WHERE user_id = $1),
  codes AS (DELETE FROM user_recovery_codes WHERE user_id = $1),
  passkeys AS (DELETE FROM user_passkeys WHERE user_id = $1)
SELECT 1`;

const SET_PASSWORD = `
UPDATE users SET password_hash = $2 WHERE id = $1
  AND NOT EXISTS (SELECT 1 FROM outside_accounts o WHERE o.user_id = users.id AND o.made_account)`;

export function createFactorStore(pool: Pool): FactorStore {
  const run = (name: string, text: string, values: readonly unknown[]) =>
    pool.query({ name, text, values: [...values] });
  return {
    async findSummary(userId) {
      const { rows } = await pool.query<FactorSummary>({
        name: 'factors-summary',
        text: SUMMARY,
        values: [userId],
      });
      return rows[0] ?? { hasPassword: false, hasTotp: false, passkeyCount: 0, recoveryCodesLeft: 0 };
    },
    async setPassword(userId, passwordHash) {
      const { rowCount } = await run('password-set', SET_PASSWORD, [userId, passwordHash]);
      return rowCount === 1;
    },
    async findTotp(userId) {
      const { rows } = await pool.query<{ readonly secret: Buffer }>({
        name: 'totp-find',
        text: 'SELECT sealed_secret AS secret FROM user_totp WHERE user_id = $1',
        values: [userId],
      });
      return rows[0]?.secret;
    },
    async setTotp(userId, sealedSecret) {
      await run('totp-set', SET_TOTP, [userId, sealedSecret]);
    },
    async deleteTotp(userId) {
      await run('totp-delete', 'DELETE FROM user_totp WHERE user_id = $1', [userId]);
    },
    async setRecoveryCodes(userId, codeHashes) {
      await run('recovery-codes-set', SET_RECOVERY_CODES, [userId, codeHashes]);
    },
    async claimRecoveryCode(userId, codeHash) {
      const { rowCount } = await run('recovery-code-claim', CLAIM_RECOVERY_CODE, [userId, codeHash]);
      return rowCount === 1;
    },
    async deleteLoneRecoveryCodes(userId) {
      await run('recovery-codes-delete-lone', DELETE_LONE_RECOVERY_CODES, [userId]);
    },
    async reset(userId) {
      await run('factors-reset', RESET, [userId]);
    },
  };
}
