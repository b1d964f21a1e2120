import type { Pool } from 'pg';
import type { SessionPlace } from '../interaction/sessions.js';

/** What happens with an account and leaves no row of its own. */
export type AccountEventKind =
  | 'app-added'
  | 'app-removed'
  | 'passkey-added'
  | 'passkey-removed'
  | 'codes-made'
  | 'code-used'
  | 'provider-linked'
  | 'provider-unlinked'
  | 'permission-removed'
  | 'application-blocked'
  | 'application-unblocked';

/** How far a sign-in got that failed: at the password, or after the right one. */
export type FailedSignInKind = 'sign-in-failed' | 'code-failed';

export interface AccountEvent {
  readonly kind: AccountEventKind;
  readonly place: SessionPlace;
  /** Of the passkey, the provider or the application. */
  readonly name?: string | null;
  /** Of a permission: its scope. */
  readonly detail?: string;
}

/** What has happened with accounts, for their owners to see. */
export interface AccountEventStore {
  record(userId: string, event: AccountEvent): Promise<void>;
  /** Counted: a row for each browser and hour; what comes from many browsers in one hour shares one that names none. */
  countFailedSignIn(userId: string, kind: FailedSignInKind, place: SessionPlace): Promise<void>;
}

const RECORD = `
INSERT INTO account_events (user_id, kind, name, detail, address, user_agent) VALUES ($1, $2, $3, $4, $5, $6)`;

/** Browsers that are told apart in one hour: whoever makes up names of browsers makes no more rows. */
const MOST_BROWSERS = 10;

const COUNT = `
WITH hour AS (SELECT $2::text || ' ' || to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24') || ' ' AS name),
here AS (SELECT name || encode(sha256(convert_to(coalesce($3::text, '') || ' ' || coalesce($4::text, ''), 'UTF8')), 'hex') AS slot, name FROM hour),
known AS (
  SELECT here.slot, here.name, EXISTS (SELECT 1 FROM account_events e WHERE e.user_id = $1::uuid AND e.slot = here.slot)
    OR (SELECT count(*) < ${MOST_BROWSERS} FROM account_events e
        WHERE e.user_id = $1::uuid AND e.slot IS NOT NULL AND starts_with(e.slot, here.name)) AS has_own FROM here)
INSERT INTO account_events (user_id, kind, address, user_agent, slot, expires_at)
SELECT $1::uuid, $2::text, CASE WHEN has_own THEN $3::text END, CASE WHEN has_own THEN $4::text END,
  CASE WHEN has_own THEN slot ELSE name || 'others' END, now() + interval '90 days' FROM known
ON CONFLICT (user_id, slot) WHERE slot IS NOT NULL
DO UPDATE SET count = account_events.count + 1, at = now(), expires_at = EXCLUDED.expires_at`;

export function createAccountEventStore(pool: Pool): AccountEventStore {
  const run = async (name: string, text: string, values: readonly unknown[]): Promise<void> =>
    void (await pool.query({ name, text, values: [...values] }));
  return {
    record: (userId, { kind, place, name, detail }) =>
      run('account-event', RECORD, [
        userId,
        kind,
        name ?? null,
        detail ?? null,
        place.address,
        place.userAgent,
      ]),
    countFailedSignIn: (userId, kind, { address, userAgent }) =>
      run('failed-sign-in-count', COUNT, [userId, kind, address, userAgent]),
  };
}
