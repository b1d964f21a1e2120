import type { MigrationInterface, QueryRunner } from 'typeorm';

/** RFC 9470: how somebody must have signed in, and how lately, to call a route. */
export class AskForStrongerSignIns1764300000000 implements MigrationInterface {
  readonly name = 'AskForStrongerSignIns1764300000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE routes ADD COLUMN acr text, ADD COLUMN max_age_seconds integer CHECK (max_age_seconds >= 0);',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE routes DROP COLUMN acr, DROP COLUMN max_age_seconds;');
  }
}
