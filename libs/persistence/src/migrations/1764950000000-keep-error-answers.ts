import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the authorization server has refused, by the ID that its error page shows. Old partitions are dropped. */
export class KeepErrorAnswers1764950000000 implements MigrationInterface {
  readonly name = 'KeepErrorAnswers1764950000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
CREATE SEQUENCE error_answers_id;
CREATE TABLE error_answers (
  id bigint NOT NULL DEFAULT nextval('error_answers_id'),
  at timestamptz NOT NULL,
  request_id text NOT NULL,
  node text NOT NULL,
  endpoint text NOT NULL,
  status smallint NOT NULL,
  error text NOT NULL,
  description text NOT NULL,
  reason text NOT NULL,
  application_id uuid,
  client_id text,
  is_client_known boolean NOT NULL,
  user_id uuid
) PARTITION BY RANGE (at);
CREATE INDEX error_answers_request ON error_answers (request_id);
CREATE INDEX error_answers_at ON error_answers (at, id);
CREATE INDEX error_answers_application ON error_answers (application_id, at, id);`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE error_answers; DROP SEQUENCE error_answers_id;');
  }
}
