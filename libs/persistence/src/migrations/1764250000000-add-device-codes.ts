import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Devices without a browser that wait for their end users (RFC 8628). */
export class AddDeviceCodes1764250000000 implements MigrationInterface {
  readonly name = 'AddDeviceCodes1764250000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE device_codes (
        device_code_hash bytea PRIMARY KEY,
        user_code text NOT NULL UNIQUE,
        client_id text NOT NULL,
        scopes text[] NOT NULL,
        resources text[] NOT NULL,
        interval_seconds integer NOT NULL,
        next_poll_at timestamptz NOT NULL,
        was_too_soon boolean NOT NULL DEFAULT false,
        expires_at timestamptz NOT NULL,
        approval jsonb,
        denied_at timestamptz,
        claimed_at timestamptz,
        CHECK (approval IS NULL OR denied_at IS NULL)
      );
      CREATE INDEX device_codes_expiry ON device_codes (expires_at);`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE device_codes');
  }
}
