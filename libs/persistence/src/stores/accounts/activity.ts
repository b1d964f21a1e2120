import type { Pool } from 'pg';
import type { SessionPlace } from '../interaction/sessions.js';
import type { AccountEventKind, FailedSignInKind } from './account-events.js';

/** What has happened with somebody's account. */
export type OwnActivityKind =
  | AccountEventKind
  | FailedSignInKind
  | 'signed-in'
  | 'account-made'
  | 'password-changed'
  | 'address-changed'
  | 'profile-changed'
  | 'factors-removed'
  | 'sessions-ended'
  | 'allowed'
  | 'removed';

export interface ActivityRow extends SessionPlace {
  readonly kind: OwnActivityKind;
  readonly at: Date;
  /** Of the application, the passkey or the provider. */
  readonly name: string | null;
  /** Of a permission: its scope. */
  readonly detail: string | null;
  readonly isByOperator: boolean;
  /** How often; more than once only where it is counted by the hour. */
  readonly count: number;
}

// Where an operator did it from is nobody else's business. What is left of an authorization when one permission is taken
// back is another one with the same consents: each is told once, and the end of the first is told as what it is.
const LIST = `
WITH told AS (
  SELECT e.entry::jsonb AS entry, e.at::timestamptz AS at FROM audit_entries e
  WHERE e.subject_type = 'user' AND e.subject_id = $1::text),
named AS (
  SELECT CASE
      WHEN entry ->> 'action' = 'user.create' THEN 'account-made'
      WHEN entry -> 'changes' ? 'passwordHash' THEN 'password-changed'
      WHEN entry -> 'changes' ? 'email' THEN 'address-changed'
      WHEN (entry -> 'changes')::text ~ '"(authenticatorApp|passkeys|recoveryCodes)[."]' THEN 'factors-removed'
      WHEN (entry -> 'changes')::text ~ '"sessions[."]' THEN 'sessions-ended'
      WHEN entry -> 'changes' ? 'displayName' OR (entry -> 'changes')::text ~ '"profile[."]' THEN 'profile-changed'
    END AS kind, entry, at FROM told)
SELECT kind, at, NULL AS name, NULL AS detail, NULL AS address, NULL AS "userAgent",
  entry #>> '{actor,kind}' IN ('operator', 'client') AS "isByOperator", 1 AS count
FROM named WHERE kind IS NOT NULL
UNION ALL SELECT kind, at, name, detail, address, user_agent, by_operator, count FROM account_events WHERE user_id = $1::uuid
UNION ALL SELECT 'signed-in', authenticated_at, NULL, NULL, address, user_agent, false, 1 FROM sessions WHERE user_id = $1::uuid
UNION ALL SELECT DISTINCT 'allowed', c.at, a.name, NULL, c.address, c.user_agent, false, 1 FROM authorizations z
  JOIN consents c ON c.authorization_id = z.id AND c.way <> 'first-party' JOIN applications a ON a.id = z.application_id
  WHERE z.user_id = $1::uuid
UNION ALL SELECT 'removed', z.revoked_at, a.name, NULL, NULL, NULL, z.revoked_reason IS NOT DISTINCT FROM 'operator', 1
  FROM authorizations z JOIN applications a ON a.id = z.application_id
  WHERE z.user_id = $1::uuid AND z.revoked_at IS NOT NULL AND z.revoked_reason IS DISTINCT FROM 'permission-removed'
ORDER BY at DESC, kind LIMIT $2 OFFSET $3`;

/** What is recorded about somebody's own account, the newest first. */
export const listActivity = async (
  pool: Pool,
  userId: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<readonly ActivityRow[]> =>
  (await pool.query<ActivityRow>({ name: 'activity-list', text: LIST, values: [userId, limit, offset] }))
    .rows;
