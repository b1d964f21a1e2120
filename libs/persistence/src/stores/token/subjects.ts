import type { AllowedDetails, SubjectMapping, SubjectStore } from '@gatehouse/oauth-core';
import type { Pool } from 'pg';

const FIND: Readonly<Record<SubjectMapping, string>> = {
  username: 'SELECT id FROM users WHERE enabled AND lower(username) = lower($1)',
  // Two users who share an address: nobody is meant.
  'verified-email':
    'SELECT id FROM users WHERE enabled AND email_verified AND lower(email) = lower($1) LIMIT 2',
  'linked-subject': `SELECT u.id FROM linked_subjects l JOIN users u ON u.id = l.user_id
    WHERE u.enabled AND l.subject = $1 AND l.issuer_id = $2`,
};

// A client does it again for each access token: only what is new is written down.
// The share lock makes disabling the user come wholly before or wholly after, with all that it revokes.
const AUTHORIZE = `
WITH living AS (SELECT id FROM users WHERE id = $3 AND enabled FOR SHARE),
  grown AS (
INSERT INTO authorizations (id, application_id, user_id, scopes, details) SELECT $1, $2, id, $4, $7 FROM living
ON CONFLICT (application_id, user_id) WHERE revoked_at IS NULL DO UPDATE
SET updated_at = now(), details = gatehouse_add_details(authorizations.details, EXCLUDED.details), scopes = ARRAY(
  SELECT scope FROM unnest(authorizations.scopes || EXCLUDED.scopes) WITH ORDINALITY AS all_scopes (scope, place)
  GROUP BY scope ORDER BY min(place))
RETURNING id),
  told AS (
    INSERT INTO consents (authorization_id, client_id, scopes, details, way)
    SELECT g.id, $5, $4, $7::jsonb, $6 FROM grown g WHERE NOT EXISTS (SELECT 1 FROM consents c
      WHERE c.authorization_id = g.id AND c.client_id = $5 AND c.way = $6 AND c.scopes @> $4 AND c.details @> $7::jsonb))
SELECT id FROM grown`;

/** Users as others name them, in PostgreSQL: one statement each. */
export function createSubjectStore(pool: Pool): SubjectStore {
  return {
    async find(mapping, issuerId, subject) {
      // PostgreSQL has no such text, and so no such user.
      if (subject.includes('\0')) return undefined;
      const { rows } = await pool.query<{ readonly id: string }>({
        name: `subject-find-${mapping}`,
        text: FIND[mapping],
        values: mapping === 'linked-subject' ? [subject, issuerId] : [subject],
      });
      return rows.length === 1 ? rows[0]?.id : undefined;
    },

    async findDetails(applicationId, userId) {
      const { rows } = await pool.query<AllowedDetails>({
        name: 'subject-find-details',
        text: `SELECT id AS "authorizationId", details FROM authorizations
          WHERE application_id = $1 AND user_id = $2 AND revoked_at IS NULL`,
        values: [applicationId, userId],
      });
      return rows[0];
    },

    async authorize(newId, { applicationId, clientId }, userId, { scopes, details }, way) {
      const { rows } = await pool.query<{ readonly id: string }>({
        name: 'subject-authorize',
        text: AUTHORIZE,
        values: [newId, applicationId, userId, scopes, clientId, way, JSON.stringify(details)],
      });
      return rows[0]?.id;
    },
  };
}
