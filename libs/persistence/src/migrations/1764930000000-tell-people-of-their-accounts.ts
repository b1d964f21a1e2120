import type { MigrationInterface, QueryRunner } from 'typeorm';

// What is counted has a slot: further ones of the same make its row's count larger, and no more rows.
const EVENTS = `
CREATE TABLE account_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  at timestamptz NOT NULL DEFAULT now(),
  kind text NOT NULL,
  name text,
  detail text,
  address text,
  user_agent text,
  by_operator boolean NOT NULL DEFAULT false,
  count integer NOT NULL DEFAULT 1,
  slot text,
  expires_at timestamptz NOT NULL DEFAULT now() + interval '400 days'
);
CREATE INDEX account_events_user ON account_events (user_id, at);
CREATE UNIQUE INDEX account_events_slot ON account_events (user_id, slot) WHERE slot IS NOT NULL;
CREATE INDEX account_events_expiry ON account_events (expires_at);
`;

const BEFORE = `
INSERT INTO account_events (user_id, at, kind) SELECT user_id, created_at, 'app-added' FROM user_totp;
INSERT INTO account_events (user_id, at, kind, name) SELECT user_id, created_at, 'passkey-added', name FROM user_passkeys;
`;

/** What happens with somebody's account is remembered where no other row tells it, or the row that told it goes. */
export class TellPeopleOfTheirAccounts1764930000000 implements MigrationInterface {
  readonly name = 'TellPeopleOfTheirAccounts1764930000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(EVENTS + BEFORE);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE account_events');
  }
}
