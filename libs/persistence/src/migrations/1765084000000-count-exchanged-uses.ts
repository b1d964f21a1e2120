import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often an authorization was used by whom it was passed on to by token exchange (RFC 8693). */
export class CountExchangedUses1765084000000 implements MigrationInterface {
  readonly name = 'CountExchangedUses1765084000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
CREATE TABLE exchanged_uses (
  day timestamptz NOT NULL,
  authorization_id uuid NOT NULL,
  passed_to text NOT NULL,
  calls bigint NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (authorization_id, passed_to, day)
) PARTITION BY RANGE (day);`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE exchanged_uses');
  }
}
