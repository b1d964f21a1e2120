import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
CREATE TABLE outside_accounts (
  source text NOT NULL,
  subject text NOT NULL,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, subject)
);
CREATE INDEX outside_accounts_user ON outside_accounts (user_id);
`;

/** People whom an outside directory knows: by the ID that it never gives to anybody else, not by name. */
export class LinkOutsideAccounts1764260000001 implements MigrationInterface {
  readonly name = 'LinkOutsideAccounts1764260000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE outside_accounts;');
  }
}
