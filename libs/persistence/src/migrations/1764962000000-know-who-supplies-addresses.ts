import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whether the address of an account that was made for somebody is the one from outside. Of those that are there already
 * nobody knows: they count as supplied until the next sign-in says so, or not.
 */
export class KnowWhoSuppliesAddresses1764962000000 implements MigrationInterface {
  readonly name = 'KnowWhoSuppliesAddresses1764962000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE outside_accounts ADD COLUMN supplies_email boolean NOT NULL DEFAULT true;',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE outside_accounts DROP COLUMN supplies_email;');
  }
}
