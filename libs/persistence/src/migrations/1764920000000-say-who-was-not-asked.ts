import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a client was allowed because it had a password or an assertion is told of too: as what it is, not as a consent. */
export class SayWhoWasNotAsked1764920000000 implements MigrationInterface {
  readonly name = 'SayWhoWasNotAsked1764920000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE consents DROP CONSTRAINT consents_way_check;
      ALTER TABLE consents ADD CONSTRAINT consents_way_check
        CHECK (way IN ('page', 'device', 'first-party', 'password', 'assertion'));`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DELETE FROM consents WHERE way IN ('password', 'assertion');
      ALTER TABLE consents DROP CONSTRAINT consents_way_check;
      ALTER TABLE consents ADD CONSTRAINT consents_way_check CHECK (way IN ('page', 'device', 'first-party'));`);
  }
}
