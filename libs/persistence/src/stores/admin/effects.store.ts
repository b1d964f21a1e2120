import type { Pool } from 'pg';
import { NotFoundError } from './store-errors.js';

/** Of a user `u` who comes by the source `$source`: nothing else would let them in. */
const hasNoOtherWay = (source: string): string => `u.password_hash IS NULL
  AND NOT EXISTS (SELECT 1 FROM user_passkeys k WHERE k.user_id = u.id)
  AND NOT EXISTS (SELECT 1 FROM outside_accounts other WHERE other.user_id = u.id AND other.source <> ${source}
    AND (other.source = 'ldap' OR EXISTS (
      SELECT 1 FROM identity_providers p WHERE p.issuer = other.source AND p.enabled)))`;

const countPeople = (source: string, condition = 'true'): string => `
  (SELECT count(DISTINCT u.id) FROM outside_accounts o JOIN users u ON u.id = o.user_id
   WHERE o.source = ${source} AND u.enabled AND ${condition})::int`;

/** Whom a source of accounts lets in. */
const people = (source: string): string => `${countPeople(source)} AS "linkedAccounts",
  ${countPeople(source, hasNoOtherWay(source))} AS "onlyWayIn",
  ${countPeople(source, `NOT (u.email IS NOT NULL AND u.email_verified) AND ${hasNoOtherWay(source)}`)} AS unreachable`;

/** One statement each, so that what a person sees is of one moment; no row: there is no such thing. */
const COUNTS = {
  organization: `SELECT
  (SELECT count(*) FROM applications a WHERE a.organization_id = o.id)::int AS "ownedApplications",
  (SELECT count(*) FROM organization_members m WHERE m.organization_id = o.id)::int AS members,
  (SELECT count(*) FROM organization_members m JOIN users u ON u.id = m.user_id
   WHERE m.organization_id = o.id AND u.operator_role = 'member'
     AND NOT EXISTS (SELECT 1 FROM organization_members n WHERE n.user_id = u.id AND n.organization_id <> o.id)
     AND NOT EXISTS (SELECT 1 FROM application_shares s WHERE s.user_id = u.id))::int AS "strandedMembers"
FROM organizations o WHERE o.id = $1::uuid`,

  api: `SELECT
  (SELECT count(*) FROM routes r WHERE r.api_id = a.id)::int AS routes,
  (SELECT count(*) FROM api_uses s JOIN applications p ON p.id = s.application_id
   WHERE s.api_id = a.id AND s.last_at >= now() - interval '30 days')::int AS "callingApplications",
  (SELECT coalesce(sum(calls), 0) FROM call_counts
   WHERE minute >= now() - interval '24 hours' AND api_id = a.id)::float8 AS "callsLastDay",
  (SELECT count(DISTINCT scope) FROM routes r, unnest(r.scopes) AS scope WHERE r.api_id = a.id
     AND NOT EXISTS (SELECT 1 FROM routes n WHERE n.api_id <> a.id AND n.scopes @> ARRAY[scope]))::int AS "orphanedScopes"
FROM apis a WHERE a.id = $1::uuid`,

  provider: `SELECT
  (SELECT count(*) FROM apis a WHERE a.provider_id = p.id)::int AS "usingApis",
  (SELECT count(*) FROM provider_tokens t WHERE t.provider_id = p.id)::int AS "fetchedTokens"
FROM providers p WHERE p.id = $1::uuid`,

  'identity-provider': `SELECT ${people('i.issuer')} FROM identity_providers i WHERE i.id = $1::uuid`,

  // The one that the settings name.
  directory: `SELECT ${people("'ldap'")} WHERE $1 = 'ldap'`,

  'trusted-issuer': `SELECT
  (SELECT count(*) FROM linked_subjects l WHERE l.issuer_id = i.id)::int AS "linkedSubjects",
  (SELECT count(*) FROM clients c WHERE c.id = ANY (i.client_ids))::int AS "assertingClients"
FROM trusted_issuers i WHERE i.id = $1::uuid`,

  'outside-issuer': `SELECT
  (SELECT count(*) FROM api_outside_issuers a WHERE a.issuer_id = i.id)::int AS "usingApis",
  (SELECT count(DISTINCT c.application_id) FROM outside_clients c WHERE c.issuer_id = i.id)::int AS "mappedApplications"
FROM outside_issuers i WHERE i.id = $1::uuid`,

  scope: `SELECT
  (SELECT count(DISTINCT r.api_id) FROM routes r WHERE r.scopes @> ARRAY[s.name])::int AS "askingApis",
  (SELECT count(*) FROM clients c WHERE c.allowed_scopes @> ARRAY[s.name])::int AS clients,
  (SELECT count(*) FROM api_keys k WHERE s.name = ANY (k.scopes))::int AS "apiKeys",
  (SELECT count(*) FROM authorizations z
   WHERE z.scopes @> ARRAY[s.name] AND z.revoked_at IS NULL)::int AS "scopeAuthorizations"
FROM scopes s WHERE s.name = $1`,

  'details-type': `SELECT
  (SELECT count(DISTINCT r.api_id) FROM routes r WHERE r.required_detail ->> 'type' = t.name)::int AS "askingApis",
  (SELECT count(*) FROM clients c WHERE c.settings -> 'authorizationDetailsTypes' ? t.name)::int AS clients
FROM details_types t WHERE t.name = $1`,

  user: `SELECT
  (SELECT count(*) FROM authorizations z WHERE z.user_id = u.id AND z.revoked_at IS NULL)::int AS "allowedApplications",
  (SELECT count(*) FROM refresh_tokens r JOIN authorizations z ON z.id = r.authorization_id
   WHERE z.user_id = u.id AND z.revoked_at IS NULL AND r.revoked_at IS NULL AND r.rotated_at IS NULL
     AND least(r.idle_expires_at, r.expires_at) > now())::int AS "refreshTokens",
  (SELECT count(*) FROM sessions s WHERE s.user_id = u.id AND s.expires_at > now())::int AS sessions,
  (SELECT count(*) FROM organization_members m WHERE m.user_id = u.id AND m.role = 'manager'
     AND NOT EXISTS (SELECT 1 FROM organization_members n JOIN users v ON v.id = n.user_id
       WHERE n.organization_id = m.organization_id AND n.role = 'manager' AND n.user_id <> u.id
         AND v.enabled))::int AS "managedAlone"
FROM users u WHERE u.id = $1::uuid`,
} as const;

export type CountedSubject = keyof typeof COUNTS;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What hangs on one thing, counted. @throws NotFoundError */
export async function countEffects(
  pool: Pool,
  subject: CountedSubject,
  id: string,
): Promise<Readonly<Record<string, number>>> {
  const isNamed = subject === 'scope' || subject === 'details-type' || subject === 'directory';
  const missing = new NotFoundError(subject.replace('-', ' '));
  if (!isNamed && !UUID.test(id)) throw missing;
  const { rows } = await pool.query<Record<string, number>>(COUNTS[subject], [id]);
  if (rows[0] === undefined) throw missing;
  return rows[0];
}
