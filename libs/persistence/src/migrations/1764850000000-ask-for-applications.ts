import type { MigrationInterface, QueryRunner } from 'typeorm';
import { auditTable, BY_OPERATORS } from './audited-table.js';

/** Client developers ask for applications; operators approve or decline. */
export class AskForApplications1764850000000 implements MigrationInterface {
  readonly name = 'AskForApplications1764850000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
CREATE TABLE registration_requests (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name text NOT NULL,
  purpose text NOT NULL,
  kind text NOT NULL,
  redirect_uris text[] NOT NULL,
  scopes text[] NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'approved', 'declined')),
  reason text,
  decided_by text,
  decided_at timestamptz,
  client_id text REFERENCES clients (id) ON DELETE SET NULL,
  application_id uuid REFERENCES applications (id) ON DELETE SET NULL,
  has_secret boolean NOT NULL DEFAULT false,
  -- Until the requester fetches theirs: a secret that nobody has seen.
  unseen_secret_id uuid,
  secret_fetched_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX registration_requests_user ON registration_requests (user_id, created_at);
CREATE INDEX registration_requests_state ON registration_requests (state, created_at);
CREATE INDEX registration_requests_client ON registration_requests (client_id);
CREATE INDEX registration_requests_application ON registration_requests (application_id);
${auditTable({
  table: 'registration_requests',
  type: 'registration-request',
  id: 'id',
  silent: ['unseen_secret_id', 'decided_by', 'decided_at'],
  when: BY_OPERATORS,
})}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE registration_requests;');
  }
}
