import type { MigrationInterface, QueryRunner } from 'typeorm';

const PLACES = [0, 1, 2, 3];

/**
 * DPoP proofs that were used (RFC 9449 §11.1): one for each call, for two minutes. Not logged: after a crash of the database
 * the tables are empty, and what was used in the last minute could come again, from whoever could read it then.
 */
export class RememberUsedProofs1765010000000 implements MigrationInterface {
  readonly name = 'RememberUsedProofs1765010000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const tables = PLACES.map(
      (place) => `CREATE UNLOGGED TABLE proof_uses_${place} (proof_hash bytea PRIMARY KEY);`,
    );
    await queryRunner.query(tables.join(''));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE ${PLACES.map((place) => `proof_uses_${place}`).join(', ')}`);
  }
}
