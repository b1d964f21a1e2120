import type { MigrationInterface, QueryRunner } from 'typeorm';

const CONTROL_PLANE = `
CREATE TABLE users (
  id uuid PRIMARY KEY,
  username text NOT NULL,
  display_name text NOT NULL,
  email text,
  password_hash text,
  operator_role text CHECK (operator_role IN ('viewer', 'operator', 'admin')),
  enabled boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_username ON users (lower(username));

CREATE TABLE applications (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  contact_email text,
  first_party boolean NOT NULL DEFAULT false,
  enabled boolean NOT NULL DEFAULT true,
  built_in boolean NOT NULL DEFAULT false,
  created_by text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX applications_name ON applications (lower(name));

CREATE TABLE clients (
  id text PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  type text NOT NULL CHECK (type IN ('confidential', 'public')),
  authentication_method text NOT NULL
    CHECK (authentication_method IN ('client_secret_basic', 'client_secret_post', 'none')),
  enabled boolean NOT NULL DEFAULT true,
  redirect_uris text[] NOT NULL DEFAULT '{}',
  grant_types text[] NOT NULL DEFAULT '{}',
  allowed_scopes text[] NOT NULL DEFAULT '{}',
  default_scopes text[] NOT NULL DEFAULT '{}',
  access_token_format text NOT NULL DEFAULT 'jwt' CHECK (access_token_format IN ('jwt', 'opaque')),
  access_token_lifetime_seconds integer NOT NULL DEFAULT 3600
    CHECK (access_token_lifetime_seconds BETWEEN 30 AND 86400),
  refresh_token_idle_seconds integer NOT NULL DEFAULT 43200
    CHECK (refresh_token_idle_seconds BETWEEN 60 AND 31536000),
  refresh_token_lifetime_seconds integer NOT NULL DEFAULT 2592000
    CHECK (refresh_token_lifetime_seconds BETWEEN 60 AND 31536000),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((type = 'public') = (authentication_method = 'none'))
);
CREATE INDEX clients_application ON clients (application_id);

CREATE TABLE client_secrets (
  id uuid PRIMARY KEY,
  client_id text NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
  secret_hash bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz
);
CREATE INDEX client_secrets_client ON client_secrets (client_id);

CREATE TABLE apis (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  base_path text NOT NULL UNIQUE,
  upstream_url text NOT NULL,
  audience text NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  connect_timeout_ms integer NOT NULL DEFAULT 5000,
  response_timeout_ms integer NOT NULL DEFAULT 30000,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE routes (
  id uuid PRIMARY KEY,
  api_id uuid NOT NULL REFERENCES apis (id) ON DELETE CASCADE,
  position integer NOT NULL,
  methods text[] NOT NULL DEFAULT '{}',
  path text NOT NULL,
  access text NOT NULL CHECK (access IN ('public', 'authenticated', 'scopes')),
  scopes text[] NOT NULL DEFAULT '{}',
  scope_match text NOT NULL DEFAULT 'all' CHECK (scope_match IN ('all', 'any'))
);
CREATE INDEX routes_api ON routes (api_id);

CREATE TABLE scopes (
  name text PRIMARY KEY,
  title text NOT NULL,
  description text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE signing_keys (
  kid text PRIMARY KEY,
  algorithm text NOT NULL,
  public_jwk jsonb NOT NULL,
  sealed_private_key bytea NOT NULL,
  active boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  retired_at timestamptz
);
CREATE UNIQUE INDEX signing_keys_active ON signing_keys (algorithm) WHERE active;
`;

