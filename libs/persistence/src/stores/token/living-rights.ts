import type { Pool } from 'pg';

/** What an enabled user has allowed one application, as it is now. */
export interface LivingRights {
  /** Null: nothing, or it was revoked. */
  readonly scopes: readonly string[] | null;
}

const FIND = `
SELECT z.scopes FROM users u
LEFT JOIN authorizations z ON z.user_id = u.id AND z.application_id = $2 AND z.revoked_at IS NULL
WHERE u.id = $1 AND u.enabled`;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @returns undefined: no such user, or a disabled one */
export async function findLivingRights(
  pool: Pool,
  userId: string,
  applicationId: string,
): Promise<LivingRights | undefined> {
  if (!UUID.test(userId)) return undefined;
  const { rows } = await pool.query<LivingRights>({
    name: 'living-rights-find',
    text: FIND,
    values: [userId, applicationId],
  });
  return rows[0];
}
