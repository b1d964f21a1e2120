import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
ALTER TABLE clients DROP CONSTRAINT clients_authentication_method_check;
ALTER TABLE clients ADD CONSTRAINT clients_authentication_method_check CHECK (authentication_method IN (
  'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'tls_client_auth',
  'self_signed_tls_client_auth', 'none'));
ALTER TABLE clients ADD COLUMN settings jsonb NOT NULL DEFAULT '{}';
ALTER TABLE client_secrets ADD COLUMN sealed_secret bytea;

ALTER TABLE users ADD COLUMN email_verified boolean NOT NULL DEFAULT false;
ALTER TABLE users ADD COLUMN profile jsonb NOT NULL DEFAULT '{}';
ALTER TABLE users ADD CONSTRAINT users_profile_check CHECK (jsonb_typeof(profile) = 'object');

ALTER TABLE sessions ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE sessions ADD COLUMN amr text[] NOT NULL DEFAULT '{pwd}';
ALTER TABLE sessions ADD COLUMN acr text NOT NULL DEFAULT 'urn:gatehouse:acr:pwd';
CREATE UNIQUE INDEX sessions_id ON sessions (id);

ALTER TABLE interactions ADD COLUMN progress jsonb NOT NULL DEFAULT '{}';

ALTER TABLE authorization_codes ADD COLUMN details jsonb NOT NULL DEFAULT '{}';
ALTER TABLE refresh_tokens ADD COLUMN details jsonb NOT NULL DEFAULT '{}';
ALTER TABLE access_tokens ADD COLUMN details jsonb NOT NULL DEFAULT '{}';

CREATE TABLE session_grants (
  session_id uuid NOT NULL,
  client_id text NOT NULL,
  grant_id uuid NOT NULL,
  is_offline boolean NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (session_id, grant_id)
);
CREATE INDEX session_grants_expiry ON session_grants (expires_at);

CREATE TABLE used_identifiers (
  use text NOT NULL,
  identifier_hash bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (use, identifier_hash)
);
CREATE INDEX used_identifiers_expiry ON used_identifiers (expires_at);
`;

const DOWN = `
DROP TABLE used_identifiers, session_grants;
ALTER TABLE access_tokens DROP COLUMN details;
ALTER TABLE refresh_tokens DROP COLUMN details;
ALTER TABLE authorization_codes DROP COLUMN details;
ALTER TABLE interactions DROP COLUMN progress;
DROP INDEX sessions_id;
ALTER TABLE sessions DROP COLUMN acr, DROP COLUMN amr, DROP COLUMN id;
ALTER TABLE users DROP COLUMN profile, DROP COLUMN email_verified;
ALTER TABLE client_secrets DROP COLUMN sealed_secret;
ALTER TABLE clients DROP COLUMN settings;
ALTER TABLE clients DROP CONSTRAINT clients_authentication_method_check;
ALTER TABLE clients ADD CONSTRAINT clients_authentication_method_check
  CHECK (authentication_method IN ('client_secret_basic', 'client_secret_post', 'none'));
`;

/** What every flow needs beyond the worked example: client options, sessions with a name, and what a grant carries on. */
export class OpenRegistryAndGrants1764100000000 implements MigrationInterface {
  readonly name = 'OpenRegistryAndGrants1764100000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}
