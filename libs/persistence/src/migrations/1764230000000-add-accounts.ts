import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts that people keep themselves: one-time tickets that come by mail, and the mail that waits to be sent. */
export class AddAccounts1764230000000 implements MigrationInterface {
  readonly name = 'AddAccounts1764230000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE users ADD COLUMN must_confirm_email boolean NOT NULL DEFAULT false;
      CREATE INDEX users_email ON users (lower(email));

      CREATE TABLE user_tickets (
        user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        purpose text NOT NULL CHECK (purpose IN ('confirm-email', 'reset-password', 'invite')),
        ticket_hash bytea NOT NULL UNIQUE,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (user_id, purpose)
      );
      CREATE INDEX user_tickets_expiry ON user_tickets (expires_at);

      CREATE TABLE outbox_messages (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        recipient text NOT NULL,
        subject text NOT NULL,
        sealed_body bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL DEFAULT now(),
        sent_at timestamptz,
        last_error text,
        expires_at timestamptz NOT NULL DEFAULT now() + interval '7 days'
      );
      CREATE INDEX outbox_messages_due ON outbox_messages (due_at) WHERE sent_at IS NULL;
      CREATE INDEX outbox_messages_expiry ON outbox_messages (expires_at);`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE outbox_messages, user_tickets;
      DROP INDEX users_email;
      ALTER TABLE users DROP COLUMN must_confirm_email;`);
  }
}
