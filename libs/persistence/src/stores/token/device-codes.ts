import {
  type DeviceApproval,
  type DeviceCode,
  type DeviceCodeStore,
  POLL_LEEWAY_MS,
  SLOW_DOWN_SECONDS,
} from '@gatehouse/oauth-core';
import type { Pool } from 'pg';
import { insertIssuedTokens, toIssuedTokenValues } from './issued-tokens.js';

const COLUMNS = `device_code_hash AS "deviceCodeHash", user_code AS "userCode", client_id AS "clientId", scopes,
  resources, authorization_details AS "authorizationDetails", interval_seconds AS "intervalSeconds", expires_at AS "expiresAt", approval, denied_at AS "deniedAt",
  claimed_at AS "claimedAt"`;

const INSERT = `
INSERT INTO device_codes (device_code_hash, user_code, client_id, scopes, resources, interval_seconds, next_poll_at,
  expires_at, authorization_details)
VALUES ($1, $2, $3, $4, $5, $6, '-infinity', $7, $8)
ON CONFLICT (user_code) DO NOTHING`;

const FIND = `SELECT ${COLUMNS} FROM device_codes WHERE user_code = $1`;

// One row, one update: of two polls at once the second waits and sees what the first has written.
const POLL = `
UPDATE device_codes SET
  was_too_soon = next_poll_at > $3::timestamptz,
  interval_seconds = interval_seconds + CASE WHEN next_poll_at > $3::timestamptz THEN $4::integer ELSE 0 END,
  next_poll_at = $3::timestamptz + make_interval(secs => interval_seconds - $5::float8
    + CASE WHEN next_poll_at > $3::timestamptz THEN $4::integer ELSE 0 END)
WHERE device_code_hash = $1 AND client_id = $2
RETURNING ${COLUMNS}, was_too_soon AS "isTooSoon"`;

const APPROVE = `
UPDATE device_codes SET approval = $2
WHERE device_code_hash = $1 AND approval IS NULL AND denied_at IS NULL AND expires_at > now()`;

const DENY = `
UPDATE device_codes SET denied_at = now()
WHERE device_code_hash = $1 AND approval IS NULL AND denied_at IS NULL AND expires_at > now()`;

// The share lock makes a revocation of the authorization come wholly before or wholly after.
const CLAIM = `
WITH live AS (SELECT id FROM authorizations WHERE id = $2 AND revoked_at IS NULL FOR SHARE),
  claimed AS (
    UPDATE device_codes SET claimed_at = now()
    WHERE device_code_hash = $1 AND claimed_at IS NULL AND approval IS NOT NULL AND EXISTS (SELECT 1 FROM live)
    RETURNING 1),
${insertIssuedTokens(3)}
SELECT 1 FROM claimed`;

interface Row {
  readonly deviceCodeHash: Buffer;
  readonly userCode: string;
  readonly clientId: string;
  readonly scopes: string[];
  readonly resources: string[];
  readonly authorizationDetails: DeviceCode['authorizationDetails'];
  readonly intervalSeconds: number;
  readonly expiresAt: Date;
  readonly approval: DeviceApproval | null;
  readonly deniedAt: Date | null;
  readonly claimedAt: Date | null;
}

const toDeviceCode = (row: Row): DeviceCode => ({
  ...row,
  expiresAt: row.expiresAt.getTime(),
  deniedAt: row.deniedAt?.getTime() ?? null,
  claimedAt: row.claimedAt?.getTime() ?? null,
});

/** Device codes in PostgreSQL: one statement each. */
export function createDeviceCodeStore(pool: Pool): DeviceCodeStore {
  const update = async (name: string, text: string, values: unknown[]): Promise<boolean> =>
    (await pool.query({ name, text, values })).rowCount === 1;

  return {
    insert: (code) =>
      update('device-insert', INSERT, [
        code.deviceCodeHash,
        code.userCode,
        code.clientId,
        code.scopes,
        code.resources,
        code.intervalSeconds,
        new Date(code.expiresAt),
        JSON.stringify(code.authorizationDetails),
      ]),

    async findByUserCode(userCode) {
      const { rows } = await pool.query<Row>({ name: 'device-find', text: FIND, values: [userCode] });
      return rows[0] === undefined ? undefined : toDeviceCode(rows[0]);
    },

    async poll(deviceCodeHash, clientId, now) {
      const { rows } = await pool.query<Row & { readonly isTooSoon: boolean }>({
        name: 'device-poll',
        text: POLL,
        values: [deviceCodeHash, clientId, new Date(now), SLOW_DOWN_SECONDS, POLL_LEEWAY_MS / 1000],
      });
      if (rows[0] === undefined) return undefined;
      const { isTooSoon, ...row } = rows[0];
      return { code: toDeviceCode(row), isTooSoon };
    },

    approve: (deviceCodeHash, approval) =>
      update('device-approve', APPROVE, [deviceCodeHash, JSON.stringify(approval)]),

    deny: (deviceCodeHash) => update('device-deny', DENY, [deviceCodeHash]),

    claim: ({ deviceCodeHash }, { authorizationId }, issued) =>
      update('device-claim', CLAIM, [deviceCodeHash, authorizationId, ...toIssuedTokenValues(issued)]),
  };
}
