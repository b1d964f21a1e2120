import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is asked of people elsewhere (OpenID Connect CIBA) can be asked in detail (RFC 9396). */
export class AskPeopleElsewhereInDetail1765088000000 implements MigrationInterface {
  readonly name = 'AskPeopleElsewhereInDetail1765088000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE backchannel_requests ADD COLUMN authorization_details jsonb NOT NULL DEFAULT '[]'
        CHECK (jsonb_typeof(authorization_details) = 'array')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE backchannel_requests DROP COLUMN authorization_details');
  }
}
