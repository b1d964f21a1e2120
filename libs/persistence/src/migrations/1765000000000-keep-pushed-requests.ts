import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Authorization requests that clients have pushed, until their browsers come (RFC 9126). */
export class KeepPushedRequests1765000000000 implements MigrationInterface {
  readonly name = 'KeepPushedRequests1765000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE pushed_requests (
        reference_hash bytea PRIMARY KEY,
        client_id text NOT NULL,
        parameters json NOT NULL,
        is_signed boolean NOT NULL,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX pushed_requests_expiry ON pushed_requests (expires_at);`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE pushed_requests');
  }
}
