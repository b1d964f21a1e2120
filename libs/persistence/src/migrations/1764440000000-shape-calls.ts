import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Routes that go elsewhere at the upstream or answer by themselves. */
export class ShapeCalls1764440000000 implements MigrationInterface {
  readonly name = 'ShapeCalls1764440000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
ALTER TABLE routes ADD COLUMN rewrite text,
  ADD COLUMN fixed_response jsonb CHECK (jsonb_typeof(fixed_response) = 'object');`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
ALTER TABLE routes DROP COLUMN rewrite, DROP COLUMN fixed_response;`);
  }
}
