import type { Pool } from 'pg';
import type { SessionPlace } from '../interaction/sessions.js';

/** What has happened with somebody's account. */
export type OwnActivityKind =
  | 'signed-in'
  | 'sign-in-failed'
  | 'account-made'
  | 'password-changed'
  | 'address-changed'
  | 'profile-changed'
  | 'app-added'
  | 'passkey-added'
  | 'factors-removed'
  | 'sessions-ended'
  | 'allowed'
  | 'removed';

export interface ActivityRow extends SessionPlace {
  readonly kind: OwnActivityKind;
  readonly at: Date;
  /** Of the application, or of the passkey. */
  readonly name: string | null;
  readonly isByOperator: boolean;
}

// Where an operator did it from is nobody else's business: of the audit log, the address is only a failed sign-in's.
const LIST = `
WITH told AS (
  SELECT e.entry::jsonb AS entry, e.at::timestamptz AS at FROM audit_entries e
  WHERE e.subject_type = 'user' AND e.subject_id = $1::text),
named AS (
  SELECT CASE
      WHEN entry ->> 'action' = 'operator.sign-in' AND entry ->> 'result' = 'failed' THEN 'sign-in-failed'
      WHEN entry ->> 'action' = 'user.create' THEN 'account-made'
      WHEN entry -> 'changes' ? 'passwordHash' THEN 'password-changed'
      WHEN entry -> 'changes' ? 'email' THEN 'address-changed'
      WHEN (entry -> 'changes')::text ~ '"(authenticatorApp|passkeys|recoveryCodes)[."]' THEN 'factors-removed'
      WHEN (entry -> 'changes')::text ~ '"sessions[."]' THEN 'sessions-ended'
      WHEN entry -> 'changes' ? 'displayName' OR (entry -> 'changes')::text ~ '"profile[."]' THEN 'profile-changed'
    END AS kind, entry, at FROM told)
SELECT kind, at, NULL AS name, CASE kind WHEN 'sign-in-failed' THEN entry ->> 'address' END AS address,
  NULL AS "userAgent", entry #>> '{actor,kind}' IN ('operator', 'client') AS "isByOperator"
FROM named WHERE kind IS NOT NULL
UNION ALL SELECT 'signed-in', authenticated_at, NULL, address, user_agent, false FROM sessions WHERE user_id = $1::uuid
UNION ALL SELECT 'app-added', created_at, NULL, NULL, NULL, false FROM user_totp WHERE user_id = $1::uuid
UNION ALL SELECT 'passkey-added', created_at, name, NULL, NULL, false FROM user_passkeys WHERE user_id = $1::uuid
UNION ALL SELECT 'allowed', c.at, a.name, c.address, c.user_agent, false FROM authorizations z
  JOIN consents c ON c.authorization_id = z.id AND c.way <> 'first-party' JOIN applications a ON a.id = z.application_id
  WHERE z.user_id = $1::uuid
UNION ALL SELECT 'removed', z.revoked_at, a.name, NULL, NULL, z.revoked_reason IS NOT DISTINCT FROM 'operator'
  FROM authorizations z JOIN applications a ON a.id = z.application_id
  WHERE z.user_id = $1::uuid AND z.revoked_at IS NOT NULL
ORDER BY at DESC, kind LIMIT $2 OFFSET $3`;

/** What is recorded about somebody's own account, the newest first. */
export const listActivity = async (
  pool: Pool,
  userId: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<readonly ActivityRow[]> =>
  (await pool.query<ActivityRow>({ name: 'activity-list', text: LIST, values: [userId, limit, offset] }))
    .rows;
