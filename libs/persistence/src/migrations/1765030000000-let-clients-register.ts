import type { MigrationInterface, QueryRunner } from 'typeorm';
import { auditTable } from './audited-table.js';

const UP = `
CREATE TABLE registration_policies (
  id uuid PRIMARY KEY,
  -- open: whoever asks; document: whoever publishes a client ID metadata document; token: with an initial access token.
  kind text NOT NULL CHECK (kind IN ('open', 'document', 'token')),
  name text NOT NULL,
  enabled boolean NOT NULL,
  token_hash bytea UNIQUE,
  allowed_scopes text[] NOT NULL DEFAULT '{}',
  registers_agents boolean NOT NULL DEFAULT false,
  requires_statement boolean NOT NULL DEFAULT false,
  statement_issuers text[] NOT NULL DEFAULT '{}',
  -- Of documents; empty: all.
  hosts text[] NOT NULL DEFAULT '{}',
  unused_days integer NOT NULL DEFAULT 30,
  max_per_hour integer NOT NULL DEFAULT 60,
  max_registrations integer,
  registrations integer NOT NULL DEFAULT 0,
  organization_id uuid REFERENCES organizations (id) ON DELETE SET NULL,
  expires_at timestamptz,
  created_by text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT registration_policies_token CHECK ((kind = 'token') = (token_hash IS NOT NULL))
);
CREATE UNIQUE INDEX registration_policies_single ON registration_policies (kind) WHERE kind <> 'token';
CREATE UNIQUE INDEX registration_policies_name ON registration_policies (lower(name));
CREATE INDEX registration_policies_organization ON registration_policies (organization_id);
INSERT INTO registration_policies (id, kind, name, enabled, registers_agents, created_by) VALUES
  ('00000000-0000-4000-8000-000000007591', 'open', 'Open registration', false, true, 'Gatehouse'),
  ('00000000-0000-4000-8000-000000007592', 'document', 'Client ID metadata documents', false, true, 'Gatehouse');

CREATE TABLE client_registrations (
  client_id text PRIMARY KEY REFERENCES clients (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('open', 'document', 'token')),
  policy_id uuid REFERENCES registration_policies (id) ON DELETE SET NULL,
  -- RFC 7592 §1.2; null: of a client that publishes a document.
  access_token_hash bytea,
  application_type text,
  contacts text[] NOT NULL DEFAULT '{}',
  software_id text,
  software_version text,
  -- Who has signed its software statement.
  statement_issuer text,
  unused_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX client_registrations_policy ON client_registrations (policy_id, created_at);
CREATE INDEX client_registrations_unused ON client_registrations (unused_until) WHERE unused_until IS NOT NULL;

CREATE TRIGGER registration_policies_changed AFTER INSERT OR DELETE OR UPDATE OF enabled, expires_at, hosts, kind
  ON registration_policies FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('registrationPolicies');
CREATE TRIGGER client_registrations_changed AFTER INSERT OR DELETE ON client_registrations
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('applications');
${auditTable({
  table: 'registration_policies',
  type: 'registration-policy',
  id: 'id',
  silent: ['token_hash', 'registrations', 'created_by'],
})}`;

/** Clients that register themselves (RFC 7591), and on which terms. */
export class LetClientsRegister1765030000000 implements MigrationInterface {
  readonly name = 'LetClientsRegister1765030000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE client_registrations, registration_policies;');
  }
}
