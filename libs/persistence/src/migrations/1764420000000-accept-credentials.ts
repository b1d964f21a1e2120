import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
ALTER TABLE applications ADD COLUMN origins text[] NOT NULL DEFAULT '{}';

CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  name text NOT NULL,
  hint text NOT NULL,
  key_hash bytea NOT NULL UNIQUE,
  enabled boolean NOT NULL DEFAULT true,
  expires_at timestamptz,
  origins text[] NOT NULL DEFAULT '{}',
  scopes text[] NOT NULL DEFAULT '{}',
  created_by text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz
);
CREATE INDEX api_keys_application ON api_keys (application_id);

ALTER TABLE apis ADD COLUMN access text NOT NULL DEFAULT 'everyone' CHECK (access IN ('everyone', 'listed'));
CREATE TABLE api_applications (
  api_id uuid NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
  application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('caller', 'resource-server')),
  PRIMARY KEY (api_id, application_id, role)
);
CREATE INDEX api_applications_application ON api_applications (application_id);

CREATE TRIGGER applications_known_changed AFTER INSERT OR UPDATE OR DELETE ON applications
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('applications');
CREATE TRIGGER api_applications_changed AFTER INSERT OR UPDATE OR DELETE ON api_applications
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('apis');
-- Not when a key was used: that is for people to see, not for the gateway.
CREATE TRIGGER api_keys_changed
  AFTER INSERT OR UPDATE OF application_id, name, key_hash, enabled, expires_at, origins, scopes OR DELETE ON api_keys
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('apiKeys');
`;

/** API keys, and which applications may call an API. */
export class AcceptCredentials1764420000000 implements MigrationInterface {
  readonly name = 'AcceptCredentials1764420000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
DROP TRIGGER applications_known_changed ON applications;
DROP TABLE api_applications, api_keys;
ALTER TABLE apis DROP COLUMN access;
ALTER TABLE applications DROP COLUMN origins;`);
  }
}
