import type { AuthorizationDetail } from '@gatehouse/oauth-core';
import type { OperatorRole } from '@gatehouse/scopes';
import type { Pool } from 'pg';
import { createBatchedFind } from '../batched-find.js';

/** The browser that a session is in. */
export interface SessionPlace {
  /** Null: of a session from before this was written down. */
  readonly address: string | null;
  /** What the browser says that it is, shortened; null: it says nothing. */
  readonly userAgent: string | null;
}

/** An end user's living session, with what they have allowed one application so far. */
export interface SessionView {
  /** `sid` (OpenID Connect Back-Channel Logout §2.1); a uuid. */
  readonly sessionId: string;
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  readonly operatorRole: OperatorRole | null;
  /** Epoch milliseconds. */
  readonly authenticatedAt: number;
  /** RFC 8176: how. */
  readonly amr: readonly string[];
  readonly acr: string;
  /** Where it was seen last; epoch milliseconds. */
  readonly place: SessionPlace;
  readonly seenAt: number;
  /** Null when nothing has been allowed to the application. */
  readonly authorizationId: string | null;
  /** Empty when nothing has been allowed to the application. */
  readonly authorizedScopes: readonly string[];
  /** RFC 9396: what was allowed in detail, as far as that is kept. */
  readonly authorizedDetails: readonly AuthorizationDetail[];
}

/** Whose session it is. */
export type SessionIdentity = Pick<SessionView, 'sessionId' | 'userId' | 'username' | 'displayName'>;

/** A session among those of its user. */
export interface SessionSummary extends SessionPlace {
  readonly sessionId: string;
  readonly startedAt: Date;
  /** The last sign-in; a session goes on when the same person signs in again. */
  readonly authenticatedAt: Date;
  /** To the minute or so. */
  readonly seenAt: Date;
  readonly expiresAt: Date;
  readonly amr: readonly string[];
  readonly acr: string;
}

/** A session as it begins. Times in epoch milliseconds. */
export interface NewSession {
  readonly idHash: Buffer;
  readonly userId: string;
  readonly authenticatedAt: number;
  readonly amr: readonly string[];
  readonly acr: string;
  readonly place: SessionPlace;
  readonly expiresAt: number;
}

/** Sessions of end users at the authorization server, by the SHA-256 of the cookie. */
export interface SessionStore {
  insert(session: NewSession): Promise<void>;
  /** Undefined when unknown, expired, or the user is disabled. */
  find(idHash: Buffer, applicationId: string): Promise<SessionView | undefined>;
  /** Remembers that a session was seen just now, and where. */
  touch(sessionId: string, place: SessionPlace): Promise<void>;
  /** Undefined when unknown or expired. */
  identify(idHash: Buffer): Promise<SessionIdentity | undefined>;
  /** Those of a user that live, the latest sign-in first. */
  listOf(userId: string): Promise<readonly SessionSummary[]>;
  /** The same user signs in again: the session goes on under a new cookie, with what is new about it. False: it is gone. */
  renew(idHash: Buffer, next: NewSession): Promise<boolean>;
  /** Remembers that a grant came from a session, where no code does (the implicit grant). */
  linkGrant(sessionId: string, clientId: string, grantId: string): Promise<void>;
}

const FIND = `
SELECT asked.id_hash AS "idHash", asked.application_id AS "applicationId",
  s.id AS "sessionId", s.amr, s.acr, s.address, s.user_agent AS "userAgent", s.seen_at AS "seenAt", u.id AS "userId", u.username, u.display_name AS "displayName", u.operator_role AS "operatorRole",
  s.authenticated_at AS "authenticatedAt", a.id AS "authorizationId", coalesce(a.scopes, '{}') AS "authorizedScopes",
  coalesce(a.details, '[]') AS "authorizedDetails"
FROM unnest($1::bytea[], $2::uuid[]) AS asked (id_hash, application_id)
  JOIN sessions s ON s.id_hash = asked.id_hash AND s.expires_at > now()
  JOIN users u ON u.id = s.user_id AND u.enabled
  LEFT JOIN authorizations a ON a.user_id = u.id AND a.application_id = asked.application_id AND a.revoked_at IS NULL`;

