import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Clients and scopes have a version too, so that a change of an older one is told; and a client has a name. */
export class TellOfStaleEdits1764620000000 implements MigrationInterface {
  readonly name = 'TellOfStaleEdits1764620000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
ALTER TABLE clients ADD COLUMN name text NOT NULL DEFAULT '', ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE scopes ADD COLUMN version integer NOT NULL DEFAULT 1;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
ALTER TABLE clients DROP COLUMN name, DROP COLUMN version;
ALTER TABLE scopes DROP COLUMN version;`);
  }
}
