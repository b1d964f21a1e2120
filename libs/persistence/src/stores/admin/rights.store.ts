import type { AccessRight, AccessSubject, OperatorRole } from '@gatehouse/scopes';
import type { Pool } from 'pg';

/**
 * A condition of SQL that leaves over what a member may see; where nobody is named, everything.
 * @param application what names the application in the statement, such as `a.id`
 * @param member the placeholder of the member's ID, null for whoever is bound to nothing
 */
export const seenBy = (application: string, member: string): string =>
  `(${member}::uuid IS NULL OR EXISTS (SELECT 1 FROM application_rights r
     WHERE r.application_id = ${application} AND r.user_id = ${member}::uuid))`;

const ON_APPLICATION = `
SELECT CASE WHEN bool_or(can_manage) THEN 'manage' ELSE 'view' END AS "right"
FROM application_rights WHERE user_id = $1 AND application_id = $2 HAVING count(*) > 0`;

const FIND: Readonly<Record<AccessSubject, string>> = {
  application: ON_APPLICATION,
  authorization: `
SELECT CASE WHEN bool_or(r.can_manage) THEN 'manage' ELSE 'view' END AS "right"
FROM authorizations z JOIN application_rights r ON r.application_id = z.application_id
WHERE r.user_id = $1 AND z.id = $2 HAVING count(*) > 0`,
  'access-token': `
SELECT CASE WHEN bool_or(r.can_manage) THEN 'manage' ELSE 'view' END AS "right"
FROM (
  SELECT client_id FROM access_tokens WHERE token_id = $2::uuid
  UNION ALL SELECT client_id FROM calls WHERE details -> 'token' ->> 'tokenId' = $2::uuid::text) t
  JOIN clients k ON k.id = t.client_id JOIN application_rights r ON r.application_id = k.application_id
WHERE r.user_id = $1 HAVING count(*) > 0`,
  organization: `
SELECT CASE role WHEN 'manager' THEN 'manage' ELSE 'view' END AS "right"
FROM organization_members WHERE user_id = $1 AND organization_id = $2`,
};

/** What people may do at the console. Asked at every request: what is taken away is gone at once. */
export class RightsStore {
  constructor(private readonly pool: Pool) {}

  /** Null: none, or there is no such user who is enabled. */
  async findRole(userId: string): Promise<OperatorRole | null> {
    const { rows } = await this.pool.query<{ readonly role: OperatorRole | null }>({
      name: 'rights-role',
      text: 'SELECT operator_role AS role FROM users WHERE id = $1 AND enabled',
      values: [userId],
    });
    return rows[0]?.role ?? null;
  }

  /** By organization and sharing; undefined: none. */
  async find(userId: string, subject: AccessSubject, id: string): Promise<AccessRight | undefined> {
    const { rows } = await this.pool.query<{ readonly right: AccessRight }>({
      name: `rights-${subject}`,
      text: FIND[subject],
      values: [userId, id],
    });
    return rows[0]?.right;
  }
}
