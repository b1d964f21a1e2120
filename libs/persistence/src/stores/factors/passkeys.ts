import type { Pool } from 'pg';

/** A WebAuthn credential of a user. */
export interface Passkey {
  /** Base64url, as the authenticator chose it. */
  readonly credentialId: string;
  readonly userId: string;
  /** COSE. */
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  /** It may live on several devices (WebAuthn §6.1.3: backup eligible). */
  readonly isSynced: boolean;
  readonly isBackedUp: boolean;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export type NewPasskey = Omit<Passkey, 'createdAt' | 'lastUsedAt'>;

/** A challenge for one ceremony in one browser. */
export interface PasskeyChallenge {
  readonly challengeHash: Buffer;
  readonly browserHash: Buffer;
  /** What it was made for: whoever got it for one thing cannot use it for another. */
  readonly purpose: string;
}

/** Passkeys, and the challenges of their ceremonies. */
export interface PasskeyStore {
  listOf(userId: string): Promise<readonly Passkey[]>;
  find(credentialId: string): Promise<Passkey | undefined>;
  /** False: this credential is registered already, by whomever. */
  insert(passkey: NewPasskey): Promise<boolean>;
  /** Atomic. False: its counter did not move on, or it is gone (WebAuthn §6.1.1). */
  claimUse(credentialId: string, counter: number, isBackedUp: boolean): Promise<boolean>;
  /** False: this user has no such passkey. */
  rename(userId: string, credentialId: string, name: string): Promise<boolean>;
  /** False: this user has no such passkey, or no other way in. */
  delete(userId: string, credentialId: string): Promise<boolean>;
  insertChallenge(challenge: PasskeyChallenge, expiresAt: number): Promise<void>;
  /** Atomic. False: unknown, used, expired, another browser's, or made for something else. */
  claimChallenge(challenge: PasskeyChallenge): Promise<boolean>;
}

const COLUMNS = `credential_id AS "credentialId", user_id AS "userId", public_key AS "publicKey",
  counter::float8 AS counter, transports, is_synced AS "isSynced", backed_up AS "isBackedUp", name,
  created_at AS "createdAt", last_used_at AS "lastUsedAt"`;

const INSERT = `
INSERT INTO user_passkeys (credential_id, user_id, public_key, counter, transports, is_synced, backed_up, name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (credential_id) DO NOTHING`;

// Authenticators that do not count answer 0 for ever.
const CLAIM_USE = `
UPDATE user_passkeys SET counter = $2, backed_up = $3, last_used_at = now()
WHERE credential_id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0))`;

const DELETE = `
DELETE FROM user_passkeys WHERE user_id = $1 AND credential_id = $2 AND (
  EXISTS (SELECT 1 FROM users WHERE id = $1 AND password_hash IS NOT NULL)
  OR EXISTS (SELECT 1 FROM user_passkeys WHERE user_id = $1 AND credential_id <> $2)
  OR EXISTS (SELECT 1 FROM outside_accounts WHERE user_id = $1))`;

const CLAIM_CHALLENGE = `
DELETE FROM passkey_challenges
WHERE challenge_hash = $1 AND browser_hash = $2 AND purpose = $3 AND expires_at > now()`;

export function createPasskeyStore(pool: Pool): PasskeyStore {
  const select = async (name: string, where: string, value: string): Promise<Passkey[]> => {
    const text = `SELECT ${COLUMNS} FROM user_passkeys WHERE ${where} ORDER BY created_at, credential_id`;
    const { rows } = await pool.query<Passkey>({ name, text, values: [value] });
    return rows;
  };
  const claim = async (name: string, text: string, values: readonly unknown[]): Promise<boolean> => {
    const { rowCount } = await pool.query({ name, text, values: [...values] });
    return rowCount === 1;
  };
  return {
    listOf: (userId) => select('passkeys-of', 'user_id = $1', userId),
    async find(credentialId) {
      const [passkey] = await select('passkey-find', 'credential_id = $1', credentialId);
      return passkey;
    },
    insert: (key) =>
      claim('passkey-insert', INSERT, [
        key.credentialId,
        key.userId,
        key.publicKey,
        key.counter,
        key.transports,
        key.isSynced,
        key.isBackedUp,
        key.name,
      ]),
    claimUse: (credentialId, counter, isBackedUp) =>
      claim('passkey-claim-use', CLAIM_USE, [credentialId, counter, isBackedUp]),
    rename: (userId, credentialId, name) =>
      claim(
        'passkey-rename',
        'UPDATE user_passkeys SET name = $3 WHERE user_id = $1 AND credential_id = $2',
        [userId, credentialId, name],
      ),
    delete: (userId, credentialId) => claim('passkey-delete', DELETE, [userId, credentialId]),
    async insertChallenge({ challengeHash, browserHash, purpose }, expiresAt) {
      await claim(
        'passkey-challenge-insert',
        `INSERT INTO passkey_challenges (challenge_hash, browser_hash, purpose, expires_at) VALUES ($1, $2, $3, $4)`,
        [challengeHash, browserHash, purpose, new Date(expiresAt)],
      );
    },
    claimChallenge: ({ challengeHash, browserHash, purpose }) =>
      claim('passkey-challenge-claim', CLAIM_CHALLENGE, [challengeHash, browserHash, purpose]),
  };
}
