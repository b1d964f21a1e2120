import type { Pool } from 'pg';
import { toJsonb } from './jsonb.js';
import { listLateHours, MARK_LATE } from './late-hours.js';

/**
 * What is counted besides calls. `token`: by grant type; `token-error`: by error code; `sign-in`: by how it ended;
 * `token-binding`, `call-binding`: of clients that are observed, by whether the access token was bound, as it was issued
 * and as it came to the gateway.
 */
export type EventKind = 'token' | 'token-error' | 'sign-in' | 'token-binding' | 'call-binding';

/** How often something happened in one minute. */
export interface EventCount {
  /** Its beginning, epoch milliseconds. */
  readonly minute: number;
  readonly kind: EventKind;
  readonly label: string;
  readonly applicationId: string | null;
  readonly clientId: string | null;
  readonly events: number;
}

export interface EventWriterStore {
  /** Adds to what other nodes, and this one before, have written. */
  write(counts: readonly EventCount[]): Promise<void>;
}

// One statement, in the same order on every node.
const WRITE = `
WITH late AS (${MARK_LATE('$2')})
INSERT INTO event_counts AS e (minute, kind, label, application_id, client_id, events)
SELECT minute, kind, label, application_id, client_id, events
FROM jsonb_to_recordset($1::jsonb) AS r (minute timestamptz, kind text, label text, application_id uuid,
  client_id text, events bigint)
ORDER BY minute, kind, label, application_id, client_id
ON CONFLICT (minute, kind, label, application_id, client_id) DO UPDATE SET events = e.events + excluded.events`;

export function createEventWriterStore(pool: Pool): EventWriterStore {
  return {
    async write(counts) {
      const rows = counts.map(({ minute, applicationId, clientId, ...count }) => ({
        ...count,
        minute: new Date(minute).toISOString(),
        application_id: applicationId,
        client_id: clientId,
      }));
      const values = [toJsonb(rows), listLateHours(counts)];
      await pool.query({ name: 'events-write', text: WRITE, values });
    },
  };
}
