import type { MigrationInterface, QueryRunner } from 'typeorm';

/** At the commit of many changes each thing's rows were looked for among those of all: ten thousand took minutes. */
export class FindPendingAuditRows1764870000000 implements MigrationInterface {
  readonly name = 'FindPendingAuditRows1764870000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE INDEX audit_pending_subject ON audit_pending (transaction, type, id);
      DROP INDEX audit_pending_transaction;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE INDEX audit_pending_transaction ON audit_pending (transaction);
      DROP INDEX audit_pending_subject;`);
  }
}