const RENEW = `
UPDATE sessions SET id_hash = $2, authenticated_at = $4, amr = $5, acr = $6, expires_at = $7,
  address = $8, user_agent = $9, seen_at = now()
WHERE id_hash = $1 AND user_id = $3 AND expires_at > now()`;

const INSERT = `
INSERT INTO sessions (id_hash, user_id, authenticated_at, started_at, amr, acr, expires_at, address, user_agent)
VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8)`;

/** Of a session that begins, in the order of its parameters. */
const toValues = ({ idHash, userId, authenticatedAt, amr, acr, expiresAt, place }: NewSession): unknown[] => [
  idHash,
  userId,
  new Date(authenticatedAt),
  amr,
  acr,
  new Date(expiresAt),
  place.address,
  place.userAgent,
];

/** What a session is looked up by: it is seen with what the user allowed this application. */
interface Asked {
  readonly idHash: Buffer;
  readonly applicationId: string;
}

interface Row extends Asked, SessionPlace, Omit<SessionView, 'authenticatedAt' | 'seenAt' | 'place'> {
  readonly authenticatedAt: Date;
  readonly seenAt: Date;
}

function createFind(pool: Pool): (asked: Asked) => Promise<Row | undefined> {
  return createBatchedFind<Asked, Row>(
    async (asked) => {
      const values = [asked.map(({ idHash }) => idHash), asked.map(({ applicationId }) => applicationId)];
      return (await pool.query<Row>({ name: 'session-find', text: FIND, values })).rows;
    },
    (row, asked) => asked.idHash.equals(row.idHash) && asked.applicationId === row.applicationId,
  );
}

async function listOf(pool: Pool, userId: string): Promise<readonly SessionSummary[]> {
  const { rows } = await pool.query<SessionSummary>({
    name: 'sessions-of',
    text: `SELECT id AS "sessionId", started_at AS "startedAt", authenticated_at AS "authenticatedAt", seen_at AS "seenAt",
        expires_at AS "expiresAt", amr, acr, address, user_agent AS "userAgent"
      FROM sessions WHERE user_id = $1 AND expires_at > now() ORDER BY authenticated_at DESC LIMIT 100`,
    values: [userId],
  });
  return rows;
}

export function createSessionStore(pool: Pool): SessionStore {
  const findRow = createFind(pool);
  return {
    async insert(session) {
      await pool.query({ name: 'session-insert', text: INSERT, values: toValues(session) });
    },

    async find(idHash, applicationId) {
      const row = await findRow({ idHash, applicationId });
      if (row === undefined) return undefined;
      const { idHash: _, applicationId: __, address, userAgent, ...view } = row;
      return {
        ...view,
        authenticatedAt: view.authenticatedAt.getTime(),
        seenAt: view.seenAt.getTime(),
        place: { address, userAgent },
      };
    },

    async touch(sessionId, { address, userAgent }) {
      await pool.query({
        name: 'session-touch',
        text: 'UPDATE sessions SET seen_at = now(), address = $2, user_agent = $3 WHERE id = $1',
        values: [sessionId, address, userAgent],
      });
    },

    async linkGrant(sessionId, clientId, grantId) {
      await pool.query({
        name: 'session-link-grant',
        text: `INSERT INTO session_grants (session_id, client_id, grant_id, is_offline, expires_at)
          SELECT id, $2, $3, false, expires_at FROM sessions WHERE id = $1`,
        values: [sessionId, clientId, grantId],
      });
    },

    async identify(idHash) {
      const { rows } = await pool.query<SessionIdentity>({
        name: 'session-identify',
        text: `SELECT s.id AS "sessionId", u.id AS "userId", u.username, u.display_name AS "displayName"
          FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id_hash = $1 AND s.expires_at > now()`,
        values: [idHash],
      });
      return rows[0];
    },

    listOf: (userId) => listOf(pool, userId),

    async renew(idHash, next) {
      const { rowCount } = await pool.query({
        name: 'session-renew',
        text: RENEW,
        values: [idHash, ...toValues(next)],
      });
      return rowCount === 1;
    },
  };
}
