import type { MigrationInterface, QueryRunner } from 'typeorm';

/** APIs that a file declares, what of it is in force, and what each node makes of the file that it has. */
export class ApplyApisFiles1764500000000 implements MigrationInterface {
  readonly name = 'ApplyApisFiles1764500000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
ALTER TABLE apis ADD COLUMN file_key text UNIQUE,
  ADD COLUMN management text NOT NULL DEFAULT 'console' CHECK (management IN ('console', 'file', 'released', 'left')),
  ADD CHECK (management = 'console' OR file_key IS NOT NULL);

CREATE TABLE apis_file (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  revision bigint NOT NULL,
  -- Empty: to be applied again.
  hash text NOT NULL,
  applied_by text NOT NULL,
  applied_at timestamptz NOT NULL
);

CREATE TABLE apis_file_nodes (
  node_id uuid PRIMARY KEY REFERENCES nodes (id) ON DELETE CASCADE,
  path text NOT NULL,
  revision bigint,
  hash text NOT NULL,
  problems jsonb NOT NULL,
  read_at timestamptz NOT NULL
);`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
DROP TABLE apis_file_nodes, apis_file;
ALTER TABLE apis DROP COLUMN management, DROP COLUMN file_key;`);
  }
}
