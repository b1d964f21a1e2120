import type { AuthorizationDetail } from '@gatehouse/oauth-core';
import type { OperatorRole } from '@gatehouse/scopes';
import type { Pool } from 'pg';

/** What signing in needs to know of a user. */
export interface Credentials {
  readonly userId: string;
  readonly passwordHash: string | null;
  readonly operatorRole: OperatorRole | null;
  readonly isEnabled: boolean;
  /** Signed up by themselves, and not shown yet that the address is theirs. */
  readonly mustConfirmEmail: boolean;
}

/** How something was allowed: on the consent page, on it for a device or for a client that waits elsewhere, or unasked, to an application of the operator's own. */
export const CONSENT_WAYS = ['page', 'device', 'backchannel', 'first-party'] as const;
export type ConsentWay = (typeof CONSENT_WAYS)[number];

/** What was allowed, and in which session; where that was, the session knows. */
export interface NewConsent {
  /** Of the authorization, where there is none yet. */
  readonly newId: string;
  readonly applicationId: string;
  readonly clientId: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly scopes: readonly string[];
  /** RFC 9396: what was allowed in detail. */
  readonly details: readonly AuthorizationDetail[];
  readonly way: ConsentWay;
}

/** What end users say: who they are, and what they allow. */
export interface ConsentStore {
  findCredentials(username: string): Promise<Credentials | undefined>;
  /** Adds scopes to the one living authorization of application × user, or makes it. Returns its ID. */
  grow(consent: NewConsent): Promise<string>;
}

const GROW = `
WITH grown AS (
INSERT INTO authorizations (id, application_id, user_id, scopes, details) VALUES ($1, $2, $3, $4, $8)
ON CONFLICT (application_id, user_id) WHERE revoked_at IS NULL DO UPDATE
SET updated_at = now(), details = gatehouse_add_details(authorizations.details, EXCLUDED.details), scopes = ARRAY(
  SELECT scope FROM unnest(authorizations.scopes || EXCLUDED.scopes) WITH ORDINALITY AS all_scopes (scope, place)
  GROUP BY scope ORDER BY min(place))
RETURNING id),
  told AS (
    INSERT INTO consents (authorization_id, client_id, scopes, details, way, address, user_agent)
    SELECT g.id, $5, $4, $8, $7, s.address, s.user_agent FROM grown g LEFT JOIN sessions s ON s.id = $6::uuid)
SELECT id FROM grown`;

export function createConsentStore(pool: Pool): ConsentStore {
  return {
    async findCredentials(username) {
      // PostgreSQL has no such text, and so no such user.
      if (username.includes('\0')) return undefined;
      const { rows } = await pool.query<Credentials>({
        name: 'credentials-find',
        text: `SELECT id AS "userId", password_hash AS "passwordHash", operator_role AS "operatorRole",
          enabled AS "isEnabled", must_confirm_email AS "mustConfirmEmail" FROM users WHERE lower(username) = lower($1)`,
        values: [username],
      });
      return rows[0];
    },

    async grow({ newId, applicationId, clientId, userId, sessionId, scopes, details, way }) {
      const { rows } = await pool.query<{ readonly id: string }>({
        name: 'authorization-grow',
        text: GROW,
        values: [newId, applicationId, userId, scopes, clientId, sessionId, way, JSON.stringify(details)],
      });
      const id = rows[0]?.id;
      if (id === undefined) throw new Error('the authorization was not stored');
      return id;
    },
  };
}
