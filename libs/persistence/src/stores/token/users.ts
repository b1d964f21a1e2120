import type { EndUser, UserStore } from '@gatehouse/oauth-core';
import type { Pool } from 'pg';

const FIND = `
SELECT id AS "userId", username, display_name AS "displayName", email, email_verified AS "isEmailVerified", profile,
  updated_at AS "updatedAt"
FROM users WHERE id = $1 AND enabled`;

/** End users as claims describe them. */
export function createUserStore(pool: Pool): UserStore {
  return {
    async find(userId) {
      const { rows } = await pool.query<Omit<EndUser, 'updatedAt'> & { readonly updatedAt: Date }>({
        name: 'user-find',
        text: FIND,
        values: [userId],
      });
      const row = rows[0];
      return row === undefined ? undefined : { ...row, updatedAt: row.updatedAt.getTime() };
    },
  };
}
