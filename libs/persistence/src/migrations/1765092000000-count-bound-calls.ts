import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many calls of a client came with access tokens that are bound is found without reading what others did. */
export class CountBoundCalls1765092000000 implements MigrationInterface {
  readonly name = 'CountBoundCalls1765092000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE INDEX event_counts_call_binding ON event_counts (client_id, minute) WHERE kind = 'call-binding'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
DROP INDEX event_counts_call_binding;
DELETE FROM event_counts WHERE kind = 'call-binding';`);
  }
}
