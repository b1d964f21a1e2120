import type { Database } from '../database.js';
import { openTestDatabase } from '../testing/index.js';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Tables that change with use, that are made of others, or that only the server itself has to do with. */
const UNTOLD: readonly string[] = [
  // The log itself.
  'audit_entries',
  'audit_pending',
  'audit_ready',
  'audit_turns',
  // What end users and clients do, and what is kept of calls.
  'access_tokens',
  'api_uses',
  'application_uses',
  'console_sign_ins',
  'attempt_budgets',
  'authorization_codes',
  'authorization_uses',
  'exchanged_uses',
  'call_counts',
  'event_counts',
  'late_hours',
  'traffic_hours',
  'traffic_summary',
  'call_seconds',
  'calls',
  'consents',
  'device_codes',
  'backchannel_requests',
  'pushed_requests',
  // Told as the application that it comes with.
  'client_registrations',
  'proof_uses_0',
  'proof_uses_1',
  'proof_uses_2',
  'proof_uses_3',
  // What people do with their own accounts: an operator's doing is told by the tables that it changes.
  'account_events',
  'backchannel_blocks',
  'error_answers',
  // What happened, for programs that want to be told, and how they were.
  'event_marks',
  'events',
  'webhook_deliveries',
  // Receivers choose whom they hear of, among those whom they know.
  'ssf_removed_subjects',
  'ssf_sets',
  'ssf_stream_states',
  'webhook_states',
  'interactions',
  'logout_deliveries',
  'outbox_messages',
  'passkey_challenges',
  'provider_tokens',
  'refresh_tokens',
  'session_grants',
  'used_identifiers',
  // What an operator does not want to be reminded of: told as what was asked for.
  'dismissals',
  // Made of what is told of.
  'api_addresses',
  'revocation_epochs',
  'revocations',
  // The nodes' own.
  'apis_file_nodes',
  'epoch_acknowledgements',
  'migrations',
  'node_targets',
  'nodes',
  'server_secrets',
];

describe('the audit log', () => {
  it('knows every table: its changes are told, or there is a reason why not', async () => {
    // Something to do where this fails: `auditTable` in the migration that makes the table, or a line above.
    const { rows } = await database.pool.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c
       WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND NOT EXISTS (SELECT 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
           WHERE t.tgrelid = c.oid AND p.proname IN ('gatehouse_audit', 'gatehouse_audit_session'))
       ORDER BY 1`,
    );
    expect(rows.map(({ name }) => name).filter((name) => !UNTOLD.includes(name))).toEqual([]);
  });
});
