import {
  type BackchannelApproval,
  type BackchannelInsertion,
  type BackchannelRequest,
  type BackchannelRequestStore,
  MAX_OPEN_OF_APPLICATION,
  MAX_OPEN_OF_USER,
  POLL_LEEWAY_MS,
  SLOW_DOWN_SECONDS,
} from '@gatehouse/oauth-core';
import type { Pool } from 'pg';
import { withOneConnection } from '../../one-connection.js';
import { insertIssuedTokens, toIssuedTokenValues } from './issued-tokens.js';

/** Of `BackchannelRequestRow`. */
export const BACKCHANNEL_COLUMNS = `id, auth_request_id_hash AS "authRequestIdHash", client_id AS "clientId",
  application_id AS "applicationId", user_id AS "userId", scopes, resources, acr_values AS "acrValues",
  binding_message AS "bindingMessage", delivery_mode AS "deliveryMode", interval_seconds AS "intervalSeconds",
  requested_at AS "requestedAt", answer_until AS "expiresAt", approval, denied_at AS "deniedAt",
  claimed_at AS "claimedAt", authorization_details AS "authorizationDetails"`;

type Moments = 'requestedAt' | 'expiresAt' | 'deniedAt' | 'claimedAt';

export interface BackchannelRequestRow extends Omit<BackchannelRequest, Moments> {
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  readonly deniedAt: Date | null;
  readonly claimedAt: Date | null;
}

export const toBackchannelRequest = (row: BackchannelRequestRow): BackchannelRequest => ({
  ...row,
  requestedAt: row.requestedAt.getTime(),
  expiresAt: row.expiresAt.getTime(),
  deniedAt: row.deniedAt?.getTime() ?? null,
  claimedAt: row.claimedAt?.getTime() ?? null,
});

/** What waits for an answer. */
export const IS_OPEN = 'approval IS NULL AND denied_at IS NULL AND answer_until > now()';

// What is inserted for one person is inserted one after the other: each sees what the others have left.
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('backchannel ' || $1, 0))`;

const INSERT = `
WITH open AS (
    SELECT count(*) AS all_of_user, count(*) FILTER (WHERE application_id = $4) AS of_application
    FROM backchannel_requests WHERE user_id = $5 AND ${IS_OPEN}),
  judged AS (
    SELECT CASE
      WHEN EXISTS (SELECT 1 FROM backchannel_blocks WHERE user_id = $5 AND application_id = $4) THEN 'blocked'
      WHEN all_of_user >= ${MAX_OPEN_OF_USER} OR of_application >= ${MAX_OPEN_OF_APPLICATION} THEN 'too-many'
      ELSE 'stored' END AS outcome FROM open),
  inserted AS (
    INSERT INTO backchannel_requests (id, auth_request_id_hash, client_id, application_id, user_id, scopes, resources,
      acr_values, binding_message, delivery_mode, interval_seconds, next_poll_at, requested_at, answer_until, expires_at,
      sealed_delivery, notify_at, authorization_details)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '-infinity', $12, $13::timestamptz,
      $13::timestamptz + interval '1 hour', $14::bytea, CASE WHEN $14::bytea IS NOT NULL THEN $13::timestamptz END,
      $15::jsonb
    FROM judged WHERE outcome = 'stored')
SELECT outcome FROM judged`;

// One row, one update: of two polls at once the second waits and sees what the first has written.
const POLL = `
UPDATE backchannel_requests SET
  was_too_soon = next_poll_at > $3::timestamptz,
  interval_seconds = interval_seconds + CASE WHEN next_poll_at > $3::timestamptz THEN $4::integer ELSE 0 END,
  next_poll_at = $3::timestamptz + make_interval(secs => interval_seconds - $5::float8
    + CASE WHEN next_poll_at > $3::timestamptz THEN $4::integer ELSE 0 END)
WHERE auth_request_id_hash = $1 AND client_id = $2
RETURNING ${BACKCHANNEL_COLUMNS}, was_too_soon AS "isTooSoon"`;

// Whoever is to be told is told at once.
const TELL_NOW = 'notify_at = CASE WHEN notify_at IS NOT NULL THEN now() END';

const APPROVE = `UPDATE backchannel_requests SET approval = $3, ${TELL_NOW} WHERE id = $1 AND user_id = $2 AND ${IS_OPEN}`;

const DENY = `UPDATE backchannel_requests SET denied_at = now(), ${TELL_NOW} WHERE id = $1 AND user_id = $2 AND ${IS_OPEN}`;

// The share lock makes a revocation of the authorization come wholly before or wholly after.
const CLAIM = `
WITH live AS (SELECT id FROM authorizations WHERE id = $2 AND revoked_at IS NULL FOR SHARE),
  claimed AS (
    UPDATE backchannel_requests SET claimed_at = now(), sealed_answer = $3::bytea
    WHERE id = $1 AND claimed_at IS NULL AND approval IS NOT NULL AND EXISTS (SELECT 1 FROM live)
    RETURNING 1),
${insertIssuedTokens(4)}
SELECT 1 FROM claimed`;

const toValues = (request: BackchannelRequest, sealedDelivery: Buffer | null): unknown[] => [
  request.id,
  request.authRequestIdHash,
  request.clientId,
  request.applicationId,
  request.userId,
  request.scopes,
  request.resources,
  request.acrValues,
  request.bindingMessage,
  request.deliveryMode,
  request.intervalSeconds,
  new Date(request.requestedAt),
  new Date(request.expiresAt),
  sealedDelivery,
  JSON.stringify(request.authorizationDetails),
];

async function insert(
  pool: Pool,
  request: BackchannelRequest,
  sealedDelivery: Buffer | null,
): Promise<BackchannelInsertion> {
  return withOneConnection(pool, async (connection) => {
    await connection.query('BEGIN');
    await connection.query(LOCK, [request.userId]);
    const { rows } = await connection.query<{ readonly outcome: BackchannelInsertion }>(
      INSERT,
      toValues(request, sealedDelivery),
    );
    await connection.query('COMMIT');
    // No answer is a refusal.
    return rows[0]?.outcome ?? 'too-many';
  });
}

/** Requests that wait for end users, in PostgreSQL. */
export function createBackchannelRequestStore(pool: Pool): BackchannelRequestStore {
  const update = async (name: string, text: string, values: unknown[]): Promise<boolean> =>
    (await pool.query({ name, text, values })).rowCount === 1;

  return {
    insert: (request, sealedDelivery) => insert(pool, request, sealedDelivery),

    async poll(authRequestIdHash, clientId, now) {
      const { rows } = await pool.query<BackchannelRequestRow & { readonly isTooSoon: boolean }>({
        name: 'backchannel-poll',
        text: POLL,
        values: [authRequestIdHash, clientId, new Date(now), SLOW_DOWN_SECONDS, POLL_LEEWAY_MS / 1000],
      });
      if (rows[0] === undefined) return undefined;
      const { isTooSoon, ...row } = rows[0];
      return { request: toBackchannelRequest(row), isTooSoon };
    },

    approve: (id, approval: BackchannelApproval) =>
      update('backchannel-approve', APPROVE, [id, approval.userId, JSON.stringify(approval)]),

    deny: (id, userId) => update('backchannel-deny', DENY, [id, userId]),

    claim: ({ id }, { authorizationId }, issued, sealedAnswer) =>
      update('backchannel-claim', CLAIM, [
        id,
        authorizationId,
        sealedAnswer ?? null,
        ...toIssuedTokenValues(issued),
      ]),
  };
}
