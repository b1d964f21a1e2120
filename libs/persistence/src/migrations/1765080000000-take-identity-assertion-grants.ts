import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An issuer whose JWTs are identity assertion grants says so: nothing changes for those that are trusted already. */
export class TakeIdentityAssertionGrants1765080000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE trusted_issuers ADD COLUMN takes_id_jags boolean NOT NULL DEFAULT false;',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE trusted_issuers DROP COLUMN takes_id_jags;');
  }
}
