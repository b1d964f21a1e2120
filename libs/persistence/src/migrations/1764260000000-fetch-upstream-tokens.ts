import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
CREATE TABLE providers (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  settings jsonb NOT NULL,
  sealed_secrets bytea,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX providers_name ON providers (lower(name));

CREATE TABLE provider_tokens (
  provider_id uuid PRIMARY KEY REFERENCES providers (id) ON DELETE CASCADE,
  generation integer NOT NULL DEFAULT 0,
  sealed_access_token bytea,
  sealed_refresh_token bytea,
  fetched_at timestamptz,
  expires_at timestamptz,
  error text,
  failures integer NOT NULL DEFAULT 0,
  retry_at timestamptz,
  claim uuid,
  claimed_until timestamptz
);

ALTER TABLE apis ADD COLUMN provider_id uuid REFERENCES providers (id);
CREATE INDEX apis_provider ON apis (provider_id);

CREATE TRIGGER providers_changed AFTER INSERT OR UPDATE OR DELETE ON providers
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('providers');
CREATE TRIGGER provider_tokens_changed AFTER INSERT OR UPDATE OF generation OR DELETE ON provider_tokens
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('providers');
`;

/** The gateway as a client of other authorization servers: how it asks them, and the tokens that it got. */
export class FetchUpstreamTokens1764260000000 implements MigrationInterface {
  readonly name = 'FetchUpstreamTokens1764260000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE apis DROP COLUMN provider_id; DROP TABLE provider_tokens, providers;',
    );
  }
}
