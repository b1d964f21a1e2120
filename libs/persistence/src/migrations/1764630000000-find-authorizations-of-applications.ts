import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a deleted application takes with it is found without reading every authorization, the revoked ones too. */
export class FindAuthorizationsOfApplications1764630000000 implements MigrationInterface {
  readonly name = 'FindAuthorizationsOfApplications1764630000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX authorizations_application ON authorizations (application_id);');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX authorizations_application;');
  }
}
