import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Clients that ask end users for their permission on another device (OpenID Connect CIBA). */
export class AskPeopleElsewhere1765050000000 implements MigrationInterface {
  readonly name = 'AskPeopleElsewhere1765050000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // What has had its time is kept for an hour more: whoever comes late is told that it is late.
    await queryRunner.query(`
      CREATE TABLE backchannel_requests (
        id uuid PRIMARY KEY,
        auth_request_id_hash bytea NOT NULL UNIQUE,
        client_id text NOT NULL,
        application_id uuid NOT NULL,
        user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        scopes text[] NOT NULL,
        resources text[] NOT NULL,
        acr_values text[] NOT NULL,
        binding_message text,
        delivery_mode text NOT NULL CHECK (delivery_mode IN ('poll', 'ping', 'push')),
        interval_seconds integer NOT NULL,
        next_poll_at timestamptz NOT NULL,
        was_too_soon boolean NOT NULL DEFAULT false,
        requested_at timestamptz NOT NULL,
        answer_until timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        approval jsonb,
        denied_at timestamptz,
        claimed_at timestamptz,
        sealed_delivery bytea,
        sealed_answer bytea,
        notify_at timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        CHECK (approval IS NULL OR denied_at IS NULL)
      );
      CREATE INDEX backchannel_requests_expiry ON backchannel_requests (expires_at);
      CREATE INDEX backchannel_requests_user ON backchannel_requests (user_id, answer_until);
      CREATE INDEX backchannel_requests_due ON backchannel_requests (notify_at) WHERE notify_at IS NOT NULL;
      CREATE TABLE backchannel_blocks (
        user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        application_id uuid NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
        blocked_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (user_id, application_id)
      );
      CREATE INDEX backchannel_blocks_application ON backchannel_blocks (application_id);
      ALTER TABLE consents DROP CONSTRAINT consents_way_check;
      ALTER TABLE consents ADD CONSTRAINT consents_way_check
        CHECK (way IN ('page', 'device', 'backchannel', 'first-party', 'password', 'assertion'));`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DELETE FROM consents WHERE way = 'backchannel';
      ALTER TABLE consents DROP CONSTRAINT consents_way_check;
      ALTER TABLE consents ADD CONSTRAINT consents_way_check
        CHECK (way IN ('page', 'device', 'first-party', 'password', 'assertion'));
      DROP TABLE backchannel_blocks;
      DROP TABLE backchannel_requests;`);
  }
}
