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
  /** Of this row among all of the account; stays the same. */
  readonly id: string;
  readonly kind: OwnActivityKind;
  readonly at: Date;
  /** The same, with all its digits: microseconds since 1970. */
  readonly microseconds: string;
  /** Of the application, the passkey or the provider. */
  readonly name: string | null;
  /** Of a permission: its scope. */
  readonly detail: string | null;
  readonly isByOperator: boolean;
  /** How often; more than once only where it is counted by the hour. */
  readonly count: number;
}

// Where an operator did it from is nobody else's business. What is left of an authorization when one permission is taken
// back is another one with the same consents: each is told once, as the first of them, and the end of the first
// authorization is told as what it is. A letter says which table an ID is of.
const LIST = `
WITH told AS (
  SELECT e.number, e.entry::jsonb AS entry, e.at::timestamptz AS at FROM audit_entries e
  WHERE e.subject_type = 'user' AND e.subject_id = $1::text),
named AS (
  SELECT CASE
      WHEN entry ->> 'action' = 'user.create' THEN 'account-made'
      WHEN entry -> 'changes' ? 'passwordHash' THEN 'password-changed'
      WHEN entry -> 'changes' ? 'email' THEN 'address-changed'
      WHEN (entry -> 'changes')::text ~ '"(authenticatorApp|passkeys|recoveryCodes)[."]' THEN 'factors-removed'
      WHEN (entry -> 'changes')::text ~ '"sessions[."]' THEN 'sessions-ended'
      WHEN entry -> 'changes' ? 'displayName' OR (entry -> 'changes')::text ~ '"profile[."]' THEN 'profile-changed'
    END AS kind, number, entry, at FROM told),
happened AS (
SELECT 'c' || number AS id, kind, at, NULL AS name, NULL AS detail, NULL AS address, NULL AS "userAgent",
  entry #>> '{actor,kind}' IN ('operator', 'client') AS "isByOperator", 1 AS count
FROM named WHERE kind IS NOT NULL
UNION ALL SELECT 'e' || id, kind, at, name, detail, address, user_agent, by_operator, count FROM account_events WHERE user_id = $1::uuid
UNION ALL SELECT 's' || id, 'signed-in', authenticated_at, NULL, NULL, address, user_agent, false, 1 FROM sessions WHERE user_id = $1::uuid
UNION ALL SELECT 'a' || min(c.id), 'allowed', c.at, a.name, NULL, c.address, c.user_agent, false, 1 FROM authorizations z
  JOIN consents c ON c.authorization_id = z.id AND c.way <> 'first-party' JOIN applications a ON a.id = z.application_id
  WHERE z.user_id = $1::uuid GROUP BY a.id, c.at, c.address, c.user_agent
UNION ALL SELECT 'r' || z.id, 'removed', z.revoked_at, a.name, NULL, NULL, NULL, z.revoked_reason IS NOT DISTINCT FROM 'operator', 1
  FROM authorizations z JOIN applications a ON a.id = z.application_id
  WHERE z.user_id = $1::uuid AND z.revoked_at IS NOT NULL AND z.revoked_reason IS DISTINCT FROM 'permission-removed')
SELECT *, (extract(epoch FROM at) * 1000000)::bigint::text AS microseconds FROM happened
WHERE $2::bigint IS NULL
  OR (at, id COLLATE "C") < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::text)
ORDER BY at DESC, id COLLATE "C" DESC LIMIT $4`;

/** A place in the list: behind this row. */
export type ActivityPlace = Pick<ActivityRow, 'id' | 'microseconds'>;

/** What is recorded about somebody's own account, the newest first. */
export const listActivity = async (
  pool: Pool,
  userId: string,
  { limit, after }: { readonly limit: number; readonly after: ActivityPlace | undefined },
): Promise<readonly ActivityRow[]> =>
  (
    await pool.query<ActivityRow>({
      name: 'activity-list',
      text: LIST,
      values: [userId, after?.microseconds ?? null, after?.id ?? null, limit],
    })
  ).rows;
