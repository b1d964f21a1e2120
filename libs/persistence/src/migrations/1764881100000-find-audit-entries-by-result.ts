import type { MigrationInterface, QueryRunner } from 'typeorm';

// Of what is written down, not as columns: those would have the whole table written anew.
const UP = `
CREATE INDEX audit_entries_result ON audit_entries ((entry::jsonb ->> 'result'), number);
CREATE INDEX audit_entries_actor_kind ON audit_entries ((entry::jsonb #>> '{actor,kind}'), number);
`;

/** The audit log is asked for what was refused, and for what Gatehouse itself did: both are few among many. */
export class FindAuditEntriesByResult1764881100000 implements MigrationInterface {
  readonly name = 'FindAuditEntriesByResult1764881100000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX audit_entries_result, audit_entries_actor_kind;');
  }
}
