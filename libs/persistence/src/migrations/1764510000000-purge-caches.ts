import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every node hears when an operator purges the cache of an API. */
export class PurgeCaches1764510000000 implements MigrationInterface {
  readonly name = 'PurgeCaches1764510000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE apis ADD COLUMN cache_epoch integer NOT NULL DEFAULT 0;');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE apis DROP COLUMN cache_epoch;');
  }
}
