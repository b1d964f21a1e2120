import type { Pool } from 'pg';

/** What people see and change of themselves. */
export interface ProfileRow {
  readonly version: number;
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly isEmailVerified: boolean;
  /** OpenID Connect Core §5.1: further standard claims, in wire names. */
  readonly profile: Readonly<Record<string, unknown>>;
}

export interface ProfileStore {
  /** Undefined when there is no such user, or the user is disabled. */
  find(userId: string): Promise<ProfileRow | undefined>;
  /** False: it has been changed since this version, or the user is gone. */
  save(userId: string, next: Pick<ProfileRow, 'version' | 'displayName' | 'profile'>): Promise<boolean>;
}

export function createProfileStore(pool: Pool): ProfileStore {
  return {
    async find(userId) {
      const { rows } = await pool.query<ProfileRow>({
        name: 'profile-find',
        text: `SELECT version, username, display_name AS "displayName", email, email_verified AS "isEmailVerified", profile
          FROM users WHERE id = $1 AND enabled`,
        values: [userId],
      });
      return rows[0];
    },

    async save(userId, { version, displayName, profile }) {
      const { rowCount } = await pool.query({
        name: 'profile-save',
        text: `UPDATE users SET display_name = $3, profile = $4, version = version + 1, updated_at = now()
          WHERE id = $1 AND version = $2 AND enabled`,
        values: [userId, version, displayName, JSON.stringify(profile)],
      });
      return rowCount === 1;
    },
  };
}
