import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When an application last called an API: asked of sums, it would be a scan of weeks for each look at a page. */
export class RememberCallersOfApis1764881200000 implements MigrationInterface {
  readonly name = 'RememberCallersOfApis1764881200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // To the minute. Without foreign keys: what nodes have seen may be of something that is gone.
    await queryRunner.query(`
CREATE TABLE api_uses (
  api_id uuid NOT NULL,
  application_id uuid NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (api_id, application_id)
);
INSERT INTO api_uses
  SELECT api_id, application_id, max(minute) FROM call_counts
  WHERE api_id IS NOT NULL AND application_id IS NOT NULL AND refused_check IS NULL
  GROUP BY api_id, application_id;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE api_uses;');
  }
}
