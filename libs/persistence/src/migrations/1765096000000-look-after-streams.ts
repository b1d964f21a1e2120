import type { MigrationInterface, QueryRunner } from 'typeorm';
import { auditTable } from './audited-table.js';

/** What an entry's subject and actor are called; a stream is called after the application that has it. */
const name = (more: string): string => `
CREATE OR REPLACE FUNCTION gatehouse_audit_name(type text, id text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  key uuid := CASE WHEN id ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN id::uuid END;
BEGIN
  RETURN CASE type
    WHEN 'application' THEN (SELECT a.name FROM applications a WHERE a.id = key)
    WHEN 'api' THEN (SELECT a.name FROM apis a WHERE a.id = key)
    WHEN 'user' THEN (SELECT u.username FROM users u WHERE u.id = key)
    WHEN 'operator' THEN (SELECT u.username FROM users u WHERE u.id = key)
    WHEN 'organization' THEN (SELECT o.name FROM organizations o WHERE o.id = key)
    WHEN 'provider' THEN (SELECT p.name FROM providers p WHERE p.id = key)
    WHEN 'trusted-issuer' THEN (SELECT i.name FROM trusted_issuers i WHERE i.id = key)
    WHEN 'outside-issuer' THEN (SELECT i.name FROM outside_issuers i WHERE i.id = key)
    WHEN 'identity-provider' THEN (SELECT i.name FROM identity_providers i WHERE i.id = key)
    WHEN 'client' THEN (SELECT a.name FROM clients c JOIN applications a ON a.id = c.application_id
      WHERE c.id = gatehouse_audit_name.id)
    WHEN 'authorization' THEN (SELECT u.username || ' → ' || a.name FROM authorizations z
      JOIN users u ON u.id = z.user_id JOIN applications a ON a.id = z.application_id WHERE z.id = key)
    ${more}
  END;
END $$;`;

const STREAM_NAME = `WHEN 'stream' THEN (SELECT a.name FROM ssf_streams s JOIN applications a ON a.id = s.application_id
      WHERE s.id = key)`;

const UP = `
-- An operator's word: the receiver cannot take it back.
ALTER TABLE ssf_streams ADD COLUMN held boolean NOT NULL DEFAULT false;

ALTER TABLE ssf_sets DROP CONSTRAINT ssf_sets_kind_check,
  ADD CONSTRAINT ssf_sets_kind_check CHECK (kind IN ('session-revoked', 'credential-change', 'verification', 'stream-updated'));
CREATE INDEX ssf_sets_failed ON ssf_sets (stream_id) WHERE failed;

-- How it goes, beside what is told of.
CREATE TABLE ssf_stream_states (
  stream_id uuid PRIMARY KEY REFERENCES ssf_streams (id) ON DELETE CASCADE,
  taken_at timestamptz,
  verified_at timestamptz,
  failed_at timestamptz,
  -- Null: the last one was taken.
  last_error text
);
${auditTable({ table: 'ssf_streams', type: 'stream', id: 'id' })}`;

/** Operators see the streams of receivers, hold them back, and the audit log tells who did what. */
export class LookAfterStreams1765096000000 implements MigrationInterface {
  readonly name = 'LookAfterStreams1765096000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP + name(STREAM_NAME));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${name('')}
      DROP TRIGGER ssf_streams_audited ON ssf_streams;
      DROP TABLE ssf_stream_states;
      DROP INDEX ssf_sets_failed;
      DELETE FROM ssf_sets WHERE kind = 'stream-updated';
      ALTER TABLE ssf_sets DROP CONSTRAINT ssf_sets_kind_check,
        ADD CONSTRAINT ssf_sets_kind_check CHECK (kind IN ('session-revoked', 'credential-change', 'verification'));
      ALTER TABLE ssf_streams DROP COLUMN held;`);
  }
}
