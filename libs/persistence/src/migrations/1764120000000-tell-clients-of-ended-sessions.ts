import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Logout tokens that wait to be delivered, whatever becomes of the process that ended the session. */
export class TellClientsOfEndedSessions1764120000000 implements MigrationInterface {
  readonly name = 'TellClientsOfEndedSessions1764120000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE logout_deliveries (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        client_id text NOT NULL,
        user_id uuid NOT NULL,
        session_id uuid NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL DEFAULT now() + interval '1 day',
        UNIQUE (client_id, session_id)
      );
      CREATE INDEX logout_deliveries_due ON logout_deliveries (due_at);`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE logout_deliveries');
  }
}
