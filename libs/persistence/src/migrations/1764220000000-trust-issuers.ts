import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
CREATE TABLE trusted_issuers (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  issuer text NOT NULL UNIQUE,
  enabled boolean NOT NULL DEFAULT true,
  jwks jsonb,
  jwks_uri text,
  certificates text[] NOT NULL DEFAULT '{}',
  client_ids text[] NOT NULL DEFAULT '{}',
  subject_mapping text NOT NULL CHECK (subject_mapping IN ('username', 'verified-email', 'linked-subject')),
  allowed_scopes text[] NOT NULL DEFAULT '{}',
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK (num_nonnulls(jwks, jwks_uri) <= 1),
  CHECK (num_nonnulls(jwks, jwks_uri) + cardinality(certificates) > 0)
);

CREATE TABLE linked_subjects (
  issuer_id uuid NOT NULL REFERENCES trusted_issuers (id) ON DELETE CASCADE,
  subject text NOT NULL,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  PRIMARY KEY (issuer_id, subject)
);
CREATE INDEX linked_subjects_user ON linked_subjects (user_id);
CREATE INDEX users_verified_email ON users (lower(email)) WHERE email_verified;

CREATE TRIGGER trusted_issuers_changed AFTER INSERT OR UPDATE OR DELETE ON trusted_issuers
  FOR EACH STATEMENT EXECUTE FUNCTION gatehouse_notify('trustedIssuers');
`;

/** Others whose assertions count here (RFC 7521): who they are, who may present them, and whom they mean. */
export class TrustIssuers1764220000000 implements MigrationInterface {
  readonly name = 'TrustIssuers1764220000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX users_verified_email; DROP TABLE linked_subjects, trusted_issuers;');
  }
}
