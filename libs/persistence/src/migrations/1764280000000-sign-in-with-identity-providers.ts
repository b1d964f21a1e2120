import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
CREATE TABLE identity_providers (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  issuer text NOT NULL UNIQUE,
  enabled boolean NOT NULL DEFAULT true,
  settings jsonb NOT NULL,
  sealed_secrets bytea,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX identity_providers_name ON identity_providers (lower(name));

ALTER TABLE outside_accounts ADD COLUMN made_account boolean NOT NULL DEFAULT true;

CREATE TRIGGER identity_providers_changed AFTER INSERT OR UPDATE OR DELETE ON identity_providers
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('identityProviders');
`;

/**
 * OpenID providers that people sign in with. Whether an account was made for somebody from outside, or had been theirs
 * before, decides on whether it may have a password here.
 */
export class SignInWithIdentityProviders1764280000000 implements MigrationInterface {
  readonly name = 'SignInWithIdentityProviders1764280000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE outside_accounts DROP COLUMN made_account;
       DROP TABLE identity_providers;`,
    );
  }
}
