import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Secrets of the whole deployment that are made once: whatever must outlive the master key (sealed under it). */
export class KeepServerSecrets1764110000000 implements MigrationInterface {
  readonly name = 'KeepServerSecrets1764110000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE server_secrets (
        name text PRIMARY KEY,
        sealed_value bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE server_secrets');
  }
}