const TOKEN_PLANE = `
CREATE TABLE sessions (
  id_hash bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  authenticated_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE interactions (
  id_hash bytea PRIMARY KEY,
  browser_hash bytea NOT NULL,
  request jsonb NOT NULL,
  expires_at timestamptz NOT NULL,
  claimed_at timestamptz
);
CREATE INDEX interactions_expiry ON interactions (expires_at);

CREATE TABLE authorizations (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);
CREATE UNIQUE INDEX authorizations_live ON authorizations (application_id, user_id) WHERE revoked_at IS NULL;
CREATE INDEX authorizations_user ON authorizations (user_id);

CREATE TABLE authorization_codes (
  code_hash bytea NOT NULL,
  grant_id uuid NOT NULL,
  client_id text NOT NULL,
  user_id uuid NOT NULL,
  authorization_id uuid NOT NULL,
  redirect_uri text NOT NULL,
  scopes text[] NOT NULL,
  code_challenge text NOT NULL,
  authenticated_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  claimed_at timestamptz,
  PRIMARY KEY (code_hash, expires_at)
) PARTITION BY RANGE (expires_at);

CREATE TABLE refresh_tokens (
  token_hash bytea NOT NULL,
  grant_id uuid NOT NULL,
  client_id text NOT NULL,
  user_id uuid NOT NULL,
  authorization_id uuid NOT NULL,
  scopes text[] NOT NULL,
  authenticated_at timestamptz NOT NULL,
  issued_at timestamptz NOT NULL,
  idle_expires_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  rotated_at timestamptz,
  sealed_successor bytea,
  revoked_at timestamptz,
  PRIMARY KEY (token_hash, expires_at)
) PARTITION BY RANGE (expires_at);
CREATE INDEX refresh_tokens_grant ON refresh_tokens (grant_id);
CREATE INDEX refresh_tokens_authorization ON refresh_tokens (authorization_id);

CREATE TABLE access_tokens (
  token_hash bytea NOT NULL,
  token_id uuid NOT NULL,
  client_id text NOT NULL,
  subject text NOT NULL,
  user_id uuid,
  authorization_id uuid,
  grant_id uuid,
  scopes text[] NOT NULL,
  audience text[] NOT NULL,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (token_hash, expires_at)
) PARTITION BY RANGE (expires_at);

CREATE TABLE revocations (
  kind text NOT NULL CHECK (kind IN ('access-token', 'grant', 'authorization', 'user')),
  id text NOT NULL,
  revoked_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (kind, id)
);
CREATE INDEX revocations_expiry ON revocations (expires_at);

CREATE TABLE console_sessions (
  id_hash bytea PRIMARY KEY,
  csrf_token text NOT NULL,
  sealed_tokens bytea NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX console_sessions_expiry ON console_sessions (expires_at);
`;

/** Statement-level triggers tell every node which section of its snapshot is stale; the payload is the section's name. */
const CHANGE_NOTIFICATIONS = `
CREATE FUNCTION gatehouse_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('gatehouse', TG_ARGV[0]);
  RETURN NULL;
END $$;
${(
  [
    ['applications', 'clients'],
    ['clients', 'clients'],
    ['client_secrets', 'clients'],
    ['apis', 'apis'],
    ['routes', 'apis'],
    ['scopes', 'scopes'],
    ['signing_keys', 'keys'],
    ['revocations', 'revocations'],
  ] as const
)
  .map(
    ([table, section]) => `CREATE TRIGGER ${table}_changed AFTER INSERT OR UPDATE OR DELETE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('${section}');`,
  )
  .join('\n')}
`;

/** Everything the worked example needs: the registry, the token stores partitioned by expiry, and change notifications. */
export class CreateCoreTables1764000000000 implements MigrationInterface {
  readonly name = 'CreateCoreTables1764000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(CONTROL_PLANE);
    await queryRunner.query(TOKEN_PLANE);
    await queryRunner.query(CHANGE_NOTIFICATIONS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE console_sessions, revocations, access_tokens, refresh_tokens, authorization_codes, authorizations,
        interactions, sessions, signing_keys, scopes, routes, apis, client_secrets, clients, applications, users;
      DROP FUNCTION gatehouse_notify();`);
  }
}
