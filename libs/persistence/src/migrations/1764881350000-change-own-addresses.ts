import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A ticket may be for another address than the account has: people change it themselves, once it is shown to be theirs. */
export class ChangeOwnAddresses1764881350000 implements MigrationInterface {
  readonly name = 'ChangeOwnAddresses1764881350000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE user_tickets
        DROP CONSTRAINT user_tickets_purpose_check,
        ADD COLUMN email text,
        ADD CONSTRAINT user_tickets_purpose_check
          CHECK (purpose IN ('confirm-email', 'reset-password', 'invite', 'change-email')),
        ADD CONSTRAINT user_tickets_email_check CHECK ((purpose = 'change-email') = (email IS NOT NULL));`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DELETE FROM user_tickets WHERE purpose = 'change-email';
      ALTER TABLE user_tickets
        DROP CONSTRAINT user_tickets_email_check,
        DROP CONSTRAINT user_tickets_purpose_check,
        DROP COLUMN email,
        ADD CONSTRAINT user_tickets_purpose_check CHECK (purpose IN ('confirm-email', 'reset-password', 'invite'));`);
  }
}
