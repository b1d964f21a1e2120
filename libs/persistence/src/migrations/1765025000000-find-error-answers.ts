import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A person's errors, and errors of a rare code, are found without reading all that are kept. */
export class FindErrorAnswers1765025000000 implements MigrationInterface {
  readonly name = 'FindErrorAnswers1765025000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
CREATE INDEX error_answers_user ON error_answers (user_id, at, id) WHERE user_id IS NOT NULL;
CREATE INDEX error_answers_error ON error_answers (error, at, id);`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX error_answers_user; DROP INDEX error_answers_error;');
  }
}
