import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Several targets behind an API, and how its calls are treated. */
export class BalanceUpstreams1764310000000 implements MigrationInterface {
  readonly name = 'BalanceUpstreams1764310000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
ALTER TABLE apis ADD COLUMN targets jsonb, ADD COLUMN policies jsonb NOT NULL DEFAULT '{}'
  CHECK (jsonb_typeof(policies) = 'object');
UPDATE apis SET targets = jsonb_build_array(jsonb_build_object('url', upstream_url, 'weight', 1));
ALTER TABLE apis ALTER COLUMN targets SET NOT NULL, DROP COLUMN upstream_url,
  ADD CHECK (jsonb_typeof(targets) = 'array' AND jsonb_array_length(targets) > 0);`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
ALTER TABLE apis ADD COLUMN upstream_url text;
UPDATE apis SET upstream_url = targets->0->>'url';
ALTER TABLE apis ALTER COLUMN upstream_url SET NOT NULL, DROP COLUMN targets, DROP COLUMN policies;`);
  }
}
